/** How an incident stands: who takes care of it, who was told, why it is over. */
import type { Incident } from '../../domain/alert-state.ts';
import type { Rich, Span } from '../../view/card.ts';
import { shortId, whoText } from '../called.ts';
import { momentText } from '../cards/conversations.ts';
import { limitText, valueOf } from './incident-words.ts';
import { type Sight, snoozedUntil, whoSpan } from './sight.ts';

type Line = Span[];

/** The lines below the numbers; none while nothing is to be said. @param escalated told to somebody as nobody had acknowledged */
export async function standingLines(incident: Incident, escalated: boolean, sight: Sight): Promise<Line[]> {
  if (incident.endedAt) return [await endingLine(incident, sight), ...acknowledgedLine(incident, sight)];
  return [
    ...mentionLine(incident, sight),
    ...(escalated ? unansweredLine(incident, sight) : []),
    ...acknowledgedLine(incident, sight),
    ...(escalated ? [] : escalatedLine(incident, sight)),
    ...snoozedLine(incident, sight),
    ...(incident.edited ? [[sight.services.t('alert.edited')]] : []),
    ...(incident.capped ? [[sight.services.t('alert.capped', { count: incident.as.dailyCap })]] : []),
  ];
}

/** Who takes care of an open one, and whether it keeps quiet: what a list has room for. */
export function careLines(incident: Incident, sight: Sight): Line[] {
  return [...acknowledgedLine(incident, sight), ...snoozedLine(incident, sight)];
}

/** Lines one under the other. */
export function linesText(lines: readonly Line[]): Rich {
  return lines.flatMap((line, index) => (index > 0 ? ['\n', ...line] : line));
}

const momentOf = (moment: Date, { at, parameters, services }: Sight): string => momentText(moment, at, parameters.timeZone, services);

/**
 * Whoever the rule calls by name, while nobody takes care of it. It stays in the message: changes notify nobody, and a message that is
 * sent late must call them too.
 */
export function mentionLine({ as: { mention }, acknowledged, endedAt }: Incident, sight: Sight): Line[] {
  if (mention === null || acknowledged || endedAt) return [];
  return [[mention === 'channel' ? { everyone: sight.services.t('alert.everyone') } : whoSpan(mention, sight)]];
}

function acknowledgedLine({ acknowledged, endedAt }: Incident, sight: Sight): Line[] {
  if (!acknowledged) return [];
  const words = { moment: momentOf(acknowledged.at, sight) };
  return [['✓ ', whoSpan(acknowledged.by, sight), ` ${sight.services.t(endedAt ? 'alert.taken' : 'alert.acknowledged', words)}`]];
}

/** To those to whom it was escalated. */
function unansweredLine({ acknowledged, startedAt, escalatedAt }: Incident, { at, services }: Sight): Line[] {
  if (acknowledged) return [];
  const time = services.format.duration((escalatedAt ?? at).getTime() - startedAt.getTime());
  return [[{ bold: services.t('alert.unanswered', { time }) }]];
}

/** Where it was told first. */
function escalatedLine({ as, escalatedAt }: Incident, sight: Sight): Line[] {
  if (!escalatedAt) return [];
  const { t, format } = sight.services;
  return [
    [t('alert.escalated', { moment: momentOf(escalatedAt, sight), who: format.join(as.escalateTo.map((one) => placeName(one, sight))) })],
  ];
}

/** A channel or a person by name. */
export function placeName(target: string, { names }: Pick<Sight, 'names'>): string {
  return names.get(target) ?? shortId(target);
}

function snoozedLine(incident: Incident, sight: Sight): Line[] {
  const until = snoozedUntil(incident, sight);
  return until ? [[sight.services.t('alert.snoozed', { moment: momentOf(until, sight) })]] : [];
}

/** Why it is over, and what the value is then. */
async function endingLine(incident: Incident, sight: Sight): Promise<Line> {
  const { as, ending, endedAt, value } = incident;
  const { services } = sight;
  const { t } = services;
  const moment = momentOf(endedAt ?? sight.at, sight);
  if (ending === 'recovered') {
    const now = value === null ? '' : ` ${t('alert.ending.value', { value: valueOf(value, incident, services) })}`;
    return [`${t('alert.ending.recovered', { moment, limit: limitText(incident, services) })}${now}`];
  }
  if (ending === 'hours') return [t('alert.ending.hours', { moment })];
  const who = await changedBy(as.id, endedAt ?? sight.at, sight);
  return [t(`alert.ending.${ending ?? 'edited'}`, { moment }), ...(who === undefined ? [] : [' ', t('alert.ending.by', { who })])];
}

/** Whoever changed the rule last before it ended. */
async function changedBy(rule: string, endedAt: Date, { services }: Sight): Promise<string | undefined> {
  const entries = await services.audit.entries({ subject: `alert.${rule}`, limit: 5 });
  const entry = entries.find(({ at }) => at <= endedAt);
  return entry && whoText(entry.by, await services.people.names([entry.by]), services);
}
