/** The operation's parameters: what they are, and the form that changes them. */
import { type Configuration, parametersOf } from '../../domain/configuration.ts';
import { holidaysOf, weekOf, weekText } from '../../domain/hours.ts';
import { parameterProblem, type Parameters, PARAMETERS, type ParameterSpec, STRATEGIES } from '../../domain/parameters.ts';
import { durationOf } from '../../view/duration.ts';
import type { Block, Card, Field } from '../../view/card.ts';
import type { FormBlock, FormErrors, FormValue, FormValues } from '../../view/form.ts';
import { replaced } from '../command.ts';
import { alike, type Draft, isOn, textOf, wholeOf } from '../forms/draft.ts';
import { type Editor, open, type Sight } from '../forms/editor.ts';
import { editorSubmits } from '../forms/handlers.ts';
import { problemText } from '../forms/problems.ts';
import type { Author, Services } from '../services.ts';
import { announceErrors, announceInput, savedBlocks } from './announce.ts';
import { hubButton } from './hub-button.ts';
import type { Section } from './section.ts';
import { parameterInput, parameterText } from './values.ts';

/** Where the form breaks: the heading before a parameter. */
const HEADINGS = {
  timeZone: 'parameters.time',
  idleMinutes: 'parameters.measures',
  businessHours: 'parameters.work',
  maskContacts: 'parameters.care',
} as const;

/** Every parameter with what holds, and what its default is where that is something else. */
async function card(_by: Author, services: Services, { news = [] }: { news?: Block[] } = {}): Promise<Card> {
  const { t, settings } = services;
  const parameters = await services.parameters();
  const fields = PARAMETERS.map((spec): Field => {
    const usual = settings.defaults[spec.name];
    const other = parameters[spec.name] !== usual ? `\n${t('parameters.default', { value: parameterText(spec, usual, services) })}` : '';
    const value = parameterText(spec, parameters[spec.name], services);
    return { label: t(`parameter.${spec.id}`), value: `${spec.asking.kind === 'hours' ? value.replaceAll(', ', '\n') : value}${other}` };
  });
  return {
    title: t('parameters.title'),
    blocks: [
      ...news,
      { kind: 'fields', fields },
      {
        kind: 'actions',
        controls: [
          { kind: 'button', label: t('settings.edit'), action: 'settings.parameters.edit', value: '', style: 'primary', opens: 'form' },
          hubButton(services),
        ],
      },
    ],
    figures: {
      table: { columns: ['parameter', 'value', 'default'], rows: PARAMETERS.map((spec) => figuresRow(spec, parameters, services)) },
    },
  };
}

function figuresRow({ id, name }: ParameterSpec, parameters: Parameters, { settings }: Services): (string | number | null)[] {
  const raw = (value: Parameters[keyof Parameters]): string | number => (typeof value === 'boolean' ? String(value) : value);
  return [id, raw(parameters[name]), raw(settings.defaults[name])];
}

/** Its line of help, with its range and its default. */
function helpOf({ id, name, asking }: ParameterSpec, services: Services): string {
  const { t, format, settings } = services;
  const range =
    asking.kind === 'number'
      ? { min: asking.min, max: asking.max }
      : asking.kind === 'duration'
        ? { min: format.duration(asking.min), max: format.duration(asking.max) }
        : {};
  const usual = t('parameters.default', {
    value: parameterText({ id, name, asking, everybody: false }, settings.defaults[name], services),
  });
  return `${t(`parameter.${id}.help`, range)} · ${usual}`;
}

function inputOf(spec: ParameterSpec, value: FormValue | undefined, services: Services): FormBlock {
  const { t } = services;
  const { id, asking } = spec;
  const common = { name: id, label: t(`parameter.${id}`), hint: helpOf(spec, services) };
  switch (asking.kind) {
    case 'zone':
      return { kind: 'text', ...common, required: true, value: textOf(value), maxLength: 60 };
    case 'hours':
      return { kind: 'text', ...common, value: textOf(value), maxLength: asking.longest };
    case 'holidays':
      return { kind: 'text', ...common, value: textOf(value), maxLength: asking.longest };
    case 'number': {
      const number = wholeOf(value);
      return { kind: 'number', ...common, required: true, value: number ?? undefined, min: asking.min, max: asking.max };
    }
    case 'duration':
      return { kind: 'duration', ...common, required: true, value: textOf(value) };
    case 'language':
      return {
        kind: 'select',
        ...common,
        required: true,
        value: textOf(value),
        options: [
          { label: t('language.pt-BR'), value: 'pt-BR' },
          { label: t('language.en'), value: 'en' },
        ],
      };
    case 'strategy':
      return {
        kind: 'select',
        ...common,
        required: true,
        value: textOf(value),
        options: STRATEGIES.map((one) => ({ label: t(`strategy.${one}`), value: one })),
      };
    case 'toggle':
      return { kind: 'toggle', ...common, value: isOn(value) };
  }
}

