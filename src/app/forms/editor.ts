/**
 * Forms that edit an item of the configuration: opened with its values, checked on the server, saved only onto what the person has
 * seen. Whoever was overtaken sees both values and decides.
 */
import { type Change, type Configuration, same } from '../../domain/configuration.ts';
import type { Parameters } from '../../domain/parameters.ts';
import type { Problem } from '../../domain/problems.ts';
import type { Rich } from '../../view/card.ts';
import {
  type Form,
  type FormBlock,
  type FormErrors,
  type FormStep,
  type FormValue,
  type FormValues,
  type Input,
  inputsOf,
} from '../../view/form.ts';
import { UserError } from '../errors.ts';
import type { Answer, Request, Submit, SubmitRequest } from '../command.ts';
import type { Services } from '../services.ts';
import { alike, type Draft, draftOf, type ListState, misfits, QUERY, taken, textOf } from './draft.ts';
import { announceErrors } from '../settings/announce.ts';
import { turned } from './checklist.ts';
import { problemText } from './problems.ts';

/** Who opens or answers a form, from where, when. */
export type Asker = Pick<Request, 'person' | 'platform' | 'at'>;

/** What a form is drawn from. */
export interface Sight {
  configuration: Configuration;
  services: Services;
  by: Asker;
}

/** A form's own parts; `lists`: the state of its checklists, to be remembered. */
export interface Drawn {
  title: string;
  submitLabel: string;
  blocks: FormBlock[];
  lists?: Record<string, ListState> | undefined;
  danger?: boolean | undefined;
  /** Values that another form asks for, as an input of this one would: for telling what somebody else has made of them. */
  beside?: Input[] | undefined;
}

export interface Editor<Item> {
  /** The first part of its handlers, `<command>.<name>.save`. */
  name: string;
  /** The command whose handlers these are. */
  command: string;
  /** The item as it stands; undefined for a new one. */
  read: (configuration: Configuration, key: string, defaults: Parameters) => Item | undefined;
  /** What the form shows of it. */
  values: (item: Item | undefined, sight: Sight) => FormValues;
  draw: (draft: Draft, sight: Sight) => Promise<Drawn> | Drawn;
  /** What was typed as an item, or what cannot be read as one, input by input. */
  parse: (draft: Draft, sight: Sight) => { item: Item } | { errors: FormErrors };
  write: (configuration: Configuration, item: Item, key: string, defaults: Parameters) => Configuration;
  /** Which of the problems that the rules find stand at an input of this form; its name. */
  field?: ((problem: Problem) => string | undefined) | undefined;
  /** Submitting it removes the item. */
  removes?: true | undefined;
  /** The audit's subject or kind, to tell who was faster. */
  subject: (key: string) => { subject: string } | { kind: string };
  /** After it was saved. `changes`: what became different. */
  done: (saved: { item: Item; draft: Draft; changes: Change[] }, request: SubmitRequest, services: Services) => Promise<Answer>;
}

/** The form of an item, or of a new one (`key` empty); `given`: values in place of the item's own. */
export async function open<Item>(
  editor: Editor<Item>,
  key: string,
  by: Asker,
  services: Services,
  given: FormValues = {},
  under?: { below: string; depth: number },
): Promise<Answer> {
  const configuration = await services.settings.read();
  const item = key === '' ? undefined : editor.read(configuration, key, services.settings.defaults);
  if (key !== '' && item === undefined) throw new UserError('settings.gone');
  const base = editor.values(item, { configuration, services, by });
  const draft: Draft = { form: editor.name, key, item: item ?? null, base, values: { ...base, ...given }, lists: {}, depth: 0, ...under };
  return shown(editor, draft, by, services, under ? 'push' : undefined);
}

/** Draws a draft and keeps it. `above`: what the person must know first. */
export async function shown<Item>(
  editor: Editor<Item>,
  draft: Draft,
  by: Asker,
  services: Services,
  step?: FormStep,
  above: FormBlock[] = [],
): Promise<Answer> {
  const configuration = await services.settings.read();
  const { title, submitLabel, blocks, lists = {}, danger } = await editor.draw(draft, { configuration, services, by });
  const asked = Object.fromEntries(inputsIn(blocks).map(({ name, kind }) => [name, kind]));
  const state = await services.drafts.keep(by.person, { ...draft, lists, asked });
  const own = `${editor.command}.${editor.name}`;
  const form: Form = {
    title,
    submit: `${own}.save`,
    state,
    submitLabel,
    cancelLabel: services.t(draft.depth > 0 ? 'form.back' : 'form.cancel'),
    depth: draft.depth,
    ...(draft.depth > 0 && { back: `${own}.back` }),
    ...(danger && { danger }),
    blocks: [...above, ...blocks],
  };
  return { kind: 'form', form, ...(step && { step }) };
}

