/** What a configuration file holds: parameters in their own units and by their ids, lists without what is not set. */
import { z } from 'zod';
import { alertFields, alertOf, digestFields, digestOf } from './config-alerts.ts';
import { SPAN_NAMES } from './domain/alert-rule.ts';
import {
  type AgentSetting,
  type Category,
  type Configuration,
  type DepartmentSetting,
  inOrder,
  type ListName,
  LISTS,
  type Lists,
  type PersonSetting,
  type Template,
} from './domain/configuration.ts';
import type { AlertRule } from './domain/alert-rule.ts';
import type { Digest } from './domain/digest.ts';
import { holidaysOf, weekOf, weekText } from './domain/hours.ts';
import { type Parameters, PARAMETERS, type ParameterSpec } from './domain/parameters.ts';
import { durationOf, exactDurationText } from './view/duration.ts';

/** The message of a value that is missing, or another than this. */
function expected(what: string): { error: (issue: { input?: unknown }) => string } {
  return { error: ({ input }) => (input === undefined ? `is missing: expected ${what}` : `expected ${what}`) };
}

const text = z.string(expected('text, in quotes where it looks like anything else'));
const texts = z.array(text, expected('a list of texts'));
const number = z.number(expected('a number'));
const flag = z.boolean(expected('true or false'));
const limit = z.number('expected a number, or no limit at all for the default').nullish();

function listOf<Item extends z.ZodType>(item: Item) {
  return z.array(item, 'expected a list; [] for none').optional();
}

function fields<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, { error: ({ code }) => (code === 'invalid_type' ? 'expected names with values' : undefined) });
}

function parameterShape({ asking }: ParameterSpec): z.ZodType {
  if (asking.kind === 'number') return number;
  if (asking.kind === 'toggle') return flag;
  return asking.kind === 'duration' ? z.string('expected a time in words, such as 20 min or 90 s') : text;
}

/** A number, or a duration in words where the value is one. */
const amount = z.union([z.number(), z.string()], expected('a number, or a time in words such as 10 min')).nullish();

const alert = fields({
  id: text,
  title: text,
  active: flag.optional(),
  kind: text.optional(),
  indicator: text.nullish(),
  department: text.nullish(),
  channel: text.nullish(),
  agents: texts.optional(),
  operator: text.optional(),
  threshold: amount,
  clear: amount,
  weeks: number.optional(),
  floor: amount,
  job: text.nullish(),
  severity: text.optional(),
  minSample: number.optional(),
  noData: text.optional(),
  hours: text.optional(),
  targets: texts.optional(),
  mention: text.nullish(),
  escalateTo: texts.optional(),
  dailyCap: number.optional(),
  ...Object.fromEntries(Object.keys(SPAN_NAMES).map((name) => [name, amount])),
});

const digest = fields({
  id: text,
  title: text,
  active: flag.optional(),
  schedule: text,
  timeZone: text.nullish(),
  businessDays: flag.optional(),
  parts: texts,
  department: text.nullish(),
  targets: texts.optional(),
  language: text.nullish(),
});

/** The shape alone; what values mean is checked by domain/problems.ts, as for forms. */
export const FILE = fields({
  parameters: fields(Object.fromEntries(PARAMETERS.map((spec) => [spec.id, parameterShape(spec).optional()]))).optional(),
  agents: listOf(fields({ id: text, limit, person: text.nullish() })),
  departments: listOf(fields({ id: text, active: flag, limit, members: texts.nullish() })),
  categories: listOf(fields({ code: number, title: text, type: text, active: flag })),
  templates: listOf(fields({ id: text, title: text, category: number, channels: texts, body: text, active: flag })),
  people: listOf(fields({ id: text, role: text, language: text.nullish() })),
  alerts: listOf(alert),
  digests: listOf(digest),
});

/** A configuration as a file holds it; a part that is absent stays as it is. */
export type ConfigFile = z.output<typeof FILE>;
export type Part = keyof ConfigFile;
export const PARTS: readonly Part[] = ['parameters', ...LISTS];

