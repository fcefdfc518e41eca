import { type Answer, type Command, type MessageKey, type Person, replaced } from '../src/app/command.ts';
import type { Services } from '../src/app/services.ts';
import { packState } from '../src/app/state.ts';
import { holidaysOf, weekOf, weekText } from '../src/domain/hours.ts';
import type { Parameters } from '../src/domain/parameters.ts';
import type { Card } from '../src/view/card.ts';
import type { Form, FormErrors, FormValues, Input } from '../src/view/form.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Numbers that an admin sets: the parameter, the unit it is asked in, and its range in that unit. */
const NUMBERS = [
  { name: 'idleMs', unit: MINUTE, min: 1, max: 1_440 },
  { name: 'handleTargetMs', unit: MINUTE, min: 1, max: 10_080 },
  { name: 'firstResponseTargetMs', unit: SECOND, min: 1, max: 86_400 },
  { name: 'serviceLevelMs', unit: SECOND, min: 1, max: 86_400 },
  { name: 'defaultLimit', unit: 1, min: 1, max: 500 },
  { name: 'retentionDays', unit: 1, min: 0, max: 36_500 },
] as const;

function label(name: keyof Parameters): MessageKey {
  return `parameter.${name}`;
}

function shown(parameters: Parameters, { t, format }: Services): Card {
  const duration = (name: 'idleMs' | 'handleTargetMs' | 'firstResponseTargetMs' | 'serviceLevelMs'): { label: string; value: string } => ({
    label: t(`settings.${name}`),
    value: format.duration(parameters[name]),
  });
  return {
    title: t('settings.title'),
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: t('parameter.timeZone'), value: parameters.timeZone },
          { label: t('parameter.language'), value: t(`language.${parameters.language}`) },
          duration('idleMs'),
          duration('handleTargetMs'),
          duration('firstResponseTargetMs'),
          duration('serviceLevelMs'),
          { label: t('parameter.defaultLimit'), value: format.number(parameters.defaultLimit) },
          {
            label: t('parameter.businessHours'),
            value: hoursText(parameters, format).replaceAll(', ', '\n') || t('settings.hours.always'),
          },
          { label: t('parameter.holidays'), value: parameters.holidays || '–' },
          { label: t('parameter.maskContacts'), value: t(parameters.maskContacts ? 'yes' : 'no') },
          { label: t('settings.retentionDays'), value: retention(parameters, t) },
        ],
      },
      { kind: 'actions', controls: [{ kind: 'button', label: t('settings.edit'), action: 'settings.edit', value: '', style: 'primary' }] },
    ],
  };
}

function retention({ retentionDays }: Parameters, t: Services['t']): string {
  return retentionDays > 0 ? t('settings.retention.days', { count: retentionDays }) : t('settings.retention.always');
}

/** The business hours with the language's weekdays. */
function hoursText({ businessHours }: Parameters, format: Services['format']): string {
  const week = businessHours === '' ? undefined : weekOf(businessHours);
  return week ? weekText(week, format.weekday) : '';
}

function formOf(parameters: Parameters, { t, format }: Services): Form {
  const numbers = NUMBERS.map(
    ({ name, unit, min, max }): Input => ({
      kind: 'number',
      name,
      label: t(label(name)),
      hint: t('settings.range', { min, max }),
      required: true,
      value: parameters[name] / unit,
      min,
      max,
    }),
  );
  return {
    title: t('settings.form'),
    submit: 'settings.save',
    state: packState({}),
    submitLabel: t('form.save'),
    cancelLabel: t('form.cancel'),
    blocks: [
      { kind: 'section', text: t('settings.intro') },
      {
        kind: 'text',
        name: 'timeZone',
        label: t('parameter.timeZone'),
        hint: t('settings.zone'),
        required: true,
        value: parameters.timeZone,
        maxLength: 60,
      },
      {
        kind: 'select',
        name: 'language',
        label: t('parameter.language'),
        required: true,
        value: parameters.language,
        options: [
          { label: t('language.pt-BR'), value: 'pt-BR' },
          { label: t('language.en'), value: 'en' },
        ],
      },
      ...numbers,
      {
        kind: 'text',
        name: 'businessHours',
        label: t('parameter.businessHours'),
        hint: t('settings.hours'),
        value: hoursText(parameters, format),
        maxLength: 300,
      },
      {
        kind: 'text',
        name: 'holidays',
        label: t('parameter.holidays'),
        hint: t('settings.holidays'),
        value: parameters.holidays,
        maxLength: 1_000,
      },
      { kind: 'toggle', name: 'maskContacts', label: t('parameter.maskContacts'), value: parameters.maskContacts },
    ],
  };
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return /^[A-Za-z]+(\/[A-Za-z0-9_+-]+)*$/.test(zone);
  } catch {
    // Intl has no other way to say that it does not know a zone.
    return false;
  }
}

function textOf(value: FormValues[string] | undefined): string {
  return String(value ?? '').trim();
}

/** The values a person left, checked: changes, or an error at each wrong field. */
function checked(values: FormValues, { t }: Services): { changes: Partial<Parameters>; errors: FormErrors } {
  const errors: FormErrors = {};
  const changes: Partial<Parameters> = {};
  const zone = String(values['timeZone'] ?? '').trim();
  if (isZone(zone)) changes.timeZone = zone;
  else errors['timeZone'] = t('settings.error.zone');
  const language = values['language'];
  if (language === 'pt-BR' || language === 'en') changes.language = language;
  else errors['language'] = t('settings.error.language');
  for (const { name, unit, min, max } of NUMBERS) {
    const text = String(values[name] ?? '').trim();
    const number = Number(text);
    if (text !== '' && Number.isInteger(number) && number >= min && number <= max) changes[name] = number * unit;
    else errors[name] = t('settings.error.range', { min, max });
  }
  const hours = textOf(values['businessHours']);
  const week = hours === '' ? [] : weekOf(hours);
  if (week) changes.businessHours = weekText(week);
  else errors['businessHours'] = t('settings.error.hours');
  const holidays = holidaysOf(textOf(values['holidays']));
  if (holidays) changes.holidays = holidays.join(', ');
  else errors['holidays'] = t('settings.error.holidays');
  const masked = values['maskContacts'] ?? null;
  if (masked !== null) changes.maskContacts = masked === true || masked === 'true';
  return { changes, errors };
}

async function save(values: FormValues, person: Person, services: Services): Promise<Answer> {
  const { changes, errors } = checked(values, services);
  if (Object.keys(errors).length > 0) return { kind: 'invalid', errors };
  await services.setParameters(changes, person);
  const card = shown(await services.parameters(), services);
  return replaced({ ...card, blocks: [{ kind: 'text', text: services.t('settings.saved'), tone: 'good' }, ...card.blocks] });
}

/** `settings`: the operation's parameters, shown and changed. */
export const settings: Command = {
  name: 'settings',
  aliases: ['config'],
  role: 'admin',
  summary: 'settings.summary',
  examples: ['settings.example'],
  run: async (_request, services) => shown(await services.parameters(), services),
  actions: {
    edit: { run: async (_request, services) => ({ kind: 'form', form: formOf(await services.parameters(), services) }) },
  },
  submits: {
    save: { run: ({ values, person }, services) => save(values, person, services) },
  },
};
