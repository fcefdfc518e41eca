/** A conversation's life in lines: when, how long after the step before, and what happened. */
import type { EndedBy } from '../../domain/events.ts';
import type { Parameters } from '../../domain/parameters.ts';
import type { Milestone } from '../../domain/transcript.ts';
import type { Rich, Span } from '../../view/card.ts';
import type { Services } from '../services.ts';
import { contactText } from './contact.ts';
import { momentText } from './conversations.ts';

function endedText(type: 'closed' | 'cancelled', by: EndedBy, { t }: Services): string {
  return t(`step.${type}`, { by: t(`by.${by}`) });
}

/** What happened at a step. */
function stepText(step: Milestone['step'], parameters: Parameters, services: Services): Span[] {
  const { t, format } = services;
  const place = 'department' in step && step.department ? ` · ${step.department.name ?? step.department.id}` : '';
  switch (step.type) {
    case 'opened':
      return [t('step.opened'), place];
    case 'queued':
      return [t('step.queued'), place];
    case 'assigned':
      return [t('step.assigned', { agent: step.agent.name ?? step.agent.id }), place];
    case 'responded':
      return [step.agent ? t('step.responded.agent', { agent: step.agent.name ?? step.agent.id }) : t('step.responded')];
    case 'closed':
    case 'cancelled':
      return [endedText(step.type, step.by, services), ...(step.reason ? [' · ', { quote: contactText(step.reason, parameters) }] : [])];
    case 'reopened':
      return [t('step.reopened')];
    case 'rated':
      return [
        t('step.rated', { score: format.number(step.score) }),
        ...(step.comment ? [' · ', { quote: contactText(step.comment, parameters) }] : []),
      ];
  }
}

/** A line a step: the clock in bold, the duration since the step before, what happened. */
export function timelineText(steps: readonly Milestone[], at: Date, parameters: Parameters, services: Services): Rich {
  return steps.flatMap(({ step, afterMs }, index): Span[] => [
    ...(index > 0 ? ['\n'] : []),
    { bold: momentText(step.at, at, parameters.timeZone, services) },
    afterMs === null ? ' · ' : ` · +${services.format.duration(afterMs)} · `,
    ...stepText(step, parameters, services),
  ]);
}
