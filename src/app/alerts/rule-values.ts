/** A rule as its form shows it, and back. */
import { randomUUID } from 'node:crypto';
import { ALERT_KINDS, type AlertKind, type AlertRule, type Operator, USUAL_RULE } from '../../domain/alert-rule.ts';
import { alertProblems, SPANS } from '../../domain/alert-problems.ts';
import type { Unit } from '../../domain/indicators.ts';
import { LONGEST } from '../../domain/problems.ts';
import { weekOf, weekText } from '../../domain/hours.ts';
import { watchedOf } from '../../domain/watched.ts';
import { durationOf } from '../../view/duration.ts';
import type { FormErrors, FormValue, FormValues } from '../../view/form.ts';
import { alike, type Draft, listOf, textOf, wholeOf } from '../forms/draft.ts';
import { problemText } from '../forms/problems.ts';
import type { Services } from '../services.ts';
import { chosenPerson } from '../settings/person-search.ts';
import { hoursText } from '../settings/values.ts';
import { brief } from '../settings/text-change.ts';
import { moreOf, targetsIn, targetValues } from '../targets.ts';
import { subjectText } from './rule-words.ts';
import { amountInput, amountOf, plainDuration, thresholdUnit, unitOf } from './watched-words.ts';

/** Choices for what a rule leaves open. */
export const ALL = 'all';
export const NOBODY = 'nobody';
export const EVERYONE = 'channel';
export const OWN = 'own';
const ALWAYS = 'always';

/** Inputs by the fields of a rule that have another name. */
const SPAN_INPUTS = {
  window: 'windowMs',
  horizon: 'horizonMs',
  for: 'forMs',
  keep: 'keepMs',
  repeat: 'repeatMs',
  escalateAfter: 'escalateMs',
} as const satisfies Record<string, keyof typeof SPANS>;
type SpanInput = keyof typeof SPAN_INPUTS;

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
    ...Object.fromEntries(
      Object.entries(SPAN_INPUTS).map(([name, field]) => [name, known[field] === 0 ? '' : plainDuration(known[field])]),
    ),
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

function chosen(value: FormValue | undefined, none: string): string | null {
  const text = textOf(value);
  return text === '' || text === none ? null : text;
}

/** The input at which a field of a rule is asked for. */
export function inputOf(field: string): string {
  const span = Object.entries(SPAN_INPUTS).find(([, one]) => one === field)?.[0];
  if (field === 'targets' || field === 'escalateTo') return moreOf(field);
  return field === 'hours' ? 'ownHours' : (span ?? field);
}

/** What was typed as a rule, with everything that is wrong by input: what cannot be read is no rule's value. */
export function ruleIn({ values, base, item }: Draft, services: Services): { rule: AlertRule; errors: FormErrors } {
  const unread: FormErrors = {};
  const before = item as AlertRule | null;
  const kind = kindIn(values);
  const indicator = kind === 'silence' || kind === 'job' ? null : textOf(values['indicator']) || null;
  const watched = { kind, indicator };
  const isKnown = kind === 'silence' || kind === 'job' || watchedOf(indicator) !== undefined;
  const stands = before?.kind === kind && before.indicator === indicator ? before : null;

  const wrong = (name: string, field: string, key: 'alert.threshold' | 'alert.clear' | 'alert.floor' | 'duration', words = {}): void => {
    unread[name] = problemText({ list: 'alerts', item: '', field, key, values: words }, services);
  };
  /** What nobody touched stays to the letter. */
  function amount(name: 'threshold' | 'clear' | 'floor', unit: Unit): number | null {
    const text = textOf(values[name]);
    if (stands && alike(values[name], base[name])) return stands[name];
    if (text === '') return null;
    const read = amountOf(text, unit, services.language);
    // Of what nobody can watch, nobody knows the unit.
    if (read === undefined && isKnown) wrong(name, name, `alert.${name}`);
    return read ?? (isKnown ? null : 0);
  }
  function span(name: SpanInput): number {
    const field = SPAN_INPUTS[name];
    const text = textOf(values[name]);
    const read = text === '' ? 0 : durationOf(text);
    if (read === undefined) wrong(name, field, 'duration', SPANS[field]);
    return read ?? USUAL_RULE[field];
  }
  const whole = (name: 'weeks' | 'minSample' | 'dailyCap'): number =>
    wholeOf(values[name]) ?? (textOf(values[name]) === '' ? USUAL_RULE[name] : Number.NaN);
  const threshold = amount('threshold', thresholdUnit(watched));
  if (threshold === null && !unread['threshold']) unread['threshold'] = services.t('problem.required');

  const rule: AlertRule = {
    id: textOf(base['id']),
    title: textOf(values['title']),
    active: before?.active ?? true,
    kind,
    indicator,
    department: kind === 'silence' || kind === 'job' ? null : chosen(values['department'], ALL),
    channel: kind === 'silence' || kind === 'job' ? null : (chosen(values['channel'], ALL) as AlertRule['channel']),
    agents: kind === 'silence' || kind === 'job' ? [] : listOf(values['agents']),
    operator: kind === 'silence' || kind === 'job' ? 'above' : (textOf(values['operator']) as Operator),
    threshold: threshold ?? 0,
    windowMs: span('window') || USUAL_RULE.windowMs,
    weeks: kind === 'change' ? whole('weeks') : USUAL_RULE.weeks,
    floor: kind === 'change' ? amount('floor', unitOf(watched)) : null,
    horizonMs: kind === 'forecast' ? span('horizon') : USUAL_RULE.horizonMs,
    job: kind === 'job' ? textOf(values['job']) || null : null,
    severity: textOf(values['severity']) as AlertRule['severity'],
    forMs: span('for'),
    clear: kind === 'change' ? null : amount('clear', unitOf(watched)),
    keepMs: span('keep'),
    minSample: whole('minSample'),
    noData: textOf(values['noData']) as AlertRule['noData'],
    hours: hoursIn(values),
    targets: targetsIn(values, 'targets'),
    mention: chosen(chosenPerson(values['mention']).id, NOBODY),
    repeatMs: span('repeat'),
    escalateMs: span('escalateAfter'),
    escalateTo: targetsIn(values, 'escalateTo'),
    dailyCap: whole('dailyCap'),
  };
  if (rule.title === '') rule.title = brief(subjectText(rule, services), LONGEST.title - 1);
  const found = Object.fromEntries(
    alertProblems(rule).map(({ field, key, values: words }) => [
      inputOf(field),
      problemText({ list: 'alerts', item: '', field, key, values: words }, services),
    ]),
  );
  const required = kind !== 'silence' && kind !== 'job' && indicator === null ? { indicator: services.t('problem.required') } : {};
  // Beside a limit that cannot be read nothing is on its wrong side.
  if (unread['threshold'] && !unread['clear']) delete found['clear'];
  return { rule, errors: { ...found, ...required, ...unread } };
}

/** As the rule keeps them; what cannot be read stays, for the rules to refuse. */
function hoursIn(values: FormValues): string {
  const choice = textOf(values['hours']);
  if (choice !== OWN) return choice === 'business' ? 'business' : '';
  const typed = textOf(values['ownHours']);
  const week = typed === '' ? undefined : weekOf(typed);
  return week ? weekText(week) : typed || '?';
}
