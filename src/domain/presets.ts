/** Rules that most desks want: a gallery to begin with. Limits come from the parameters where those name a target. */
import { type AlertRule, usualRule } from './alert-rule.ts';
import type { Parameters } from './parameters.ts';

export const PRESETS = [
  'queue_wait',
  'idle_owed',
  'nobody_online',
  'handle_time',
  'abandonment',
  'service_level',
  'backlog',
  'silence',
  'volume',
  'queue_forecast',
] as const;
export type PresetId = (typeof PRESETS)[number];

/** A rule without what makes it somebody's: its id, its title, whom it tells. */
export type Preset = Omit<AlertRule, 'id' | 'title'>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Part = Pick<AlertRule, 'indicator' | 'threshold'> & Partial<AlertRule>;

/** Outside business hours nobody acts; a desk without any is always open. */
function preset(part: Part): Preset {
  return { ...usualRule(part.kind ?? 'threshold'), hours: 'business', ...part };
}

/** Each rule of the gallery, under the parameters of a desk. */
export function presetOf(id: PresetId, { handleTargetMs }: Pick<Parameters, 'handleTargetMs'>): Preset {
  switch (id) {
    case 'queue_wait':
      return preset({
        indicator: 'now.queue.longest',
        threshold: 10 * MINUTE,
        clear: 5 * MINUTE,
        forMs: 2 * MINUTE,
        severity: 'critical',
      });
    case 'idle_owed':
      return preset({ indicator: 'now.idle.agents', operator: 'at_least', threshold: 5, clear: 3, forMs: 5 * MINUTE });
    case 'nobody_online':
      return preset({ indicator: 'now.agents.online', operator: 'at_most', threshold: 0, forMs: 5 * MINUTE, severity: 'critical' });
    case 'handle_time':
      return preset({ indicator: 'now.handle.mean', threshold: handleTargetMs, forMs: 15 * MINUTE, minSample: 10 });
    case 'abandonment':
      return preset({ indicator: 'period.abandonment', threshold: 0.1, clear: 0.07, windowMs: HOUR, forMs: 5 * MINUTE, minSample: 20 });
    case 'service_level':
      return preset({
        indicator: 'period.service_level',
        operator: 'below',
        threshold: 0.8,
        clear: 0.85,
        windowMs: HOUR,
        forMs: 5 * MINUTE,
        minSample: 20,
      });
    case 'backlog':
      return preset({ indicator: 'now.queue.size', operator: 'at_least', threshold: 20, clear: 12, forMs: 10 * MINUTE });
    case 'silence':
      return preset({ kind: 'silence', indicator: null, threshold: 15 * MINUTE, severity: 'critical' });
    case 'volume':
      return preset({
        kind: 'change',
        indicator: 'period.opened',
        threshold: 0.6,
        windowMs: HOUR,
        weeks: 4,
        floor: 20,
        minSample: 20,
        forMs: 10 * MINUTE,
      });
    case 'queue_forecast':
      return preset({
        kind: 'forecast',
        indicator: 'now.queue.size',
        threshold: 20,
        clear: 15,
        horizonMs: 30 * MINUTE,
        forMs: 3 * MINUTE,
      });
  }
}
