/** The values that alert rules watch, from the conversations. */
import type { AlertRule } from '../../domain/alert-rule.ts';
import type { Incident, Reading } from '../../domain/alert-state.ts';
import type { Rules } from '../../domain/limits.ts';
import type { Parameters } from '../../domain/parameters.ts';
import type { Store } from '../connect.ts';

/** As `Measuring` of app/watching.ts. */
export interface MeasuringQueries {
  readings: (rules: readonly AlertRule[], at: Date) => Promise<Map<string, Reading>>;
  preview: (
    rule: AlertRule,
    at: Date,
  ) => Promise<{ from: Date; to: Date; incidents: Incident[]; points: { at: Date; value: number | null }[] }>;
  keep: (at: Date, readings: ReadonlyMap<string, Reading>) => Promise<void>;
  samples: (rule: string, from: Date, to: Date) => Promise<{ at: Date; value: number | null }[]>;
  sweep: (before: Date) => Promise<number>;
}

export function measuringQueries(_store: Store, _parameters: () => Promise<Parameters>, _rules: () => Promise<Rules>): MeasuringQueries {
  throw new Error('to be built');
}
