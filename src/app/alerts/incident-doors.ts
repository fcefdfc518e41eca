/** The door from an alert to what stands behind its number. */
import type { AlertRule } from '../../domain/alert-rule.ts';
import { watchedOf } from '../../domain/watched.ts';
import type { Button } from '../../view/card.ts';
import { valuesOf } from '../cards/panel.ts';
import type { NowPanel, Services } from '../services.ts';
import { packState } from '../state.ts';
import { listBehind } from './incident-facts.ts';

/** The button that opens the list, the agents, the day or the chart; with how many there are, where `panel` says. */
export function doorOf(rule: AlertRule, panel: NowPanel | undefined, services: Services): Button {
  const { t, format } = services;
  const { kind, indicator } = rule;
  const department = rule.department ?? undefined;
  const door = (label: string, action: string, state: Record<string, string | undefined>): Button => ({
    kind: 'button',
    label,
    action,
    value: packState({ ...state, department }),
  });
  const counted = (label: string, id: string): string => (panel ? `${label} · ${format.number(valuesOf(panel.indicators)(id))}` : label);
  if (kind === 'job') return door(t('alerts.status'), 'alerts.status', {});
  const list = listBehind(rule);
  if (list === 'queue') return door(counted(t('alert.door.queue'), 'now.queue.size'), 'queue.open', {});
  if (list) return door(counted(t('alert.door.list'), `now.${list}`), 'now.list', { list });
  const [, filter] = /^now\.agents\.(\w+)$/.exec(indicator ?? '') ?? [];
  if (filter) return door(counted(t('alert.door.agents'), `now.agents.${filter}`), 'agents.open', { filter });
  if (indicator === 'now.capacity.free')
    return door(counted(t('alert.door.agents'), 'now.agents.online'), 'agents.open', { filter: 'online' });
  switch (watchedOf(indicator)?.family) {
    case 'today':
      return { kind: 'button', label: t('today.title'), action: 'today.open', value: '' };
    case 'period':
      return chartDoor(rule, services);
    default:
      return indicator === 'now.handle.mean' ? chartDoor(rule, services) : door(t('now.title'), 'now.open', {});
  }
}

/** The present day's chart, as chart buttons carry it. */
function chartDoor({ indicator, department }: AlertRule, { t }: Services): Button {
  const chart = indicator?.startsWith('period.opened') ? 'c' : 'm';
  return { kind: 'button', label: t('chart.choose'), action: 'chart.open', value: packState({ k: chart, d: department ?? undefined }) };
}