/** A parameter in its own unit. */
function written({ asking }: ParameterSpec, value: Parameters[keyof Parameters]): unknown {
  if (asking.kind === 'number') return Number(value) / asking.unit;
  if (asking.kind === 'duration') return exactDurationText(Number(value)).replaceAll('\u00a0', ' ');
  return tidy(asking.kind, value);
}

/** Hours and dates in one wording, so that files do not differ by how they were typed. */
function tidy(kind: ParameterSpec['asking']['kind'], value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (kind === 'holidays') return holidaysOf(value)?.join(', ') ?? value;
  const week = kind === 'hours' && value !== '' ? weekOf(value) : undefined;
  return week ? weekText(week) : value;
}

/** A parameter as the configuration keeps it; what cannot be read becomes what the rules refuse. */
function read({ asking }: ParameterSpec, value: unknown): unknown {
  if (asking.kind === 'number') return Number(value) * asking.unit;
  if (asking.kind === 'duration') return durationOf(String(value)) ?? Number.NaN;
  return tidy(asking.kind, value);
}

/** The fields of an item that say something, in their order. */
const ITEMS: { [Name in ListName]: (item: Lists[Name]) => Record<string, unknown> } = {
  agents: ({ id, limit, person }: AgentSetting) => ({ id, limit, person }),
  departments: ({ id, active, limit, members }: DepartmentSetting) => ({ id, active, limit, members }),
  categories: ({ code, title, type, active }: Category) => ({ code, title, type, active }),
  templates: ({ id, title, category, channels, active, body }: Template) => ({ id, title, category, channels, active, body }),
  people: ({ id, role, language }: PersonSetting) => ({ id, role, language }),
  alerts: (rule: AlertRule) => alertFields(rule),
  digests: (one: Digest) => digestFields(one),
};

function itemsOf(list: ListName, configuration: Configuration): Record<string, unknown>[] {
  const fieldsOf = ITEMS[list] as (item: Lists[ListName]) => Record<string, unknown>;
  return inOrder(list, [...configuration[list]]).map((item) =>
    Object.fromEntries(Object.entries(fieldsOf(item)).filter(([, value]) => value !== null)),
  );
}

/** The whole configuration as a file holds it, always in the same order. */
export function fileOf(configuration: Configuration): ConfigFile {
  const parameters = PARAMETERS.flatMap((spec): [string, unknown][] => {
    const value = configuration.parameters[spec.name];
    return value === undefined ? [] : [[spec.id, written(spec, value)]];
  });
  return {
    parameters: Object.fromEntries(parameters),
    ...Object.fromEntries(LISTS.map((list) => [list, itemsOf(list, configuration)])),
  };
}

/** The configuration that a file makes of the current one: its parts in their place, absent ones as they are. */
export function configurationIn(file: ConfigFile, current: Configuration): Configuration {
  const { parameters, agents, departments, categories, templates, people, alerts, digests } = file;
  const set = PARAMETERS.flatMap((spec): [string, unknown][] => {
    const value = parameters?.[spec.id];
    return value === undefined ? [] : [[spec.name, read(spec, value)]];
  });
  const list = <Name extends ListName>(name: Name, items: Lists[Name][] | undefined): Lists[Name][] =>
    items ? inOrder(name, items) : (current[name] as Lists[Name][]);
  return {
    parameters: parameters ? (Object.fromEntries(set) as Partial<Parameters>) : current.parameters,
    agents: list(
      'agents',
      agents?.map(({ limit = null, person = null, ...one }) => ({ ...one, limit, person })),
    ),
    departments: list(
      'departments',
      departments?.map(({ limit = null, members = null, ...one }) => ({ ...one, limit, members })),
    ),
    categories: list('categories', categories as Category[] | undefined),
    templates: list('templates', templates as Template[] | undefined),
    people: list(
      'people',
      people?.map(({ language = null, ...one }) => ({ ...one, language }) as PersonSetting),
    ),
    alerts: list('alerts', alerts?.map(alertOf)),
    digests: list('digests', digests?.map(digestOf)),
  };
}
