/** What is wrong with a configuration: one set of rules for forms and files. */
import { type AlertProblemKey, alertProblems } from './alert-problems.ts';
import { type DigestProblemKey, digestProblems } from './digest-problems.ts';
import {
  CATEGORY_TYPES,
  type Category,
  type Configuration,
  keyOf,
  type ListName,
  LISTS,
  type Lists,
  ROLES,
  type Template,
} from './configuration.ts';
import { CHANNELS } from './events.ts';
import { PARAMETERS, parameterProblem } from './parameters.ts';
import { hasLooseBraces, PLACEHOLDERS, unknownPlaceholders } from './template.ts';

/**
 * A text's length, in UTF-16 units; what platforms' inputs and helpdesks' messages take. `rule`: the id of an alert rule or a digest, which
 * menus carry with what to do and when (Slack's hold 75 characters).
 */
export const LONGEST = { title: 60, body: 2_000, id: 200, rule: 40 } as const;
export const LIMIT = { min: 0, max: 500 } as const;
export const CODE = { min: 1, max: 9_999 } as const;
/** So many of each: the whole configuration is one document, and has room for them. */
export const MOST: Readonly<Record<ListName, number>> = {
  agents: 5_000,
  departments: 1_000,
  categories: 500,
  templates: 1_000,
  people: 2_000,
  alerts: 500,
  digests: 200,
};

export type ProblemKey =
  | 'zone'
  | 'language'
  | 'range'
  | 'duration'
  | 'hours'
  | 'holidays'
  | 'strategy'
  | 'toggle'
  | 'required'
  | 'long'
  | 'id'
  | 'limit'
  | 'person'
  | 'person.taken'
  | 'members'
  | 'code'
  | 'code.taken'
  | 'type'
  | 'category'
  | 'channels'
  | 'placeholder'
  | 'braces'
  | 'role'
  | 'twice'
  | 'title.taken'
  | 'most'
  | 'category.used'
  | 'admin.last'
  | AlertProblemKey
  | DigestProblemKey;

/** One thing that is wrong. */
export interface Problem {
  /** `parameters`, or the list. */
  list: ListName | 'parameters';
  /** The item's key; empty for parameters and for the list as a whole. */
  item: string;
  /** The field, by the name that forms and files give it. */
  field: string;
  key: ProblemKey;
  values?: Record<string, string | number> | undefined;
}

type Found = Omit<Problem, 'list' | 'item'>;

const PERSON = /^(slack|teams|console):\S+$/;

function textProblem(field: string, text: string, longest: number): Found[] {
  if (text.trim() === '') return [{ field, key: 'required' }];
  return text.length > longest ? [{ field, key: 'long', values: { max: longest, length: text.length } }] : [];
}

function idProblem(id: string, max: number = LONGEST.id): Found[] {
  return id.trim() === '' || id.length > max ? [{ field: 'id', key: 'id', values: { max } }] : [];
}

function limitProblem(limit: number | null): Found[] {
  const taken = limit === null || (Number.isInteger(limit) && limit >= LIMIT.min && limit <= LIMIT.max);
  return taken ? [] : [{ field: 'limit', key: 'limit', values: { ...LIMIT } }];
}

/** What is wrong with an item by itself and beside the others. */
const RULES: { [Name in ListName]: (item: Lists[Name], configuration: Configuration) => Found[] } = {
  agents: ({ id, limit, person }, { agents }) => {
    const other = person === null ? undefined : agents.find((one) => one.person === person && one.id !== id);
    return [
      ...idProblem(id),
      ...limitProblem(limit),
      ...(person !== null && !(PERSON.test(person) && person.length <= LONGEST.id) ? [{ field: 'person', key: 'person' as const }] : []),
      ...(other ? [{ field: 'person', key: 'person.taken' as const, values: { agent: other.id } }] : []),
    ];
  },
  departments: ({ id, limit, members }) => [
    ...idProblem(id),
    ...limitProblem(limit),
    ...((members ?? []).some((one) => idProblem(one).length > 0) || new Set(members).size < (members ?? []).length
      ? [{ field: 'members', key: 'members' as const }]
      : []),
  ],
  categories: ({ code, title, type }) => [
    ...(Number.isInteger(code) && code >= CODE.min && code <= CODE.max
      ? []
      : [{ field: 'code', key: 'code' as const, values: { ...CODE } }]),
    ...textProblem('title', title, LONGEST.title),
    ...(CATEGORY_TYPES.includes(type) ? [] : [{ field: 'type', key: 'type' as const, values: { types: CATEGORY_TYPES.join(', ') } }]),
  ],
  templates: (template, configuration) => [
    ...idProblem(template.id),
    ...textProblem('title', template.title, LONGEST.title),
    ...titleTaken(template, configuration.templates),
    ...(configuration.categories.some(({ code }) => code === template.category) ? [] : [{ field: 'category', key: 'category' as const }]),
    ...(template.channels.length > 0 && template.channels.every((one) => CHANNELS.includes(one))
      ? []
      : [{ field: 'channels', key: 'channels' as const, values: { channels: CHANNELS.join(', ') } }]),
    ...bodyProblem(template.body),
  ],
  people: ({ id, role, language }) => [
    ...(PERSON.test(id) && id.length <= LONGEST.id ? [] : [{ field: 'id', key: 'person' as const }]),
    ...(ROLES.includes(role) ? [] : [{ field: 'role', key: 'role' as const }]),
    ...(language === null || language === 'pt-BR' || language === 'en' ? [] : [{ field: 'language', key: 'language' as const }]),
  ],
  alerts: (rule) => [...idProblem(rule.id, LONGEST.rule), ...textProblem('title', rule.title, LONGEST.title), ...alertProblems(rule)],
  digests: (digest) => [
    ...idProblem(digest.id, LONGEST.rule),
    ...textProblem('title', digest.title, LONGEST.title),
    ...digestProblems(digest),
  ],
};

