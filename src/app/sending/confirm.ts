/** The step that shows exactly what will go out and to whom, and sends it once. */
import { same, type Template } from '../../domain/configuration.ts';
import type { Form } from '../../view/form.ts';
import { wholeName } from '../cards/contact.ts';
import { type Answer, opened, type Submit, type SubmitRequest } from '../command.ts';
import { UserError } from '../errors.ts';
import { type Draft, draftOf } from '../forms/draft.ts';
import { back } from '../forms/editor.ts';
import type { SentText, Services } from '../services.ts';
import { type Attempt, choice, type Chosen, chosenIn } from './choose.ts';
import { type Addressee, addressee, addressText, letterFor } from './letter.ts';
import { offeredTemplates } from './offered.ts';
import { alreadyCard, copyCard, outcomeCard, outcomeOf, OUTCOMES, type SentOutcome } from './outcome.ts';
import { type Filled, fillingNotes } from './values.ts';

const CONFIRM = 'send.confirm';
/** Entries of one conversation that are looked through for an earlier press. */
const LOOKED = 50;

/** What the step remembers: what the person saw. */
interface Letter extends Attempt {
  template: Template;
  text: string;
}

/** From the choice to the step, or to the text to copy where the helpdesk cannot send. */
export const next: Submit['run'] = async (request, services) => {
  const chosen = await chosenIn(request, services);
  if ('invalid' in chosen) return chosen.invalid;
  const { filled, refused } = await letterFor(chosen.template, chosen.one, services);
  if (refused !== undefined) return { kind: 'invalid', errors: { template: refused } };
  if (!services.helpdesk.sends(chosen.one.id)) return opened(copyCard(filled, chosen.one.id, services));
  return shown(chosen, filled, request, services);
};

async function shown({ draft, template, one }: Chosen, filled: Filled, request: SubmitRequest, services: Services): Promise<Answer> {
  const { t, drafts } = services;
  const letter: Letter = { attempt: (draft.item as Attempt).attempt, template, text: filled.text };
  const below = await drafts.keep(request.person, draft);
  const step: Draft = { form: CONFIRM, key: one.id, item: letter, base: {}, values: {}, lists: {}, depth: draft.depth + 1, below };
  const notes = [...fillingNotes(filled, services), t('send.confirm.once')];
  const form: Form = {
    title: t('send.confirm.title'),
    submit: 'show.send.confirm',
    state: await drafts.keep(request.person, step),
    submitLabel: t('send.confirm'),
    cancelLabel: t('form.back'),
    danger: true,
    depth: step.depth,
    back: 'show.send.back',
    blocks: [
      { kind: 'section', text: await addressText(one, services) },
      { kind: 'preview', label: template.title, text: filled.shown },
      { kind: 'section', text: notes.join('\n') },
    ],
  };
  return { kind: 'form', form, step: 'push' };
}

/** Back to the choice. */
export const backToChoice: Submit['run'] = async (request, services) =>
  back(await draftOf(request.state, request, services, CONFIRM), {}, request, services, [choice]);

/** Sends what was shown. @throws UserError when the conversation or the template is not what it was any more */
export const confirm: Submit['run'] = async (request, services) => {
  const draft = await draftOf(request.state, request, services, CONFIRM);
  const letter = draft.item as Letter;
  const before = await earlier(draft.key, letter.attempt, services);
  if (before) return repeated(draft.key, letter, before, request, services);
  const one = await addressee(draft.key, request, services);
  const { template } = letter;
  const standing = offeredTemplates(await services.settings.read(), one.channel).find(({ id }) => id === template.id);
  if (!same(standing ?? null, template)) throw new UserError('send.error.changed');
  return sendOnce(one, letter, request, services);
};

async function sendOnce(one: Addressee, letter: Letter, request: SubmitRequest, services: Services): Promise<Answer> {
  const { attempt, template, text } = letter;
  const told = { template: template.id, title: template.title, protocol: one.protocol ?? null, channel: one.channel };
  const note = (outcome: SentOutcome, id: string): Promise<boolean> =>
    services.audit.add(`sent.${one.id}`, request, { from: null, to: { ...told, outcome } }, id);
  if (!(await note('begun', attempt))) {
    return repeated(one.id, letter, (await earlier(one.id, attempt, services)) ?? 'begun', request, services);
  }
  let sent: SentText = { ok: false, reason: 'unknown' };
  try {
    sent = await services.helpdesk.send(one.id, text);
  } finally {
    await note(outcomeOf(sent), endOf(attempt));
  }
  return opened(outcomeCard(sent, { id: one.id, name: await nameOf(one, services), title: template.title }, services));
}

function endOf(attempt: string): string {
  return `${attempt}.end`;
}

/** What became of an earlier press of the same form; undefined when there was none. */
async function earlier(conversation: string, attempt: string, { audit }: Services): Promise<SentOutcome | undefined> {
  const entries = await audit.entries({ subject: `sent.${conversation}`, limit: LOOKED });
  const entry = entries.find(({ id }) => id === endOf(attempt)) ?? entries.find(({ id }) => id === attempt);
  const outcome = (entry?.to as { outcome?: unknown } | undefined)?.outcome;
  return entry && (OUTCOMES.find((one) => one === outcome) ?? 'begun');
}

async function repeated(
  id: string,
  { template }: Letter,
  outcome: SentOutcome,
  request: SubmitRequest,
  services: Services,
): Promise<Answer> {
  const details = await services.lists.details(id, request.at);
  const name = details ? await nameOf(details.conversation, services) : id;
  return opened(alreadyCard(outcome, { id, name, title: template.title }, services));
}

async function nameOf(one: Addressee, services: Services): Promise<string> {
  return wholeName(one.contact, await services.parameters(), services);
}
