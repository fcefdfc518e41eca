/** Channels and people that something goes to, in forms: found by typing, several, called what the search called them. */
import { MOST_TARGETS, partsOf } from '../domain/targets.ts';
import type { Option } from '../view/card.ts';
import type { FormBlock, FormValue, FormValues, Input } from '../view/form.ts';
import { isLocal, shortId } from './called.ts';
import type { Action, MessageKey, Submit } from './command.ts';
import { draftOf, listOf, taken, textOf } from './forms/draft.ts';
import { type Editor, shown } from './forms/editor.ts';
import type { Services } from './services.ts';

/** Between an id and its name, in a choice's value: what it is called comes back with the choice. */
const CUT = '|';
/** What Slack takes as the value of a choice; ids of other platforms alone may be nearly as long. */
const LONGEST_VALUE = 75;
const LONGEST_NAME = 60;
/** Of each kind that a search offers: all of what Teams shows at once. */
const OFFERED = 8;

const PLATFORMS: Readonly<Record<string, MessageKey>> = { slack: 'targets.slack', teams: 'targets.teams' };

export interface TargetsAsked {
  /** The inputs: `<name>` for those chosen, `<name>.more` for one more. */
  name: string;
  label: string;
  hint?: string | undefined;
  required?: boolean | undefined;
  /** `<command>.<action>` with `searchTargets`. */
  search: string;
  /** `<command>.<submit>` of `targetSubmits`. */
  add: string;
}

/** The input of one more: what is wrong with targets stands there, as it is always drawn. */
export function moreOf(name: string): string {
  return `${name}.more`;
}

/** The values of the inputs for an editor's `values`. */
export function targetValues(name: string, targets: readonly string[]): FormValues {
  return { [name]: [...targets], [moreOf(name)]: null };
}

/** A choice's value as a target, and its name where it came with one. */
function chosenOf(value: string): { id: string; called?: string } {
  const cut = value.indexOf(CUT);
  return cut < 0 ? { id: value } : { id: value.slice(0, cut), called: value.slice(cut + 1) };
}

function valueOf(id: string, name: string): string {
  const plain = name.replaceAll(/[,|\s]+/g, ' ').trim();
  const room = partsOf(id).platform === 'slack' ? LONGEST_VALUE - id.length - CUT.length : LONGEST_NAME;
  // Half of a character is none.
  const called = plain
    .slice(0, Math.max(0, room))
    .replace(/\p{Cs}$/u, '')
    .trimEnd();
  return called === '' ? id : `${id}${CUT}${called}`;
}

/** Everything chosen, each once, with what was found last. */
function chosenIn(values: FormValues, name: string): ReturnType<typeof chosenOf>[] {
  const more = textOf(values[moreOf(name)]);
  const byId = new Map<string, ReturnType<typeof chosenOf>>();
  for (const one of [...listOf(values[name]), ...(more === '' ? [] : [more])].map(chosenOf))
    byId.set(one.id, { ...byId.get(one.id), ...one });
  return [...byId.values()];
}

/** The targets that a form's inputs tell, in their order; also one that was found but not added. */
export function targetsIn(values: FormValues, name: string): string[] {
  return chosenIn(values, name).map(({ id }) => id);
}

/** Keeps what the targets are called, once they stand in the configuration. */
export async function rememberTargets(values: FormValues, name: string, { people }: Pick<Services, 'people'>): Promise<void> {
  for (const { id, called } of chosenIn(values, name)) if (called !== undefined) await people.remember(id, called);
}

/** What targets are called; one of which nothing is known goes by a short id. */
export async function targetNames(targets: readonly string[], { people }: Pick<Services, 'people'>): Promise<Map<string, string>> {
  const known = await people.names(targets);
  return new Map(targets.map((id) => [id, known.get(id) ?? shortId(id)]));
}

