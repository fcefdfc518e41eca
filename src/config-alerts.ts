/** Alert rules and digests as a configuration file holds them: durations in words, and only what is not as usual. */
import { ALERT_KINDS, type AlertRule, SPAN_NAMES, usualRule } from './domain/alert-rule.ts';
import { same } from './domain/configuration.ts';
import type { Digest } from './domain/digest.ts';
import { weekOf, weekText } from './domain/hours.ts';
import { scheduleOf } from './domain/schedule.ts';
import { watchedOf } from './domain/watched.ts';
import { durationOf, exactDurationText } from './view/duration.ts';

/** Its fields beside id, title and durations; threshold, clear and floor are durations where the indicator is one. */
export const PLAIN_FIELDS = [
  'active',
  'kind',
  'indicator',
  'department',
  'channel',
  'agents',
  'operator',
  'threshold',
  'clear',
  'weeks',
  'floor',
  'job',
  'severity',
  'minSample',
  'noData',
  'hours',
  'targets',
  'mention',
  'escalateTo',
  'dailyCap',
] as const satisfies (keyof AlertRule)[];

const AMOUNTS: ReadonlySet<string> = new Set(['threshold', 'clear', 'floor']);

type Fields = Record<string, unknown>;

function isTimed({ kind, indicator }: { kind?: unknown; indicator?: unknown }, field: string): boolean {
  if (kind === 'silence' || kind === 'job') return true;
  if (kind === 'change' && field === 'threshold') return false;
  return typeof indicator === 'string' && watchedOf(indicator)?.unit === 'ms';
}

const worded = (ms: number): string => exactDurationText(ms).replaceAll('\u00a0', ' ');

/** Durations that words cannot say to the millisecond stay numbers. */
function written(value: unknown): unknown {
  return typeof value === 'number' && durationOf(worded(value)) === value ? worded(value) : value;
}

function read(value: unknown): unknown {
  return typeof value === 'string' ? (durationOf(value) ?? Number.NaN) : value;
}

/** A rule as a file holds it. */
export function alertFields(rule: AlertRule): Fields {
  const usual: Partial<AlertRule> = { ...usualRule(rule.kind), kind: 'threshold' };
  const unusual = (name: keyof AlertRule): boolean => !same(rule[name], usual[name]);
  const plain = PLAIN_FIELDS.filter(unusual).map((name) => [
    name,
    AMOUNTS.has(name) && isTimed(rule, name) ? written(rule[name]) : rule[name],
  ]);
  const spans = Object.entries(SPAN_NAMES)
    .filter(([, name]) => unusual(name))
    .map(([name, field]) => [name, rule[field] === 0 ? 0 : written(rule[field])]);
  return { id: rule.id, title: rule.title, ...Object.fromEntries([...plain, ...spans]) };
}

/** The rule that a file tells; what cannot be read becomes what the rules of domain/alert-problems.ts refuse. */
export function alertOf(fields: Fields): AlertRule {
  const spans = Object.entries(SPAN_NAMES).flatMap(([name, field]) => (fields[name] === undefined ? [] : [[field, read(fields[name])]]));
  const plain = PLAIN_FIELDS.flatMap((name) => {
    const value = fields[name];
    return value === undefined || value === null ? [] : [[name, AMOUNTS.has(name) && isTimed(fields, name) ? read(value) : value]];
  });
  const rule = {
    indicator: null,
    threshold: Number.NaN,
    ...usualRule(ALERT_KINDS.find((kind) => kind === fields['kind']) ?? 'threshold'),
    id: fields['id'],
    title: fields['title'],
    ...Object.fromEntries([...plain, ...spans]),
  } as AlertRule;
  return { ...rule, hours: tidyHours(rule.hours) };
}

function tidyHours(hours: string): string {
  const week = hours === '' || hours === 'business' ? undefined : weekOf(hours);
  return week ? weekText(week) : hours;
}

/** A digest as a file holds it. */
export function digestFields({
  id,
  title,
  active,
  schedule,
  timeZone,
  businessDays,
  parts,
  department,
  targets,
  language,
}: Digest): Fields {
  return { id, title, active, schedule: scheduleOf(schedule) ?? schedule, timeZone, businessDays, parts, department, targets, language };
}

/** The digest that a file tells. */
export function digestOf(fields: Fields): Digest {
  const { timeZone = null, department = null, language = null, active = true, businessDays = false, targets = [] } = fields;
  const schedule = String(fields['schedule']);
  return {
    id: fields['id'],
    title: fields['title'],
    active,
    schedule: scheduleOf(schedule) ?? schedule,
    timeZone,
    businessDays,
    parts: fields['parts'],
    department,
    targets,
    language,
  } as Digest;
}