/** A form that others can come back to. */
export interface Redrawn {
  name: string;
  redraw: (draft: Draft, by: Asker, services: Services, step: FormStep) => Promise<Answer>;
}

/** The way back to an editor's form. */
export function redrawn<Item>(editor: Editor<Item>): Redrawn {
  return { name: editor.name, redraw: (draft, by, services, step) => shown(editor, draft, by, services, step) };
}

/**
 * The handlers of an editor, by their names behind the command: `<name>.save`, `.list`, `.preview`, `.back`.
 * @param below the forms on which it may have been pushed
 */
export function editorSubmits<Item>(editor: Editor<Item>, below: readonly Redrawn[] = []): Record<string, Submit> {
  const draftIn = async (request: SubmitRequest, services: Services): Promise<Draft> =>
    taken(await draftOf(request.state, request, services, editor.name), request.values);
  return {
    [`${editor.name}.save`]: { run: (request, services) => save(editor, request, services) },
    [`${editor.name}.list`]: {
      run: async (request, services) => {
        const name = request.value.slice(0, request.value.lastIndexOf(':'));
        const draft = turned(await draftIn(request, services), request.value, textOf(request.values[`${name}${QUERY}`]));
        return shown(editor, draft, request, services);
      },
    },
    [`${editor.name}.preview`]: {
      run: async (request, services) => shown(editor, { ...(await draftIn(request, services)), previewed: true }, request, services),
    },
    [`${editor.name}.back`]: {
      run: async (request, services) => back(await draftOf(request.state, request, services, editor.name), {}, request, services, below),
    },
  };
}

/** The form below a pushed one, as it was left, with some values changed. */
export async function back(
  { below = '' }: Draft,
  changed: FormValues,
  by: Asker,
  services: Services,
  forms: readonly Redrawn[],
): Promise<Answer> {
  const draft = await draftOf(below, by, services);
  const form = forms.find(({ name }) => name === draft.form);
  if (!form) throw new Error(`no form ${draft.form} to come back to`);
  return form.redraw({ ...draft, values: { ...draft.values, ...changed } }, by, services, 'back');
}

/** Pushes another editor's form on top of the one whose button was pressed (`from`); what is typed there is kept. */
export async function push<Item>(
  from: string,
  onto: Editor<Item>,
  key: string,
  request: SubmitRequest,
  services: Services,
  given: FormValues = {},
): Promise<Answer> {
  const draft = taken(await draftOf(request.state, request, services, from), request.values);
  const below = await services.drafts.keep(request.person, draft);
  return open(onto, key, request, services, given, { below, depth: draft.depth + 1 });
}

async function save<Item>(editor: Editor<Item>, request: SubmitRequest, services: Services): Promise<Answer> {
  const { settings } = services;
  const before = await draftOf(request.state, request, services, editor.name);
  const draft = taken(before, request.values);
  const parsed = editor.parse(draft, { configuration: await settings.read(), services, by: request });
  const strange: FormErrors = {
    ...announceErrors(draft.values, services),
    ...Object.fromEntries(misfits(before, request.values).map((name) => [name, services.t('form.kind')])),
  };
  if ('errors' in parsed) return { kind: 'invalid', errors: { ...parsed.errors, ...strange } };
  if (Object.keys(strange).length > 0) return { kind: 'invalid', errors: strange };
  const { item } = parsed;
  const isSeen = (current: Configuration): boolean => {
    const stands = draft.key === '' ? null : (editor.read(current, draft.key, settings.defaults) ?? null);
    // What is saved twice, or by two alike, is there already.
    return same(stands, draft.item) || (!editor.removes && stands !== null && same(stands, item));
  };
  const result = await settings.change(
    (current) => (isSeen(current) ? editor.write(current, item, draft.key, settings.defaults) : 'stale'),
    request,
  );
  if ('stale' in result) return overtaken(editor, draft, result.stale, request, services);
  if ('problems' in result) return refused(editor, result.problems, draft, request, services);
  return editor.done({ item, draft, changes: result.changes }, request, services);
}

