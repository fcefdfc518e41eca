/** What was typed into a rule's form, as a rule. */
import { type AlertRule, type Operator, SPAN_NAMES, type SpanName, USUAL_RULE, usualRule } from '../../domain/alert-rule.ts';
import { alertProblems, SPANS } from '../../domain/alert-problems.ts';
import { weekOf, weekText } from '../../domain/hours.ts';
import type { Unit } from '../../domain/indicators.ts';
import { LONGEST } from '../../domain/problems.ts';
import { watchedOf } from '../../domain/watched.ts';
import { durationOf } from '../../view/duration.ts';
import type { FormErrors, FormValue, FormValues } from '../../view/form.ts';
import { alike, type Draft, listOf, textOf, wholeOf } from '../forms/draft.ts';
import { problemText } from '../forms/problems.ts';
import type { Services } from '../services.ts';
import { chosenPerson } from '../settings/person-search.ts';
import { brief } from '../settings/text-change.ts';
import { moreOf, targetsIn } from '../targets.ts';
import { subjectText } from './rule-words.ts';
import { ALL, isOfDesk, kindIn, NOBODY, OWN } from './rule-values.ts';
import { amountOf, thresholdUnit, unitOf } from './watched-words.ts';

type Read = { rule: AlertRule; errors: FormErrors };

/** The rule, with everything that is wrong by input: what cannot be read is no value. */
export function ruleIn(draft: Draft, services: Services): Read {
  const read = reader(draft, services);
  const { rule, unread } = read;
  const problems = alertProblems(rule).map((one) => [inputOf(one.field), toldText(one, rule, services)]);
  const found = Object.fromEntries(problems) as FormErrors;
  const required = isOfDesk(rule.kind) && rule.indicator === null ? { indicator: services.t('problem.required') } : {};
  // Beside a limit that cannot be read nothing is on its wrong side.
  if (unread['threshold'] && !unread['clear']) delete found['clear'];
  return { rule, errors: { ...found, ...required, ...unread } };
}

/** Of what is chosen, that nothing is; files say what there is to choose from, by its names there. */
function toldText({ field, ...problem }: ReturnType<typeof alertProblems>[number], rule: AlertRule, services: Services): string {
  if (field === 'hours') return services.t('problem.alert.ownHours');
  const isEmpty = (['operator', 'severity', 'noData', 'job'] as const).some((one) => one === field && (rule[one] ?? '') === '');
  return isEmpty ? services.t('problem.required') : problemText({ list: 'alerts', item: '', field, ...problem }, services);
}

/** The input at which a field of a rule is asked for. */
function inputOf(field: string): string {
  const span = Object.entries(SPAN_NAMES).find(([, one]) => one === field)?.[0];
  if (field === 'targets' || field === 'escalateTo') return moreOf(field);
  return field === 'hours' ? 'ownHours' : (span ?? field);
}

function chosen(value: FormValue | undefined, none: string): string | null {
  const text = textOf(value);
  return text === '' || text === none ? null : text;
}

