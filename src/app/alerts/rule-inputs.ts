/** The inputs of a rule's form. */
import { ALERT_KINDS, OPERATORS, SEVERITIES } from '../../domain/alert-rule.ts';
import { FORECAST, JOB_NAMES } from '../../domain/alert-problems.ts';
import { CHANNELS } from '../../domain/events.ts';
import { LONGEST } from '../../domain/problems.ts';
import type { Option } from '../../view/card.ts';
import type { FormBlock, FormValues, Input } from '../../view/form.ts';
import { textOf } from '../forms/draft.ts';
import { nameOf } from '../named.ts';
import type { Services } from '../services.ts';
import { chosenPerson } from '../settings/person-search.ts';
import { indicatorOption, suggested } from './indicator-search.ts';
import { ALL, EVERYONE, isOfDesk, kindIn, NOBODY } from './rule-values.ts';

/** What people type as a value: a time, a percentage or a number. */
export const LONGEST_AMOUNT = 40;

export function titleInput(values: FormValues, { t }: Services): Input {
  return {
    kind: 'text',
    name: 'title',
    label: t('audit.field.title'),
    hint: t('alerts.title.hint'),
    value: textOf(values['title']),
    maxLength: LONGEST.title,
  };
}

export function kindInput(values: FormValues, { t }: Services): Input {
  return {
    kind: 'select',
    name: 'kind',
    label: t('audit.field.kind'),
    required: true,
    value: kindIn(values),
    options: ALERT_KINDS.map((one) => ({ label: t(`alerts.kind.${one}`), value: one })),
  };
}

/** What it watches: found by typing, or one of a few. */
export function watchedInput(values: FormValues, services: Services): Input[] {
  const { t } = services;
  const indicator = textOf(values['indicator']);
  const common = { name: 'indicator', label: t('audit.field.indicator'), required: true };
  switch (kindIn(values)) {
    case 'silence':
      return [];
    case 'job':
      return [
        {
          kind: 'select',
          name: 'job',
          label: t('audit.field.job'),
          required: true,
          value: textOf(values['job']) || undefined,
          options: JOB_NAMES.map((one) => ({ label: t(`job.${one}`), value: one })),
        },
      ];
    case 'forecast':
      return [{ kind: 'select', ...common, value: indicator || undefined, options: FORECAST.map((id) => indicatorOption(id, services)) }];
    case 'change':
    case 'threshold': {
      const kind = kindIn(values);
      const value = indicator === '' ? undefined : indicatorOption(indicator, services);
      const action = kind === 'change' ? 'alerts.indicator.period' : 'alerts.indicator';
      return [{ kind: 'search', ...common, hint: t('alerts.indicator.hint'), action, value, options: suggested(kind, services) }];
    }
  }
}

/** On which side of which value, and for how long. */
export function conditionInputs(values: FormValues, { t }: Services): Input[] {
  const kind = kindIn(values);
  const duration = (name: string, hint: string): Input => ({
    kind: 'duration',
    name,
    label: t(`audit.field.${name as 'for' | 'window' | 'horizon'}`),
    hint,
    value: textOf(values[name]),
  });
  const operators: Option[] =
    kind === 'change'
      ? [
          { label: t('operator.choice.more'), value: 'above' },
          { label: t('operator.choice.less'), value: 'below' },
        ]
      : OPERATORS.map((one) => ({ label: t(`operator.choice.${one}`), value: one }));
  return [
    ...(isOfDesk(kind)
      ? [
          {
            kind: 'select' as const,
            name: 'operator',
            label: t('audit.field.operator'),
            required: true,
            value: textOf(values['operator']) || undefined,
            options: operators,
          },
        ]
      : []),
    {
      kind: 'text',
      name: 'threshold',
      label: t('audit.field.threshold'),
      hint: t(`alerts.threshold.${kind}`),
      required: true,
      value: textOf(values['threshold']),
      maxLength: LONGEST_AMOUNT,
    },
    ...(kind === 'forecast' ? [duration('horizon', t('alerts.horizon.hint'))] : []),
    ...(isOfDesk(kind)
      ? [duration('window', t(kind === 'threshold' ? 'alerts.window.hint' : `alerts.window.${kind as 'change' | 'forecast'}`))]
      : []),
    duration('for', t('alerts.for.hint')),
  ];
}

/** Of which part of the desk. */
export async function placeInputs(values: FormValues, { t, desk }: Services): Promise<Input[]> {
  const department = textOf(values['department']) || ALL;
  const options: Option[] = [
    { label: t('department.all'), value: ALL },
    ...(await desk.departments()).map((one) => ({ label: nameOf(one), value: one.id })),
  ];
  const gone = options.some(({ value }) => value === department) ? [] : [{ label: department, value: department }];
  return [
    { kind: 'select', name: 'department', label: t('audit.field.department'), value: department, options: [...options, ...gone] },
    {
      kind: 'select',
      name: 'channel',
      label: t('audit.field.channel'),
      value: textOf(values['channel']) || ALL,
      options: [{ label: t('alerts.channel.all'), value: ALL }, ...CHANNELS.map((one) => ({ label: t(`channel.${one}`), value: one }))],
    },
  ];
}

export function severityInput(values: FormValues, { t }: Services): Input {
  return {
    kind: 'select',
    name: 'severity',
    label: t('audit.field.severity'),
    required: true,
    value: textOf(values['severity']) || undefined,
    options: SEVERITIES.map((one) => ({ label: t(`severity.${one}`), value: one })),
  };
}

/** Whom its messages call by name. */
export async function mentionInput(values: FormValues, { t, people }: Services): Promise<Input> {
  const { id, name } = chosenPerson(values['mention']);
  const fixed = mentionOptions({ t });
  const known = fixed.find(({ value }) => value === id);
  const called = known || id === '' ? undefined : (name ?? (await people.names([id])).get(id) ?? id);
  const value = known ?? (called === undefined ? fixed[0] : { value: textOf(values['mention']), label: called });
  return {
    kind: 'search',
    name: 'mention',
    label: t('audit.field.mention'),
    hint: t('alerts.mention.hint'),
    action: 'alerts.mention',
    value,
    options: value && !known ? [value, ...fixed] : fixed,
  };
}

/** Nobody, or everyone. */
export function mentionOptions({ t }: Pick<Services, 't'>): Option[] {
  return [
    { label: t('alerts.mention.nobody'), value: NOBODY },
    { label: t('alerts.mention.channel'), value: EVERYONE },
  ];
}

/** A heading between inputs. */
export function heading(text: string): FormBlock {
  return { kind: 'section', text: { bold: text } };
}
