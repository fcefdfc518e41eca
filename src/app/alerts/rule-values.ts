/** A rule as its form shows it. */
import { randomUUID } from 'node:crypto';
import { ALERT_KINDS, type AlertKind, type AlertRule, SPAN_NAMES, USUAL_RULE } from '../../domain/alert-rule.ts';
import type { Unit } from '../../domain/indicators.ts';
import type { FormValues } from '../../view/form.ts';
import { textOf } from '../forms/draft.ts';
import type { Services } from '../services.ts';
import { hoursText } from '../settings/values.ts';
import { targetValues } from '../targets.ts';
import { amountInput, plainDuration, thresholdUnit, unitOf } from './watched-words.ts';

/** Choices for what a rule leaves open. */
export const ALL = 'all';
export const NOBODY = 'nobody';
export const EVERYONE = 'channel';
export const OWN = 'own';
const ALWAYS = 'always';

/** Its inputs where nobody said otherwise. */
export function ruleValues(rule: AlertRule | undefined, { language, format }: Pick<Services, 'language' | 'format'>): FormValues {
  const known = rule ?? { ...USUAL_RULE, id: newId(), title: '', indicator: null, threshold: Number.NaN };
  const amount = (value: number | null, unit: Unit): string =>
    value === null || Number.isNaN(value) ? '' : amountInput(value, unit, language);
  const isOwn = known.hours !== '' && known.hours !== 'business';
  return {
    id: known.id,
    title: known.title,
    kind: known.kind,
    indicator: known.indicator ?? '',
    job: known.job ?? '',
    operator: known.operator,
    threshold: amount(known.threshold, thresholdUnit(known)),
    clear: amount(known.clear, unitOf(known)),
    floor: amount(known.floor, unitOf(known)),
    ...Object.fromEntries(Object.entries(SPAN_NAMES).map(([name, field]) => [name, known[field] === 0 ? '' : plainDuration(known[field])])),
    weeks: known.weeks,
    department: known.department ?? ALL,
    channel: known.channel ?? ALL,
    agents: known.agents,
    severity: known.severity,
    minSample: known.minSample,
    noData: known.noData,
    hours: known.hours === '' ? ALWAYS : isOwn ? OWN : known.hours,
    ownHours: isOwn ? hoursText(known.hours, { format }) : '',
    ...targetValues('targets', known.targets),
    mention: known.mention ?? NOBODY,
    ...targetValues('escalateTo', known.escalateTo),
    dailyCap: known.dailyCap,
  };
}

/** Chosen when the form is opened: however often it is sent, it makes one rule. */
function newId(): string {
  return randomUUID().replaceAll('-', '').slice(0, 12);
}

/** The kind that a form is for. */
export function kindIn(values: FormValues): AlertKind {
  return ALERT_KINDS.find((one) => one === textOf(values['kind'])) ?? 'threshold';
}

/** Whether a kind watches an indicator of the desk. */
export function isOfDesk(kind: AlertKind): boolean {
  return kind !== 'silence' && kind !== 'job';
}
