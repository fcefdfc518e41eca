/** Modals that answer a press on a card: Slack opens one only within 3 s of it, however long the answer takes. */
import type { Origin, Reply } from '../../app/dispatch.ts';
import { languageOf, type Translate, translator } from '../../i18n/translate.ts';
import type { Card } from '../../view/card.ts';
import type { Form } from '../../view/form.ts';
import type { FrontDesk } from './desk.ts';
import { faultOf } from './errors.ts';
import { renderForm } from './form.ts';
import { later } from './later.ts';
import { doneView, plainView } from './modal.ts';
import type { Place } from './place.ts';
import { cardInks } from './words.ts';

/** A pressed element whose reply is on its way. */
export interface Press {
  reply: Promise<Reply>;
  origin: Promise<Origin>;
  action: string;
  /** The button says that it opens a form. */
  opens: boolean;
  trigger: string;
  place: Place;
  /** False once a later choice has made the answer worthless. */
  wanted: () => boolean;
}

export interface Doors {
  /** Waits for the reply and shows it: a form in a modal, a card in the conversation. */
  answer: (press: Press) => Promise<void>;
}

/** Until when a modal is open although its form is not there: soon for what opens one, else in time for the trigger. */
export const SOON_MS = 300;
export const IN_TIME_MS = 1800;

/** The translator of who asks, before a reply says its language. */
export function translatorOf(origin: Origin): Translate {
  return translator(languageOf(origin.person.locale) ?? 'en');
}

/** Learns which actions open forms where their buttons do not say so, so that no other button ever opens a waiting modal. */
export function doors(desk: FrontDesk): Doors {
  const opensForm = new Map<string, boolean>();

  /** The id of a waiting modal, if the reply took so long that one was opened. */
  async function waiting({ reply, origin, action, opens, trigger }: Press): Promise<string | undefined> {
    const known = opens ? true : opensForm.get(action);
    if (known === false) return undefined;
    const patience = later(known ? SOON_MS : IN_TIME_MS, 'late' as const);
    const first = await Promise.race([reply.then(() => 'here' as const), patience.promise]).finally(patience.stop);
    if (first === 'here') return undefined;
    const t = translatorOf(await origin);
    return desk.views.open(trigger, plainView([t('slack.form.loading')], t)).catch((error: unknown) => {
      desk.log.warn({ code: faultOf(error).code, action }, 'A waiting modal did not open');
      return undefined;
    });
  }

  async function showForm(form: Form, view: string | undefined, { trigger, place }: Press, t: Translate): Promise<void> {
    const rendered = renderForm(form, { t, place });
    if (view) {
      await desk.views.update(view, rendered);
      return;
    }
    if (await desk.views.open(trigger, rendered)) return;
    const card: Card = { title: t('error.title'), blocks: [{ kind: 'text', text: t('slack.form.expired') }] };
    await desk.tell(card, place, t);
  }

  /** A refusal is shown in the modal that is open, and on the home in one of its own; else as a message to the person alone. */
  async function refuse(reply: Reply, card: Card, view: string | undefined, { trigger, place }: Press): Promise<void> {
    const words = plainView(cardInks(card), reply.t);
    const shown = view ? await desk.views.update(view, words) : place.kind === 'home' && (await desk.views.open(trigger, words));
    if (!shown) await desk.give(reply, place);
  }

  async function answer(press: Press): Promise<void> {
    const view = await waiting(press);
    const reply = await press.reply;
    const { answer: given, t, failed } = reply;
    if (!failed) opensForm.set(press.action, given.kind === 'form');
    if (given.kind === 'form') return showForm(given.form, view, press, t);
    if (failed && given.kind === 'card') return refuse(reply, given.card, view, press);
    if (view) await desk.views.update(view, doneView(press.place, t));
    // What would take a place that is no longer its own is dropped; a message of its own is not.
    if (press.wanted() || !(given.kind === 'card' && given.replace)) await desk.give(reply, press.place);
  }

  return { answer };
}
