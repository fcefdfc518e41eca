/** `alerts`: whether something fires, what, and which rules watch. */
import type { AlertRule } from '../../domain/alert-rule.ts';
import type { Incident } from '../../domain/alert-state.ts';
import type { Block, Button, Card, Rich, Tone } from '../../view/card.ts';
import { mayAct, type Role } from '../access.ts';
import type { Author, Services } from '../services.ts';
import { formButton } from '../settings/list-card.ts';
import { packState } from '../state.ts';
import { targetNames } from '../targets.ts';
import { firingRow, firingText, openIncidents } from './firing.ts';
import { lastOf, type RuleSight, ruleRow, rulesFigures } from './rule-row.ts';
import { type Sight, sightOf } from './sight.ts';

/** Rules a page, and of what fires so many: what a phone shows without much scrolling. */
const PAGE = 8;
const MOST_FIRING = 8;

/** What fires, then a page of the rules. */
export async function alertsCard(
  by: Author & { at: Date },
  services: Services,
  { offset = 0, news = [] }: { offset?: number; news?: Block[] } = {},
): Promise<Card> {
  const { t, settings, alerts } = services;
  const [{ alerts: rules }, board] = await Promise.all([settings.read(), alerts.board()]);
  // What fires under a rule that was paused or removed just now is over, though only the next minute writes that down.
  const open = openIncidents(board).filter((incident) => rules.some(({ id, active }) => active && id === incident.rule));
  const sight = await sightOf(open, by.at, services);
  const sorted = [...rules].sort((a, b) => a.title.localeCompare(b.title) || (a.id < b.id ? -1 : 1));
  const from = offset < sorted.length ? offset : 0;
  const page = sorted.slice(from, from + PAGE);
  const [last, names] = await Promise.all([
    lastOf(rules, page, services),
    targetNames([...new Set(page.flatMap(({ targets }) => targets))], services),
  ]);
  const seen: RuleSight = { ...sight, role: by.person.role, last, targets: names };
  return {
    title: t('alerts.title'),
    blocks: [
      ...news,
      { kind: 'text', ...summary(open, rules, sight) },
      ...firingBlocks(open, by, sight),
      ...(page.length > 0
        ? [{ kind: 'divider' as const }, { kind: 'text' as const, text: { bold: t('alerts.rules', { count: rules.length }) } }]
        : []),
      ...(page.length > 0 ? [{ kind: 'list' as const, rows: page.map((rule) => ruleRow(rule, seen)) }] : []),
      ...controlsOf(from, sorted.length, by.person.role, services),
    ],
    foot: sorted.length > PAGE ? [t('checklist.place', { from: from + 1, to: from + page.length, total: sorted.length })] : [],
    figures: rulesFigures(sorted, sight, last),
  };
}

/** One line: whether something fires, the worst first. */
function summary(open: readonly Incident[], rules: readonly AlertRule[], sight: Sight): { text: Rich; tone?: Tone } {
  const { t } = sight.services;
  if (open.length > 0) return firingText(open, sight);
  const active = rules.filter((rule) => rule.active).length;
  if (rules.length === 0) return { text: t('alerts.none') };
  return active === 0 ? { text: t('alerts.paused.all'), tone: 'warning' } : { text: t('alerts.calm', { count: active }), tone: 'good' };
}

function firingBlocks(open: readonly Incident[], by: Author, sight: Sight): Block[] {
  if (open.length === 0) return [];
  const rows = open.slice(0, MOST_FIRING).map((one) => firingRow(one, by, sight));
  const more = open.length - rows.length;
  return [
    { kind: 'list', rows },
    ...(more > 0 ? [{ kind: 'context' as const, text: sight.services.t('alerts.firing.more', { count: more }) }] : []),
  ];
}

function controlsOf(from: number, total: number, role: Role | null, { t }: Services): Block[] {
  const turn = (label: string, target: number): Button => ({
    kind: 'button',
    label,
    action: 'alerts.list.page',
    value: packState({ offset: target }),
  });
  const door = (label: string, action: string): Button => ({ kind: 'button', label, action, value: '' });
  const turns = [
    ...(from > 0 ? [turn(t('list.previous'), Math.max(0, from - PAGE))] : []),
    ...(from + PAGE < total ? [turn(t('checklist.next'), from + PAGE)] : []),
  ];
  const add: Button[] = mayAct(role, 'admin') ? [{ ...formButton(t('alerts.add'), 'alerts.add', ''), style: 'primary' }] : [];
  const gallery = mayAct(role, 'supervisor') ? [door(t('alerts.gallery'), 'alerts.gallery')] : [];
  return [
    ...(turns.length > 0 ? [{ kind: 'actions' as const, controls: turns }] : []),
    {
      kind: 'actions',
      controls: [
        ...add,
        ...gallery,
        door(t('alerts.history'), 'alerts.history'),
        door(t('alerts.status'), 'alerts.status'),
        door(t('refresh'), 'alerts.list'),
      ],
    },
  ];
}
