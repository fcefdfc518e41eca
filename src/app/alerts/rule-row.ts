/** A rule in the list: what it watches, how it stands, when it last fired, whom it tells. */
import type { AlertRule } from '../../domain/alert-rule.ts';
import type { Button, Card, ListRow, Tone } from '../../view/card.ts';
import { mayAct, type Role } from '../access.ts';
import { momentText } from '../cards/conversations.ts';
import type { Services } from '../services.ts';
import { formButton } from '../settings/list-card.ts';
import { packPressed } from './pressed.ts';
import { ruleFacts } from './rule-words.ts';
import { type Sight, snoozedUntil } from './sight.ts';

/** When rules last fired, by id; null for never. */
export type Last = ReadonlyMap<string, Date | null>;

/** Newest incidents that are looked through for all rules at once. */
const LOOKED = 500;

/** When the rules last fired; those of `page` are asked for one by one where it is long ago. */
export async function lastOf(rules: readonly AlertRule[], page: readonly AlertRule[], { alerts }: Pick<Services, 'alerts'>): Promise<Last> {
  const last = new Map<string, Date | null>();
  const newest = rules.length > 0 ? await alerts.incidents({ limit: LOOKED }) : [];
  for (const { rule, startedAt } of newest) if (!last.has(rule)) last.set(rule, startedAt);
  const older = page.filter(({ id }) => !last.has(id));
  if (newest.length < LOOKED) for (const { id } of older) last.set(id, null);
  else {
    const found = await Promise.all(older.map(({ id }) => alerts.incidents({ rule: id, limit: 1 })));
    older.forEach(({ id }, index) => last.set(id, found[index]?.[0]?.startedAt ?? null));
  }
  return last;
}

export interface RuleSight extends Sight {
  role: Role | null;
  last: Last;
  targets: ReadonlyMap<string, string>;
}

export function ruleRow(rule: AlertRule, seen: RuleSight): ListRow {
  const { called, services, targets } = seen;
  const { t, format } = services;
  const isAlone = rule.active && rule.targets.length === 0;
  const tells = rule.targets.map((target) => targets.get(target) ?? target);
  const tone = toneOfRule(rule, seen, isAlone);
  return {
    ...(tone && { tone }),
    lead: rule.title,
    facts: [...ruleFacts(rule, called, services), ...standing(rule, seen)],
    detail: [t(`severity.${rule.severity}`), isAlone ? t('alerts.nobody') : format.join(tells)].filter(Boolean).join(' · '),
    menu: menuOf(rule, seen),
  };
}

/** What fires stands above with its own mark; here only what somebody should see to. */
function toneOfRule(rule: AlertRule, { states }: RuleSight, isAlone: boolean): Tone | undefined {
  const state = states.get(rule.id);
  if (rule.active && state?.incident) return rule.severity === 'critical' ? 'bad' : 'warning';
  return isAlone ? 'warning' : undefined;
}

function standing(rule: AlertRule, seen: RuleSight): string[] {
  const { at, parameters, last, states, services } = seen;
  const { t } = services;
  const moment = (one: Date): string => momentText(one, at, parameters.timeZone, services);
  const quiet = snoozedUntil({ rule: rule.id }, seen);
  const fired = last.get(rule.id);
  const phase = states.get(rule.id)?.phase ?? 'normal';
  const now = rule.active ? (phase === 'normal' ? [] : [t(`alerts.phase.${phase}`)]) : [t('alerts.paused')];
  const before = fired ? t('alerts.last', { moment: moment(fired) }) : t('alerts.never');
  // What fires has fired last just now.
  const isOpen = rule.active && (states.get(rule.id)?.incident ?? null) !== null;
  return [...now, ...(quiet ? [t('alerts.quiet', { moment: moment(quiet) })] : []), ...(isOpen ? [] : [before])];
}

/** A menu has room for five. */
function menuOf(rule: AlertRule, seen: RuleSight): Button[] {
  const { role, services } = seen;
  const { t } = services;
  const value = packPressed('list', rule.id);
  const button = (label: string, action: string): Button => ({ kind: 'button', label, action: `alerts.${action}`, value });
  const history = button(t('alerts.history'), 'history');
  const again = snoozedUntil({ rule: rule.id }, seen) ? [button(t('alert.again'), 'again')] : [];
  if (!mayAct(role, 'supervisor')) return [history];
  const preview = button(t('alerts.preview'), 'preview');
  if (!mayAct(role, 'admin')) return [preview, history, ...again];
  return [
    formButton(t('settings.edit'), 'alerts.edit', value),
    preview,
    rule.active ? button(t('alerts.pause'), 'pause') : button(t('settings.activate'), 'activate'),
    ...(again.length > 0 ? again : [formButton(t('alerts.duplicate'), 'alerts.duplicate', value)]),
    formButton(t('settings.remove'), 'alerts.remove', value, 'danger'),
  ];
}

/** Every rule, raw. */
export function rulesFigures(rules: readonly AlertRule[], { states }: Sight, last: Last): Card['figures'] {
  return {
    table: {
      columns: ['id', 'title', 'active', 'phase', 'value', 'threshold', 'since', 'acknowledged_by', 'snoozed_until', 'last_fired'],
      rows: rules.map(({ id, title, active, threshold }) => {
        const state = states.get(id);
        const fires = state?.incident;
        return [
          id,
          title,
          active ? 'yes' : 'no',
          state?.phase ?? null,
          state?.value ?? null,
          threshold,
          fires?.since.toISOString() ?? null,
          fires?.acknowledged?.by ?? null,
          state?.snoozedUntil?.toISOString() ?? null,
          last.get(id)?.toISOString() ?? null,
        ];
      }),
    },
  };
}
