/**
 * Forms that edit an item of the configuration: opened with its values, checked on the server, saved only onto what the person has
 * seen. Whoever was overtaken sees both values and decides.
 */
import type { Change, Configuration } from '../../domain/configuration.ts';
import type { Parameters } from '../../domain/parameters.ts';
import type { Problem } from '../../domain/problems.ts';
import { type Form, type FormBlock, type FormErrors, type FormStep, type FormValues, type Input, inputsOf } from '../../view/form.ts';
import type { Answer, Request, SubmitRequest } from '../command.ts';
import { UserError } from '../errors.ts';
import type { Services } from '../services.ts';
import { type Draft, draftOf, type ListState, taken } from './draft.ts';

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
  /** What is wrong in inputs that are no part of the item, by their names. */
  beside?: ((values: FormValues, services: Services) => FormErrors) | undefined;
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

/** The inputs among blocks. */
export function inputsIn(blocks: FormBlock[]): Input[] {
  return inputsOf({ title: '', submit: '', submitLabel: '', cancelLabel: '', blocks });
}
