/** The message about incidents that began together, and what is said in its thread. */
import type { Incident } from '../../domain/alert-state.ts';
import type { Reminder } from '../../domain/alert-telling.ts';
import type { Block, Card } from '../../view/card.ts';
import type { Services } from '../services.ts';
import { groupCard } from './group-card.ts';
import { incidentChart } from './incident-chart.ts';
import { incidentControls } from './incident-controls.ts';
import { factsLine, panelOf, worstBlocks } from './incident-facts.ts';
import { linesText, mentionLine, placeName, standingLines } from './incident-standing.ts';
import { footText, headline, lastedText, scopeText, toneOf } from './incident-words.ts';
import type { Origin } from './pressed.ts';
import { type Sight, sightOf } from './sight.ts';

/** @param incidents as they stand at `at`; `escalated`: told to somebody as nobody had acknowledged */
export async function incidentCard(
  incidents: readonly Incident[],
  { at, escalated }: { at: Date; target: string; escalated: boolean },
  services: Services,
): Promise<Card> {
  const sight = await sightOf(incidents, at, services);
  const [only, ...others] = incidents;
  return only && others.length === 0 ? oneCard(only, 'message', escalated, sight) : groupCard(incidents, escalated, sight);
}

/** One incident, with all that is needed to act. */
export async function oneCard(incident: Incident, origin: Origin, escalated: boolean, sight: Sight): Promise<Card> {
  const panel = incident.endedAt ? undefined : await panelOf(incident.as, sight);
  const [standing, chart, facts, worst] = await Promise.all([
    standingLines(incident, escalated, sight),
    incidentChart(incident, sight),
    panel ? factsLine(incident, panel, sight) : '',
    incident.endedAt ? [] : worstBlocks(incident, sight),
  ]);
  const lines = [...(facts === '' ? [] : [[facts]]), ...standing];
  const blocks: Block[] = [
    ...(lines.length > 0 ? [{ kind: 'text' as const, text: linesText(lines) }] : []),
    ...chart,
    ...worst,
    { kind: 'actions', controls: incidentControls(incident, origin, panel, sight) },
  ];
  const tone = toneOf(incident, sight);
  return {
    title: headline(incident, sight),
    scope: scopeText(incident, sight),
    ...(tone && { tone }),
    blocks,
    foot: footText(incident, sight),
  };
}

/** @param what why it is said */
export async function reminderCard(
  incident: Incident,
  { at, what }: { at: Date; target: string; what: Reminder },
  services: Services,
): Promise<Card> {
  const sight = await sightOf([incident], at, services);
  const { t, format } = services;
  const time = lastedText({ ...incident, since: incident.startedAt }, at, services);
  const who = format.join(incident.as.escalateTo.map((one) => placeName(one, sight)));
  const said = what === 'escalated' ? t('alert.reminder.escalated', { time, who }) : t(`alert.reminder.${what}`, { time });
  const tone = toneOf(incident, sight);
  // Those to whom it was escalated are called by their own message.
  const called = what === 'escalated' ? [] : mentionLine(incident, sight);
  return {
    title: headline(incident, sight),
    scope: scopeText(incident, sight),
    ...(tone && { tone }),
    blocks: [{ kind: 'text', text: linesText([[said], ...called]) }],
  };
}
