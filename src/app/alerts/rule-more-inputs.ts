/** What most rules leave as it is: when it is over, what counts, when it watches, how often it tells. */
import { NO_DATA } from '../../domain/alert-rule.ts';
import { CAP, LONGEST_HOURS, SAMPLE, WEEKS } from '../../domain/alert-problems.ts';
import type { Option } from '../../view/card.ts';
import type { FormValues, Input } from '../../view/form.ts';
import { textOf, wholeOf } from '../forms/draft.ts';
import type { Services } from '../services.ts';
import { LONGEST_AMOUNT } from './rule-inputs.ts';
import { isOfDesk, kindIn, OWN } from './rule-values.ts';

type Make = (values: FormValues, services: Services) => Input;

const number =
  (name: 'weeks' | 'minSample' | 'dailyCap', range: { min: number; max: number }): Make =>
  (values, { t }) => ({
    kind: 'number',
    name,
    label: t(`audit.field.${name}`),
    hint: t(`alerts.${name}.hint`, range),
    value: wholeOf(values[name]) ?? undefined,
    ...range,
  });

const amount =
  (name: 'clear' | 'floor'): Make =>
  (values, { t }) => ({
    kind: 'text',
    name,
    label: t(`audit.field.${name}`),
    hint: t(`alerts.${name}.hint`),
    value: textOf(values[name]),
    maxLength: LONGEST_AMOUNT,
  });

const duration =
  (name: 'keep' | 'repeat' | 'escalateAfter'): Make =>
  (values, { t }) => ({
    kind: 'duration',
    name,
    label: t(`audit.field.${name}`),
    hint: t(`alerts.${name}.hint`),
    value: textOf(values[name]),
  });

function select(name: 'noData' | 'hours', options: Option[], values: FormValues, { t }: Services): Input {
  return { kind: 'select', name, label: t(`audit.field.${name}`), value: textOf(values[name]) || undefined, options };
}

const noData: Make = (values, services) => {
  const options = NO_DATA.map((one) => ({ label: services.t(`alerts.nodata.${one}`), value: one }));
  return select('noData', options, values, services);
};

const hours: Make = (values, services) => {
  const { t } = services;
  const options = [
    { label: t('alerts.hours.always'), value: 'always' },
    { label: t('alerts.hours.business'), value: 'business' },
    { label: t('alerts.hours.own'), value: OWN },
  ];
  return select('hours', options, values, services);
};

const ownHours: Make = (values, { t }) => ({
  kind: 'text',
  name: 'ownHours',
  label: t('alerts.hours.input'),
  hint: t('alerts.hours.hint'),
  value: textOf(values['ownHours']),
  maxLength: LONGEST_HOURS,
});

/** When it is over. */
export function overInputs(values: FormValues, services: Services): Input[] {
  const makes = [...(kindIn(values) === 'change' ? [] : [amount('clear')]), duration('keep')];
  return makes.map((make) => make(values, services));
}

/** What counts. */
export function countInputs(values: FormValues, services: Services): Input[] {
  const kind = kindIn(values);
  const makes = [
    ...(kind === 'change' ? [number('weeks', WEEKS), amount('floor')] : []),
    ...(isOfDesk(kind) ? [number('minSample', SAMPLE)] : []),
    noData,
  ];
  return makes.map((make) => make(values, services));
}

/** When it watches. */
export function hourInputs(values: FormValues, services: Services): Input[] {
  return [hours, ownHours].map((make) => make(values, services));
}

/** How often it tells, and when somebody else is told. */
export function tellingInputs(values: FormValues, services: Services): Input[] {
  return [duration('repeat'), number('dailyCap', CAP), duration('escalateAfter')].map((make) => make(values, services));
}

/** All of them. */
export function moreInputs(values: FormValues, services: Services): Input[] {
  return [overInputs, countInputs, hourInputs, tellingInputs].flatMap((inputs) => inputs(values, services));
}