/** Several channels and people: those chosen as boxes, a search for one more, and the button that adds it. */
export async function targetBlocks(
  { name, label, hint, required, search, add }: TargetsAsked,
  values: FormValues,
  services: Services,
): Promise<FormBlock[]> {
  const { t } = services;
  const boxes = await chosenInput({ name, label }, values, services);
  const more = textOf(values[moreOf(name)]);
  const { id, called } = chosenOf(more);
  const value = more === '' ? undefined : { value: more, label: called ?? id };
  const full = boxes !== undefined && boxes.options.length >= MOST_TARGETS && value === undefined;
  return [
    ...(boxes ? [boxes] : []),
    {
      kind: 'search',
      name: moreOf(name),
      label: boxes ? t('targets.more', { label }) : label,
      hint: full ? t('targets.full', { most: MOST_TARGETS }) : (hint ?? t('targets.hint')),
      ...(required && !boxes && { required }),
      action: search,
      options: value ? [value] : [],
      value,
    },
    { kind: 'buttons', buttons: [{ label: t('targets.add'), action: add, value: name }] },
  ];
}

async function chosenInput(
  { name, label }: Pick<TargetsAsked, 'name' | 'label'>,
  values: FormValues,
  services: Services,
): Promise<Extract<Input, { kind: 'ticks' }> | undefined> {
  const chosen = listOf(values[name]);
  if (chosen.length === 0) return undefined;
  const names = await targetNames(
    chosen.map((one) => chosenOf(one).id),
    services,
  );
  const options = chosen.map((value): Option => {
    const { id, called } = chosenOf(value);
    return { value, label: called ?? names.get(id) ?? id };
  });
  return { kind: 'ticks', name, label, value: chosen, options };
}

/** Finds channels and people whom the words fit, whoever asks first while nothing is typed; a typed id stands for itself. */
export const searchTargets: NonNullable<Action['search']> = async (typed, { chats, t }, { person, platform }) => {
  const [channels, people] = await Promise.all([chats.channels(typed, platform), chats.people(typed, platform)]);
  const named = ({ id, name }: { id: string; name: string }): Option => {
    const elsewhere = PLATFORMS[partsOf(id).platform];
    return { label: partsOf(id).platform === platform || !elsewhere ? name : `${name} · ${t(elsewhere)}`, value: valueOf(id, name) };
  };
  const own = { id: person.id, name: person.name ?? shortId(person.id) };
  const oneself = typed.trim() !== '' || isLocal(person.id) ? [] : [{ label: t('targets.self', { name: own.name }), id: own.id }];
  const found = [...channels.slice(0, OFFERED), ...people.filter(({ id }) => id !== oneself[0]?.id).slice(0, OFFERED)];
  const itself = typed.trim();
  const typedId = isTypedId(itself) && !found.some(({ id }) => id === itself) ? [{ label: itself, value: itself }] : [];
  return [...typedId, ...oneself.map(({ label, id }) => ({ label, value: valueOf(id, own.name) })), ...found.map(named)];
};

/** A target as an administrator copies it from a chat: without what separates choices and names. */
function isTypedId(text: string): boolean {
  return /^(slack|teams):[^\s|,]{3,200}$/.test(text);
}

/**
 * The handler of the button that adds what was found to what is chosen: `<editor>.target`.
 * @throws UserError when the form was left open for too long
 */
export function targetSubmits<Item>(editor: Editor<Item>): Record<string, Submit> {
  return {
    [`${editor.name}.target`]: {
      run: async (request, services) => {
        const draft = taken(await draftOf(request.state, request, services, editor.name), request.values);
        const name = request.value;
        const more = textOf(draft.values[moreOf(name)]);
        if (!(moreOf(name) in draft.values) || more === '')
          return { kind: 'invalid', errors: { [moreOf(name)]: services.t('targets.nothing') } };
        const known = targetsIn({ [name]: draft.values[name] ?? null }, name);
        const chosen: FormValue = known.includes(chosenOf(more).id) ? listOf(draft.values[name]) : [...listOf(draft.values[name]), more];
        if (chosen.length > MOST_TARGETS)
          return { kind: 'invalid', errors: { [moreOf(name)]: services.t('targets.full', { most: MOST_TARGETS }) } };
        return shown(editor, { ...draft, values: { ...draft.values, [name]: chosen, [moreOf(name)]: null } }, request, services);
      },
    },
  };
}
