/** The digest as a card: the worst thing first, then its parts, short, and the doors behind them. */
import type { Digest, DigestPart } from '../../domain/digest.ts';
import { calendarOf } from '../../domain/digest.ts';
import { lastDue } from '../../domain/due.ts';
import { readSchedule } from '../../domain/schedule.ts';
import type { Block, Button, Card, Language, Rich, Tone } from '../../view/card.ts';
import { stateOf } from '../cards/chart/question.ts';
import { nameOf } from '../named.ts';
import type { Services } from '../services.ts';
import { packState } from '../state.ts';
import { alertsPart } from './alerts-part.ts';
import { agentsPart, chartPart, chartQuestion } from './chart-parts.ts';
import { nowPart, queuePart } from './live-parts.ts';
import { periodPart } from './period-part.ts';
import { mainSpan } from './spans.ts';
import type { DigestTold, PartTold } from './told.ts';

const DAY_MS = 86_400_000;

/**
 * @param at the planned minute: the data is as of it
 * @param late how long after it the digest is made, ms; told where it is
 */
export async function digestCard(
  digest: Digest,
  { at, late = 0 }: { at: Date; late?: number },
  language: Language,
  services: Services,
): Promise<Card> {
  const { t, format, desk } = services;
  const [parameters, departments] = await Promise.all([services.parameters(), desk.departments()]);
  const { timeZone } = parameters;
  const calendar = calendarOf(digest, parameters);
  const schedule = readSchedule(digest.schedule);
  const department = digest.department === null ? undefined : departments.find(({ id }) => id === digest.department);
  const main = mainSpan(digest.parts, at, timeZone);
  const told: DigestTold = {
    at,
    since: (schedule && lastDue(schedule, at, calendar)) ?? new Date(at.getTime() - DAY_MS),
    parameters,
    department: digest.department === null ? undefined : (department ?? { id: digest.department }),
    language,
    services,
    main,
    mainTold: digest.parts.includes(main.name),
  };
  const parts = await Promise.all(digest.parts.map((part) => partOf(part, told)));
  const first = firstOf(parts);
  return {
    title: digest.title,
    scope: told.department ? nameOf(told.department) : t('department.all'),
    blocks: [
      ...(first?.said ? [{ kind: 'text' as const, ...first.said }] : []),
      ...parts.flatMap((part) => partBlocks(part, part === first)),
      { kind: 'actions', controls: doors(told) },
    ],
    foot: late > 0 ? [t('digest.late', { clock: format.clock(at, calendar.timeZone), zone: format.zone(calendar.timeZone) })] : [],
  };
}

function partOf(part: DigestPart, told: DigestTold): Promise<PartTold> {
  switch (part) {
    case 'now':
      return nowPart(told);
    case 'queue':
      return queuePart(told);
    case 'today':
    case 'yesterday':
    case 'week':
      return periodPart(part, told);
    case 'channels':
    case 'metrics':
      return chartPart(part, told);
    case 'agents':
      return agentsPart(told);
    case 'alerts':
      return alertsPart(told);
  }
}

const RANK: Record<Tone, number> = { bad: 3, warning: 2, good: 1 };

/**
 * The part whose sentence answers whether anybody must act: the worst, and of those that are as bad what holds now before what is over,
 * then the first.
 */
function firstOf(parts: readonly PartTold[]): PartTold | undefined {
  const rank = ({ said, live }: PartTold): number => (said?.tone ? RANK[said.tone] : 0) + (live ? 0.5 : 0);
  return parts.filter(({ said }) => said).sort((a, b) => rank(b) - rank(a))[0];
}

/** A heading with what is beside it, what stands under it, and the numbers. */
function partBlocks({ heading, beside, said, under, blocks }: PartTold, isFirst: boolean): Block[] {
  const words: Rich = heading === undefined ? [] : [{ bold: heading }, ...(beside === undefined ? [] : [` · ${beside}`])];
  const between = words.length === 0 ? [] : [beside === undefined ? ' · ' : '\n'];
  const line = isFirst || under === undefined ? [] : [...between, ...[under].flat()];
  const text = [...words, ...line];
  // Its sentence is the card's first line, and there is no more to tell.
  if (text.length === 0 || (isFirst && blocks.length === 0)) return blocks;
  return [{ kind: 'text', text, ...(said?.tone && !isFirst && { tone: said.tone }) }, ...blocks];
}

function doors(told: DigestTold): Button[] {
  const { main, department, parameters, services } = told;
  const { t, commands } = services;
  const state = packState({ department: department?.id });
  const door = (label: string, action: string, value: string): Button => ({ kind: 'button', label, action, value });
  const alerts = commands.find(({ name }) => name === 'alerts')?.actions ?? {};
  return [
    door(t('now.title'), 'now.open', state),
    door(t('queue.title'), 'queue.open', state),
    door(t('today.title'), 'today.open', ''),
    // By its dates: pressed tomorrow, it still is the period that the digest tells.
    door(t('chart.choose'), 'chart.open', stateOf(chartQuestion('metrics', told), main.period.to, parameters.timeZone)),
    ...('open' in alerts ? [door(t('digest.alerts'), 'alerts.open', '')] : []),
  ];
}
