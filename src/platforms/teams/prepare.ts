/** From an answer to what Teams shows: pictures fetched, size held, forms drawn. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../../app/command.ts';
import type { Reply } from '../../app/dispatch.ts';
import { type Translate, translator } from '../../i18n/translate.ts';
import { type Card, type Chart, chartsOf, type Language } from '../../view/card.ts';
import type { Log, Media } from '../platform.ts';
import { fitting } from './budget.ts';
import type { Outgoing } from './connector.ts';
import type { AdaptiveCard } from './element.ts';
import { fittingForm } from './form-size.ts';
import type { Left } from './fill.ts';
import { CHAT } from './forms.ts';

/** A message ready to go. */
export interface Prepared {
  title: string;
  /** The card with the pictures that are here by now, within `budget` bytes. */
  render: (budget?: number) => AdaptiveCard;
  /** Set while pictures are still missing: whether any came. */
  late?: Promise<boolean> | undefined;
}

export interface Studio {
  media: Media;
  log: Log;
}

/** `patienceMs`: how long the card waits for its pictures; those that come later go into an update. */
export async function prepareCard(card: Card, language: Language, { media, log }: Studio, patienceMs: number): Promise<Prepared> {
  const links = new Map<Chart, string>();
  const render = (budget?: number): AdaptiveCard => fitting(card, translator(language), { links: new Map(links) }, budget);
  const pictures = chartsOf(card).map(async (chart) => {
    try {
      links.set(chart, await media.link(chart));
    } catch (error) {
      log.warn({ err: error }, 'a chart could not be drawn; the Teams card goes without it');
    }
  });
  if (pictures.length === 0) return { title: card.title, render };
  const all = Promise.all(pictures);
  const here = await Promise.race([all.then(() => true), sleep(patienceMs, false, { ref: false })]);
  const early = links.size;
  return { title: card.title, render, late: here ? undefined : all.then(() => links.size > early) };
}

/** A card that has no pictures. */
export function prepareWords(card: Card, t: Translate): Prepared {
  return { title: card.title, render: (budget) => fitting(card, t, { links: new Map() }, budget) };
}

/** A reply that is one message. */
export type Message = Reply & { answer: Exclude<Answer, { kind: 'export' }> };

/** The answer as a message. `left`: the form that it answers, drawn again when its values were refused. */
export async function prepareReply(reply: Message, studio: Studio, patienceMs: number, left?: Left): Promise<Prepared> {
  const { answer, t } = reply;
  switch (answer.kind) {
    case 'card':
      return prepareCard(answer.card, reply.language, studio, patienceMs);
    case 'form':
      return { title: answer.form.title, render: (budget) => fittingForm(answer.form, t, CHAT, undefined, budget) };
    case 'invalid': {
      if (!left) throw new Error('a handler refused values of a form that was not submitted');
      const { form } = left;
      return { title: form.title, render: (budget) => fittingForm(form, t, CHAT, { ...left, errors: answer.errors }, budget) };
    }
  }
}

/** The message around a card. */
export function messageOf(prepared: Prepared, budget?: number): Outgoing {
  const content = prepared.render(budget);
  return { type: 'message', summary: prepared.title, attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] };
}
