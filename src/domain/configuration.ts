/**
 * The whole configuration as one value: what admins have set beside the defaults. Changes are pure functions from one value to the
 * next, so that two at once can be told apart, and a file can replace it whole.
 */
import type { AlertRule } from './alert-rule.ts';
import type { Digest } from './digest.ts';
import type { Channel } from './events.ts';
import { type Language, PARAMETERS, type Parameters } from './parameters.ts';

export const ROLES = ['viewer', 'supervisor', 'admin'] as const;
/** `viewer` reads, `supervisor` also acts, acknowledges and exports, `admin` also configures. */
export type Role = (typeof ROLES)[number];

/** An agent that is linked. */
export interface AgentSetting {
  /** The helpdesk's id, as events carry it. */
  id: string;
  /** Simultaneous conversations; null: the department's, else the default. */
  limit: number | null;
  /** The same person in a chat, `slack:U1`; null: not known. */
  person: string | null;
}

export interface DepartmentSetting {
  id: string;
  active: boolean;
  /** Simultaneous conversations of each agent; 0: none are taken; null: the default. */
  limit: number | null;
  /** Ids of agents; null: whoever has served it. */
  members: string[] | null;
}

export const CATEGORY_TYPES = ['protocol_update'] as const;
export type CategoryType = (typeof CATEGORY_TYPES)[number];

export interface Category {
  /** Unique; orders the list. */
  code: number;
  title: string;
  type: CategoryType;
  active: boolean;
}

export interface Template {
  id: string;
  title: string;
  /** The code of its category. */
  category: number;
  channels: Channel[];
  /** With placeholders, see domain/template.ts. */
  body: string;
  active: boolean;
}

export interface PersonSetting {
  /** `<platform>:<id there>`. */
  id: string;
  role: Role;
  /** Null: their client's, else the operation's. */
  language: Language | null;
}

export interface Configuration {
  /** What was set; the rest are defaults. */
  parameters: Partial<Parameters>;
  agents: AgentSetting[];
  departments: DepartmentSetting[];
  categories: Category[];
  templates: Template[];
  people: PersonSetting[];
  alerts: AlertRule[];
  digests: Digest[];
}

export const EMPTY: Configuration = {
  parameters: {},
  agents: [],
  departments: [],
  categories: [],
  templates: [],
  people: [],
  alerts: [],
  digests: [],
};

/** The lists of a configuration, by name, with what tells their items apart. */
export interface Lists {
  agents: AgentSetting;
  departments: DepartmentSetting;
  categories: Category;
  templates: Template;
  people: PersonSetting;
  alerts: AlertRule;
  digests: Digest;
}
export type ListName = keyof Lists;
export const LISTS: readonly ListName[] = ['agents', 'departments', 'categories', 'templates', 'people', 'alerts', 'digests'];

/** What an audit entry calls an item of each list: `agent.chatwoot:7`. */
export const SUBJECTS: Readonly<Record<ListName, string>> = {
  agents: 'agent',
  departments: 'department',
  categories: 'category',
  templates: 'template',
  people: 'person',
  alerts: 'alert',
  digests: 'digest',
};

/** What tells an item apart from the others of its list. */
export function keyOf<Name extends ListName>(list: Name, item: Lists[Name]): string {
  return list === 'categories' ? String((item as Category).code) : (item as { id: string }).id;
}

/** An item of a list by its key. */
export function itemOf<Name extends ListName>(configuration: Configuration, list: Name, key: string): Lists[Name] | undefined {
  return (configuration[list] as Lists[Name][]).find((item) => keyOf(list, item) === key);
}

/** A list in its order; the list itself is put in order. */
export function inOrder<Name extends ListName>(list: Name, items: Lists[Name][]): Lists[Name][] {
  if (list === 'categories') return (items as Category[]).sort((a, b) => a.code - b.code) as Lists[Name][];
  return items.sort((a, b) => (keyOf(list, a) < keyOf(list, b) ? -1 : 1));
}

/** With an item in a list: added, or in the place of the one with the key `key` (its own by default). */
export function withItem<Name extends ListName>(
  configuration: Configuration,
  list: Name,
  item: Lists[Name],
  key: string = keyOf(list, item),
): Configuration {
  const others = (configuration[list] as Lists[Name][]).filter((one) => keyOf(list, one) !== key);
  return { ...configuration, [list]: inOrder(list, [...others, item]) };
}

/** Without an item of a list. */
export function withoutItem(configuration: Configuration, list: ListName, key: string): Configuration {
  const items = configuration[list] as Lists[ListName][];
  return { ...configuration, [list]: items.filter((one) => keyOf(list, one) !== key) };
}

/** A category whose code changes takes its templates along. */
export function withCategory(configuration: Configuration, category: Category, code: number = category.code): Configuration {
  const templates = configuration.templates.map((one) => (one.category === code ? { ...one, category: category.code } : one));
  return withItem({ ...configuration, templates }, 'categories', category, String(code));
}

/** The parameters that hold: what was set, else the defaults. */
export function parametersOf({ parameters }: Configuration, defaults: Parameters): Parameters {
  return { ...defaults, ...parameters };
}

/** A difference between two configurations, as the audit keeps it: null where there was, or is, nothing. */
export interface Change {
  /** `parameter.idleMinutes`, `agent.chatwoot:7`, `category.20`, … */
  what: string;
  from: unknown;
  to: unknown;
}

/** Every difference, parameters first, in a fixed order. `defaults`: what parameters are told as where they were not set. */
export function differences(before: Configuration, after: Configuration, defaults: Parameters): Change[] {
  const [old, current] = [parametersOf(before, defaults), parametersOf(after, defaults)];
  const parameters = PARAMETERS.filter(({ name }) => old[name] !== current[name]).map(
    ({ id, name }): Change => ({ what: `parameter.${id}`, from: old[name], to: current[name] }),
  );
  return [...parameters, ...LISTS.flatMap((list) => listDifferences(list, before, after))];
}

function listDifferences(list: ListName, before: Configuration, after: Configuration): Change[] {
  const byKey = (configuration: Configuration): Map<string, Lists[ListName]> =>
    new Map((configuration[list] as Lists[ListName][]).map((item) => [keyOf(list, item), item]));
  const [old, current] = [byKey(before), byKey(after)];
  return [...new Set([...old.keys(), ...current.keys()])].flatMap((key) => {
    const [from = null, to = null] = [old.get(key), current.get(key)];
    return from === to || same(from, to) ? [] : [{ what: `${SUBJECTS[list]}.${key}`, from, to }];
  });
}

/** Whether two plain values are the same, whatever the order of their fields. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, sorted) === JSON.stringify(b, sorted);
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
