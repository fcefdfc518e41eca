/** Modals that answer a press: Slack opens one only within 3 s of it, however long the answer takes. */
import type { ModalView } from '@slack/types';
import type { Origin, Reply } from '../../app/dispatch.ts';
import { languageOf, type Translate, translator } from '../../i18n/translate.ts';
import type { FrontDesk } from './desk.ts';
import { faultOf } from './errors.ts';
import { renderForm } from './form.ts';
import { later } from './later.ts';
import { plainView } from './modal.ts';
import { pack, type Place } from './place.ts';

/** A pressed element whose reply is on its way. */
export interface Press {
  reply: Promise<Reply>;
  origin: Promise<Origin>;
  action: string;
  trigger: string;
  place: Place;
  /** False once a later choice has made the answer worthless. */
  wanted: () => boolean;
}

export interface Doors {
  /** Waits for the reply and shows it: a form in a modal, a card in the conversation. */
  answer: (press: Press) => Promise<void>;
}

/** Until when a modal is open although its form is not there: soon for an action known to open one, else in time for the trigger. */
const SOON_MS = 300;
const IN_TIME_MS = 1800;

/** The translator of who asks, before a reply says its language. */
export function translatorOf(origin: Origin): Translate {
  return translator(languageOf(origin.person.locale) ?? 'en');
}

/** Learns which actions open forms, so that no other button ever opens a waiting modal. */
export function doors(desk: FrontDesk): Doors {
  const opensForm = new Map<string, boolean>();

  async function open(trigger: string, view: ModalView): Promise<string | undefined> {
    const opened = await desk.client.views.open({ trigger_id: trigger, view });
    return opened.view?.id;
  }

  /** The id of a waiting modal, if the reply took so long that one was opened. */
  async function waiting({ reply, origin, action, trigger }: Press): Promise<string | undefined> {
    const known = opensForm.get(action);
    if (known === false) return undefined;
    const patience = later(known ? SOON_MS : IN_TIME_MS, 'late' as const);
    const first = await Promise.race([reply.then(() => 'here' as const), patience.promise]).finally(patience.stop);
    if (first === 'here') return undefined;
    const t = translatorOf(await origin);
    return open(trigger, plainView([t('slack.form.loading')], t)).catch((error: unknown) => {
      desk.log.warn({ code: faultOf(error).code, action }, 'A waiting modal did not open');
      return undefined;
    });
  }

  async function showForm(form: ModalView, view: string | undefined, { trigger, place, action }: Press, t: Translate): Promise<void> {
    try {
      if (view) await desk.client.views.update({ view_id: view, view: form });
      else await open(trigger, form);
    } catch (error) {
      const { code, hint } = faultOf(error);
      if (code !== 'expired_trigger_id' && code !== 'exchanged_trigger_id') throw error;
      desk.log.warn({ code, hint, action }, 'A form came too late');
      const card = { title: t('error.title'), blocks: [{ kind: 'text' as const, text: t('slack.form.expired') }] };
      await desk.answers.give(card, { ...place, kind: 'private' }, t);
    }
  }

  async function answer(press: Press): Promise<void> {
    const view = await waiting(press);
    const reply = await press.reply;
    const { answer: given, t } = reply;
    if (!reply.failed) opensForm.set(press.action, given.kind === 'form');
    if (given.kind === 'form') {
      const metadata = pack({ place: press.place, state: given.form.state ?? '' });
      await showForm(renderForm(given.form, t, metadata), view, press, t);
      return;
    }
    if (view) await desk.client.views.update({ view_id: view, view: plainView([t('slack.form.done')], t) });
    // What would take a place that is no longer its own is dropped; a message of its own is not.
    if (press.wanted() || !(given.kind === 'card' && given.replace)) await desk.give(reply, press.place);
  }

  return { answer };
}
