/** What every listener needs, put together once. */
import { randomUUID } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import type { Origin, Reply } from '../../app/dispatch.ts';
import { languageOf, type Translate, translator } from '../../i18n/translate.ts';
import type { Card } from '../../view/card.ts';
import type { PlatformContext } from '../platform.ts';
import { type Answers, answersOf } from './answers.ts';
import { faultOf } from './errors.ts';
import { exportsOf } from './exports.ts';
import { type Homes, homesOf, withWord } from './homes.ts';
import { peopleOf } from './people.ts';
import type { Place } from './place.ts';
import { renderCard } from './render.ts';
import { speaker } from './speak.ts';
import { type Views, viewsOf } from './views.ts';
import { startWork, type Work } from './work.ts';

export interface FrontDesk extends Pick<PlatformContext, 'dispatch' | 'log'> {
  answers: Answers;
  views: Views;
  homes: Homes;
  /** The card of a person's home. */
  askHome: (user: string) => Promise<Reply>;
  work: Work;
  /** Who asks, for dispatch. */
  origin: (user: string) => Promise<Origin>;
  /** True for the first of these keys that Slack may repeat. */
  first: (...keys: string[]) => Promise<boolean>;
  /** Gives a card reply or an export; a refusal, an error and what is for one person are told to that person alone. */
  give: (reply: Reply, place: Place) => Promise<void>;
  /** The same after a form: where that was opened from the home, what would replace it draws the home anew, with its first word. */
  giveAfterForm: (reply: Reply, place: Place) => Promise<void>;
  /** Tells the person alone. */
  tell: (card: Card, place: Place, t: Translate) => Promise<void>;
  /** Whether an export still changes the message at a place. */
  exporting: (place: Place) => boolean;
  /** The last resort after an error of our own: logs it and tells the person its reference. */
  apologise: (error: unknown, place: Place) => Promise<void>;
}

/** The front desk of one workspace. */
export function frontDesk(client: WebClient, { dispatch, media, exports, first, log }: PlatformContext): FrontDesk {
  const speak = speaker(client, log);
  const answers = answersOf(client, media, speak, log);
  const deliveries = exportsOf(client, exports, speak, log);
  const people = peopleOf(client, log);
  const homes = homesOf(client);
  const origin = async (user: string): Promise<Origin> => ({ platform: 'slack', person: await people(user) });

  const askHome = async (user: string): Promise<Reply> => dispatch.ask('home', await origin(user));

  async function isFirst(...keys: string[]): Promise<boolean> {
    try {
      for (const key of keys) if (!(await first(`slack:${key}`))) return false;
      return true;
    } catch (error) {
      log.warn({ err: error }, 'Repeated requests cannot be told apart right now; answering rather twice than never');
      return true;
    }
  }

  /** Nobody can write into a home: what does not replace it goes to the person's direct messages. */
  async function conversation(place: Place): Promise<Place> {
    return place.kind === 'home' ? { kind: 'open', user: place.user, channel: await speak.direct(place.user) } : place;
  }

  async function give(reply: Reply, place: Place): Promise<void> {
    const { answer, t, failed } = reply;
    const replaces = !failed && answer.kind === 'card' && answer.replace;
    if (place.kind === 'home' && replaces) return homes.show(place.user, Promise.resolve(reply));
    const there = await conversation(place);
    if (answer.kind === 'export') return deliveries.deliver(answer.export, there, t);
    if (answer.kind !== 'card') throw new Error(`A ${answer.kind} cannot be sent as a message`);
    if (failed || answer.alone) await tell(answer.card, there, t);
    else await answers.give(answer.card, there, t, answer.replace);
  }

  /** In a conversation with others, a refusal is nobody else's business; between two it stays where it was asked. */
  async function tell(card: Card, place: Place, t: Translate): Promise<void> {
    const { message: _, ...alone } = await conversation(place);
    await answers.give(card, alone.channel.startsWith('D') ? alone : { ...alone, kind: 'private' }, t);
  }

  async function giveAfterForm(reply: Reply, place: Place): Promise<void> {
    const { answer } = reply;
    if (place.kind !== 'home' || answer.kind !== 'card' || !answer.replace) return give(reply, place);
    const anew = askHome(place.user).then((home) => withWord(home, answer.card));
    await homes.show(place.user, anew);
  }

  async function apologise(error: unknown, place: Place): Promise<void> {
    const reference = randomUUID().slice(0, 8);
    const { code, hint } = faultOf(error);
    log.error({ code, hint, reference, ...(code === 'unexpected' ? { err: error } : {}) }, 'An answer did not reach Slack');
    try {
      const t = translator(languageOf((await people(place.user)).locale) ?? 'en');
      const card = { title: t('error.title'), blocks: [{ kind: 'text' as const, text: t('error.unexpected', { reference }) }] };
      const there = await conversation(place);
      await speak.say(place.kind === 'home' ? there : { ...there, kind: 'private' }, renderCard(card, t));
    } catch (again) {
      log.error({ code: faultOf(again).code, reference }, 'Nor did the apology');
    }
  }

  return {
    dispatch,
    log,
    answers,
    views: viewsOf(client, log),
    homes,
    askHome,
    work: startWork(),
    origin,
    first: isFirst,
    give,
    giveAfterForm,
    tell,
    exporting: deliveries.running,
    apologise,
  };
}
