/** Several incidents that began in the same minute in one place: a headline that counts, and each one short. */
import type { Incident } from '../../domain/alert-state.ts';
import { type Card, type ListRow, plain, type Tone } from '../../view/card.ts';
import { incidentMenu } from './incident-controls.ts';
import { linesText, mentionLine, standingLines } from './incident-standing.ts';
import { headline, scopeText, toneOf } from './incident-words.ts';
import type { Origin } from './pressed.ts';
import { type Sight, stateOf } from './sight.ts';

const RANK = { critical: 2, warning: 1, info: 0 } as const;

/** Open ones first, then the more severe. */
export async function groupCard(incidents: readonly Incident[], escalated: boolean, sight: Sight): Promise<Card> {
  const { t } = sight.services;
  const sorted = [...incidents].sort((a, b) => rankOf(b) - rankOf(a));
  const open = sorted.filter(({ endedAt }) => !endedAt);
  const rows = await Promise.all(sorted.map((one) => incidentRow(one, 'message', escalated, sight)));
  const over = incidents.length - open.length;
  const tone = toneOfAll(open, incidents, sight);
  const [worst] = open;
  const lines = [...mentionsOf(open, sight), ...(worst && over > 0 ? [[t('alert.group.over', { count: over })]] : [])];
  return {
    title: t('alert.group', { count: incidents.length }),
    scope: worst ? t('alert.group.worst', { what: headline(worst, sight) }) : t('alert.group.done'),
    ...(tone && { tone }),
    blocks: [...(lines.length > 0 ? [{ kind: 'text' as const, text: linesText(lines) }] : []), { kind: 'list', rows }],
    foot: [],
  };
}

function rankOf({ endedAt, as }: Incident): number {
  return (endedAt ? 0 : 10) + RANK[as.severity];
}

function toneOfAll(open: readonly Incident[], all: readonly Incident[], sight: Sight): Tone | undefined {
  const tones = (open.length > 0 ? open : all).map((one) => toneOf(one, sight));
  return (['bad', 'warning', 'good'] as const).find((tone) => tones.includes(tone));
}

/** Whoever is called by name, each once. */
function mentionsOf(open: readonly Incident[], sight: Sight): ReturnType<typeof mentionLine> {
  const lines = open.flatMap((one) => mentionLine(one, sight));
  return lines.filter((line, index) => lines.findIndex((other) => plain(other) === plain(line)) === index);
}

/** What, how far and since when; then how it stands. */
export async function incidentRow(incident: Incident, origin: Origin, escalated: boolean, sight: Sight): Promise<ListRow> {
  // Whoever is called stands above the rows.
  const standing = await standingLines({ ...incident, as: { ...incident.as, mention: null } }, escalated, sight);
  const tone = toneOf(incident, sight);
  const isPlain = standing.length === 0 && stateOf(incident, sight)?.phase !== 'recovering';
  return {
    ...(tone && { tone }),
    lead: headline(incident, sight),
    facts: [scopeText(incident, sight)],
    ...(!isPlain && standing.length > 0 && { detail: linesText(standing) }),
    menu: incidentMenu(incident, origin, sight),
  };
}
