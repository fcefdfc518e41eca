/** The form that chooses a template for a conversation, and shows how it will read. */
import { randomUUID } from 'node:crypto';
import type { Template } from '../../domain/configuration.ts';
import type { Channel } from '../../domain/events.ts';
import type { Option } from '../../view/card.ts';
import type { Form, FormBlock, FormStep, Input } from '../../view/form.ts';
import type { ActionRequest, Answer, Submit, SubmitRequest } from '../command.ts';
import { UserError } from '../errors.ts';
import { type Draft, draftOf, taken, textOf } from '../forms/draft.ts';
import type { Asker, Redrawn } from '../forms/editor.ts';
import type { Services } from '../services.ts';
import { type Addressee, addressee, addressText, letterFor } from './letter.ts';
import { fittingTemplates, offeredTemplates, templateOption } from './offered.ts';
import { fillingNotes } from './values.ts';

const CHOOSE = 'send';
/** So many stand in a menu; more are searched. */
const MENU = 25;

/** Chosen when the form is opened: whatever is pressed how often, what comes of this form goes out once. */
export interface Attempt {
  attempt: string;
}

async function offered(channel: Channel, { settings }: Services): Promise<Template[]> {
  return offeredTemplates(await settings.read(), channel);
}

/** Opens it. @throws UserError for a conversation that is over, and where there is nothing to send */
export async function openChoice(request: ActionRequest, services: Services): Promise<Answer> {
  const one = await addressee(request.value, request, services);
  if ((await offered(one.channel, services)).length === 0) throw new UserError('send.error.none');
  const item: Attempt = { attempt: randomUUID() };
  const draft: Draft = { form: CHOOSE, key: one.id, item, base: {}, values: { template: null }, lists: {}, depth: 0 };
  return shown(draft, request, services);
}

function templateInput(templates: readonly Template[], chosen: Template | undefined, channel: Channel, { t }: Services): Input {
  const asked = { name: 'template', label: t('send.template'), required: true };
  const options = templates.map(templateOption);
  if (templates.length <= MENU) return { kind: 'select', ...asked, value: chosen?.id, options };
  const value = chosen && templateOption(chosen);
  return { kind: 'search', ...asked, action: `show.template.${channel}`, value, options: options.slice(0, MENU) };
}

/** The text as it will read, and what stands in its way. */
async function previewOf(template: Template, one: Addressee, services: Services): Promise<FormBlock[]> {
  const { filled, refused } = await letterFor(template, one, services);
  const notes = [...(refused === undefined ? [] : [refused]), ...fillingNotes({ ...filled, missing: [] }, services)];
  return [
    { kind: 'preview', label: template.title, text: filled.shown },
    ...(notes.length > 0 ? [{ kind: 'section' as const, text: notes.join('\n') }] : []),
  ];
}

async function shown(draft: Draft, by: Asker, services: Services, step?: FormStep): Promise<Answer> {
  const { t, drafts } = services;
  const one = await addressee(draft.key, by, services);
  const templates = await offered(one.channel, services);
  const chosen = templates.find(({ id }) => id === textOf(draft.values['template']));
  const form: Form = {
    title: t('send.open'),
    submit: 'show.send.next',
    state: await drafts.keep(by.person, draft),
    submitLabel: t('send.next'),
    cancelLabel: t('form.cancel'),
    depth: 0,
    blocks: [
      { kind: 'section', text: await addressText(one, services) },
      templateInput(templates, chosen, one.channel, services),
      { kind: 'buttons', buttons: [{ label: t('templates.preview'), action: 'show.send.preview' }] },
      ...(draft.previewed && chosen ? await previewOf(chosen, one, services) : []),
    ],
  };
  return { kind: 'form', form, ...(step && { step }) };
}

/** The form, to come back to. */
export const choice: Redrawn = { name: CHOOSE, redraw: shown };

/** What was chosen. */
export interface Chosen {
  draft: Draft;
  template: Template;
  one: Addressee;
}

/** What the form says, or what is wrong with it. */
export async function chosenIn(request: SubmitRequest, services: Services): Promise<Chosen | { invalid: Answer }> {
  const draft = taken(await draftOf(request.state, request, services, CHOOSE), request.values);
  const one = await addressee(draft.key, request, services);
  const template = (await offered(one.channel, services)).find(({ id }) => id === textOf(draft.values['template']));
  return template ? { draft, template, one } : { invalid: { kind: 'invalid', errors: { template: services.t('send.error.template') } } };
}

/** Draws it anew with the chosen template's text. */
export const preview: Submit['run'] = async (request, services) => {
  const chosen = await chosenIn(request, services);
  return 'invalid' in chosen ? chosen.invalid : shown({ ...chosen.draft, previewed: true }, request, services);
};

/** The templates of a channel by the words typed. */
export async function templateOptions(channel: Channel, typed: string, services: Services): Promise<Option[]> {
  return fittingTemplates(await offered(channel, services), typed);
}