/** Two templates of one title in a category could not be told apart. */
function titleTaken({ id, title, category }: Template, templates: readonly Template[]): Found[] {
  const others = titlesOf(templates).get(titleKey({ title, category })) ?? [];
  return others.some((one) => one !== id) ? [{ field: 'title', key: 'title.taken' }] : [];
}

function titleKey({ title, category }: Pick<Template, 'title' | 'category'>): string {
  return `${category} ${title.trim().toLowerCase()}`;
}

/** The ids of each title, put together once for a list. */
const titles = new WeakMap<readonly Template[], Map<string, string[]>>();

function titlesOf(templates: readonly Template[]): Map<string, string[]> {
  const known = titles.get(templates);
  if (known) return known;
  const found = new Map<string, string[]>();
  for (const one of templates) found.set(titleKey(one), [...(found.get(titleKey(one)) ?? []), one.id]);
  titles.set(templates, found);
  return found;
}

function bodyProblem(body: string): Found[] {
  const wrong = textProblem('body', body, LONGEST.body);
  const [unknown] = unknownPlaceholders(body);
  if (unknown !== undefined) {
    const known = PLACEHOLDERS.map((name) => `{{${name}}}`).join(', ');
    wrong.push({ field: 'body', key: 'placeholder', values: { name: `{{${unknown}}}`, known } });
  } else if (hasLooseBraces(body)) wrong.push({ field: 'body', key: 'braces', values: { example: '{{protocol}}' } });
  return wrong;
}

function listProblems(list: ListName, configuration: Configuration): Problem[] {
  const items = configuration[list] as Lists[ListName][];
  const rule = RULES[list] as (item: Lists[ListName], configuration: Configuration) => Found[];
  const keys = items.map((item) => keyOf(list, item));
  const seen = new Set<string>();
  const twice = new Set(keys.filter((key) => seen.size === seen.add(key).size));
  const field = list === 'categories' ? 'code' : 'id';
  const repeated: ProblemKey = list === 'categories' ? 'code.taken' : 'twice';
  return [
    ...(items.length > MOST[list] ? [{ list, item: '', field: '', key: 'most' as const, values: { max: MOST[list] } }] : []),
    ...[...twice].map((item): Problem => ({ list, item, field, key: repeated, values: { key: item } })),
    ...items.flatMap((item) => rule(item, configuration).map((one): Problem => ({ list, item: keyOf(list, item), ...one }))),
  ];
}

/** Everything that is wrong with a configuration, in the order of its parts. */
export function problemsOf(configuration: Configuration): Problem[] {
  const parameters = PARAMETERS.flatMap((spec): Problem[] => {
    const value = configuration.parameters[spec.name];
    const wrong = value === undefined ? undefined : parameterProblem(spec, value);
    return wrong ? [{ list: 'parameters', item: '', field: spec.id, ...wrong }] : [];
  });
  return [...parameters, ...LISTS.flatMap((list) => listProblems(list, configuration))];
}

/**
 * What is wrong with a change, beside what it leads to: a used category cannot go, nor the last admin.
 * @param firstAdmins ids that are admins whatever the configuration says
 */
export function changeProblems(before: Configuration, after: Configuration, firstAdmins: readonly string[]): Problem[] {
  const admins = ({ people }: Configuration): string[] => people.filter(({ role }) => role === 'admin').map(({ id }) => id);
  const [last] = admins(before);
  const none = firstAdmins.length === 0 && admins(after).length === 0;
  // What was wrong before, by rules of another version, must not stand in the way of everything else.
  const wrong = [...problemsOf(after).filter(({ key }) => key !== 'category'), ...goneCategories(before, after)];
  const known = new Set(wrong.length > 0 ? problemsOf(before).map((one) => JSON.stringify(one)) : []);
  return [
    ...wrong.filter((one) => !known.has(JSON.stringify(one))),
    ...(last !== undefined && none ? [{ list: 'people' as const, item: last, field: 'role', key: 'admin.last' as const }] : []),
  ];
}

/** Templates whose category is not there: its own problem where the category was removed, else the template's. */
function goneCategories(before: Configuration, after: Configuration): Problem[] {
  const has = ({ categories }: Configuration, wanted: number): boolean => categories.some(({ code }: Category) => code === wanted);
  const removed = new Map<number, number>();
  const wrong: Problem[] = [];
  for (const { id, category } of after.templates) {
    if (has(after, category)) continue;
    if (has(before, category) && itemStands(before, id)) removed.set(category, (removed.get(category) ?? 0) + 1);
    else wrong.push({ list: 'templates', item: id, field: 'category', key: 'category' });
  }
  const used = [...removed].map(
    ([code, count]): Problem => ({ list: 'categories', item: String(code), field: '', key: 'category.used', values: { count } }),
  );
  return [...wrong, ...used];
}

function itemStands({ templates }: Configuration, id: string): boolean {
  return templates.some((one) => one.id === id);
}