/** Reads value by value; what cannot be read is noted in `unread`, by input. */
function reader(draft: Draft, services: Services): { rule: AlertRule; unread: FormErrors } {
  const { values, base } = draft;
  const before = draft.item as AlertRule | null;
  const unread: FormErrors = {};
  const kind = kindIn(values);
  const indicator = isOfDesk(kind) ? textOf(values['indicator']) || null : null;
  const amounts = amountsOf({ kind, indicator }, draft, services, unread);
  const spans = spansOf(values, services, unread);
  const threshold = amounts('threshold', thresholdUnit({ kind, indicator }));
  if (threshold === null && !unread['threshold']) unread['threshold'] = services.t('problem.required');
  const kept = before?.kind === kind ? before : usualRule(kind);
  const rule: AlertRule = {
    id: textOf(base['id']),
    title: textOf(values['title']),
    active: before?.active ?? true,
    kind,
    indicator,
    ...(isOfDesk(kind) ? placeIn(values) : { department: null, channel: null, agents: [], operator: kept.operator }),
    threshold: threshold ?? 0,
    windowMs: values['window'] === undefined ? kept.windowMs : spans('window') || usualRule(kind).windowMs,
    weeks: kind === 'change' ? wholeIn(values, 'weeks') : kept.weeks,
    floor: kind === 'change' ? amounts('floor', unitOf({ kind, indicator })) : kept.floor,
    horizonMs: kind === 'forecast' ? spans('horizon') : kept.horizonMs,
    job: kind === 'job' ? textOf(values['job']) || null : null,
    severity: textOf(values['severity']) as AlertRule['severity'],
    forMs: spans('for'),
    clear: kind === 'change' ? kept.clear : amounts('clear', unitOf({ kind, indicator })),
    keepMs: spans('keep'),
    minSample: isOfDesk(kind) ? wholeIn(values, 'minSample') : kept.minSample,
    noData: textOf(values['noData']) as AlertRule['noData'],
    hours: hoursIn(draft),
    targets: targetsIn(values, 'targets'),
    mention: chosen(chosenPerson(values['mention']).id, NOBODY),
    repeatMs: spans('repeat'),
    escalateMs: spans('escalateAfter'),
    escalateTo: targetsIn(values, 'escalateTo'),
    dailyCap: wholeIn(values, 'dailyCap'),
  };
  return { rule: rule.title === '' ? { ...rule, title: brief(subjectText(rule, services), LONGEST.title - 1) } : rule, unread };
}

type Place = Pick<AlertRule, 'department' | 'channel' | 'agents' | 'operator'>;

function placeIn(values: FormValues): Place {
  return {
    department: chosen(values['department'], ALL),
    channel: chosen(values['channel'], ALL) as Place['channel'],
    agents: listOf(values['agents']),
    operator: textOf(values['operator']) as Operator,
  };
}

/** Values of the indicator; what nobody touched stays to the letter. */
function amountsOf(
  watched: Pick<AlertRule, 'kind' | 'indicator'>,
  { values, base, item }: Draft,
  services: Services,
  unread: FormErrors,
): (name: 'threshold' | 'clear' | 'floor', unit: Unit) => number | null {
  const before = item as AlertRule | null;
  const stands = before?.kind === watched.kind && before.indicator === watched.indicator ? before : null;
  // Of what nobody can watch, nobody knows the unit.
  const isKnown = !isOfDesk(watched.kind) || watchedOf(watched.indicator) !== undefined;
  return (name, unit) => {
    if (stands && alike(values[name], base[name])) return stands[name];
    const text = textOf(values[name]);
    if (text === '') return null;
    const read = amountOf(text, unit, services.language);
    if (read === undefined && isKnown)
      unread[name] = services.t(`problem.alert.amount.${watched.kind === 'change' && name === 'threshold' ? 'change' : unit}`);
    return read ?? (isKnown ? null : 0);
  };
}

/** Durations; an empty one is 0. */
function spansOf(values: FormValues, services: Services, unread: FormErrors): (name: SpanName) => number {
  return (name) => {
    const field = SPAN_NAMES[name];
    const text = textOf(values[name]);
    const read = text === '' ? 0 : durationOf(text);
    if (read === undefined)
      unread[name] = problemText({ list: 'alerts', item: '', field, key: 'duration', values: { ...SPANS[field] } }, services);
    return read ?? USUAL_RULE[field];
  };
}

/** A whole number; the usual one for nothing, and none for what is no number. */
function wholeIn(values: FormValues, name: 'weeks' | 'minSample' | 'dailyCap'): number {
  const read = wholeOf(values[name]);
  return read === null ? USUAL_RULE[name] : (read ?? Number.NaN);
}

/** As the rule keeps them: hours that were typed are meant, whatever is chosen; what cannot be read stays, for the rules to refuse. */
function hoursIn({ values, base }: Draft): string {
  const choice = textOf(values['hours']);
  const typed = textOf(values['ownHours']);
  const isTyped = typed !== '' && typed !== textOf(base['ownHours']);
  if (choice !== OWN && !isTyped) return choice === 'business' ? 'business' : '';
  const week = typed === '' ? undefined : weekOf(typed);
  return week ? weekText(week) : typed || '?';
}