/** Hours as the parameter keeps them; a text that is too long is not even looked at. */
function hoursRead(text: string, longest: number): string | undefined {
  if (text === '' || text.length > longest) return text;
  const week = weekOf(text);
  return week && weekText(week);
}

/** What was typed, as the parameter keeps it; undefined for what cannot be read. */
function readValue({ asking }: ParameterSpec, value: FormValue | undefined): unknown {
  const text = textOf(value);
  switch (asking.kind) {
    case 'number': {
      const number = wholeOf(value);
      return typeof number === 'number' ? number * asking.unit : undefined;
    }
    case 'duration':
      return durationOf(text);
    case 'hours':
      return hoursRead(text, asking.longest);
    case 'holidays':
      return holidaysOf(text)?.join(', ');
    case 'toggle':
      return isOn(value);
    default:
      return text;
  }
}

function parse({ values, base, item }: Draft, { services }: Sight): { item: Parameters } | { errors: FormErrors } {
  const errors: FormErrors = {};
  const read: Partial<Record<keyof Parameters, unknown>> = {};
  for (const spec of PARAMETERS) {
    // What nobody touched stays to the letter, however it is written.
    const value = alike(values[spec.id], base[spec.id]) ? (item as Parameters)[spec.name] : readValue(spec, values[spec.id]);
    const wrong = parameterProblem(spec, value);
    if (wrong) errors[spec.id] = problemText({ list: 'parameters', item: '', field: spec.id, ...wrong }, services);
    read[spec.name] = value;
  }
  return Object.keys(errors).length > 0 ? { errors } : { item: read as unknown as Parameters };
}

/** Only what is different from what holds is set: defaults that nobody touched stay defaults. */
function write(configuration: Configuration, item: Parameters, defaults: Parameters): Configuration {
  const before = parametersOf(configuration, defaults);
  const changed = PARAMETERS.filter(({ name }) => item[name] !== before[name]).map(({ name }) => [name, item[name]]);
  return { ...configuration, parameters: { ...configuration.parameters, ...Object.fromEntries(changed) } };
}

/** The form of all parameters. */
const parametersEditor: Editor<Parameters> = {
  name: 'parameters',
  command: 'settings',
  read: (configuration, _key, defaults) => parametersOf(configuration, defaults),
  values: (item, { services }): FormValues =>
    item ? Object.fromEntries(PARAMETERS.map((spec) => [spec.id, parameterInput(spec, item, services)])) : {},
  draw: ({ values }, { services }) => ({
    title: services.t('parameters.title'),
    submitLabel: services.t('form.save'),
    blocks: [
      { kind: 'section', text: services.t('parameters.intro') },
      ...PARAMETERS.flatMap((spec): FormBlock[] => [
        ...(spec.id in HEADINGS
          ? [{ kind: 'section' as const, text: { bold: services.t(HEADINGS[spec.id as keyof typeof HEADINGS]) } }]
          : []),
        inputOf(spec, values[spec.id], services),
      ]),
      announceInput(values, services),
    ],
  }),
  parse,
  write: (configuration, item, _key, defaults) => write(configuration, item, defaults),
  beside: announceErrors,
  subject: () => ({ kind: 'parameter' }),
  done: async ({ draft, changes }, request, services) => {
    const news = await savedBlocks(draft.values, changes, request, services);
    return replaced(await card(request, services, { news }));
  },
};

/** Parameters are one item; its key is this. */
const ALL = 'all';

export const parameters: Section = {
  name: 'parameters',
  words: ['parametros', 'targets', 'metas'],
  card,
  actions: {
    parameters: { run: async (request, services) => replaced(await card(request, services)) },
    'parameters.edit': { run: (request, services) => open(parametersEditor, ALL, request, services) },
  },
  submits: editorSubmits(parametersEditor),
};