/** Errors stand at the inputs; a form without any tells them above. */
async function refused<Item>(editor: Editor<Item>, problems: Problem[], draft: Draft, by: Asker, services: Services): Promise<Answer> {
  if (Object.keys(draft.values).length > 0) return { kind: 'invalid', errors: errorsOf(editor, problems, draft, services) };
  const text = problems.map((problem) => problemText(problem, services)).join('\n');
  return shown(editor, draft, by, services, 'replace', [{ kind: 'section', text: { bold: text } }]);
}

function errorsOf<Item>(editor: Editor<Item>, problems: Problem[], draft: Draft, services: Services): FormErrors {
  const errors: FormErrors = {};
  for (const problem of problems) {
    const name = editor.field?.(problem) ?? problem.field;
    const at = name in draft.values ? name : (Object.keys(draft.values)[0] ?? name);
    errors[at] ??= problemText(problem, services);
  }
  return errors;
}

/** Somebody else saved meanwhile: untouched inputs show what they saved, touched ones stay, and what differs is told. */
async function overtaken<Item>(editor: Editor<Item>, draft: Draft, current: Configuration, by: Asker, services: Services): Promise<Answer> {
  const item = editor.read(current, draft.key, services.settings.defaults);
  if (item === undefined && editor.removes) throw new UserError('settings.gone');
  const theirs = editor.values(item, { configuration: current, services, by });
  const isTouched = (name: string): boolean => item === undefined || !alike(draft.values[name], draft.base[name]);
  const values = Object.fromEntries(
    Object.entries({ ...theirs, ...draft.values }).map(([name, value]) => [name, isTouched(name) ? value : (theirs[name] ?? value)]),
  );
  const next: Draft = { ...draft, item: item ?? null, base: theirs, values };
  const different = Object.keys(theirs).filter((name) => !alike(theirs[name], draft.base[name]));
  const news = await newsOf(editor, { draft, item, theirs, different }, by, services);
  return shown(editor, next, by, services, 'replace', [{ kind: 'section', text: news }]);
}

interface Meanwhile {
  draft: Draft;
  item: unknown;
  theirs: FormValues;
  /** Inputs that others have changed. */
  different: string[];
}

/** Who changed what to what, beside what the person has typed there. */
async function newsOf<Item>(
  editor: Editor<Item>,
  { draft, item, theirs, different }: Meanwhile,
  by: Asker,
  services: Services,
): Promise<Rich> {
  const { t, format, audit, people } = services;
  const [[entry], { timeZone }] = await Promise.all([audit.entries({ ...editor.subject(draft.key), limit: 1 }), services.parameters()]);
  const names = entry ? await people.names([entry.by]) : new Map<string, string>();
  const who = entry ? { person: entry.by, name: names.get(entry.by) } : t('form.stale.somebody');
  const when = entry ? format.clock(entry.at, timeZone) : '–';
  if (item === undefined) return [who, ' ', t('form.stale.gone', { when })];
  if (editor.removes) return [who, ' ', t('form.stale.removing', { when })];
  const { blocks, beside = [] } = await editor.draw(draft, { configuration: await services.settings.read(), services, by });
  const inputs = [...inputsIn(blocks), ...beside];
  const lines = different.map((name) => {
    const input = inputs.find((one) => one.name === name);
    const said = (value: FormValue | undefined): string => valueText(value, input, services);
    const mine = draft.values[name];
    const both = !alike(mine, draft.base[name]) && !alike(mine, theirs[name]);
    const line = { label: input?.label ?? name, saved: said(theirs[name]), yours: said(mine) };
    return both ? t('form.stale.both', line) : t('form.stale.one', line);
  });
  return [who, ' ', t('form.stale.changed', { when }), ...lines.map((line) => `\n• ${line}`), `\n${t('form.stale.save')}`];
}

function inputsIn(blocks: FormBlock[]): Input[] {
  return inputsOf({ title: '', submit: '', submitLabel: '', cancelLabel: '', blocks });
}

/** A value as the form's inputs show it. */
function valueText(value: FormValue | undefined, input: ReturnType<typeof inputsOf>[number] | undefined, { t, format }: Services): string {
  if (value === undefined || value === null || value === '') return '–';
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  const options = input && 'options' in input ? input.options : [];
  const label = (one: string): string => options.find((option) => option.value === one)?.label ?? one;
  if (Array.isArray(value)) return value.length > 0 ? value.map(label).join(', ') : '–';
  if (typeof value === 'number') return format.number(value);
  return input?.kind === 'number' ? value : `“${label(value)}”`;
}
