/** What every listener needs, put together once. */
import { randomUUID } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import type { Origin, Reply } from '../../app/dispatch.ts';
import { languageOf, translator } from '../../i18n/translate.ts';
import type { PlatformContext } from '../platform.ts';
import { type Answers, answersOf } from './answers.ts';
import { faultOf } from './errors.ts';
import { exportsOf } from './exports.ts';
import { peopleOf } from './people.ts';
import type { Place } from './place.ts';
import { renderCard } from './render.ts';
import { speaker } from './speak.ts';
import { startWork, type Work } from './work.ts';

export interface FrontDesk extends Pick<PlatformContext, 'dispatch' | 'log'> {
  client: WebClient;
  answers: Answers;
  work: Work;
  /** Who asks, for dispatch. */
  origin: (user: string) => Promise<Origin>;
  /** True for the first of these keys that Slack may repeat. */
  first: (...keys: string[]) => Promise<boolean>;
  /** Gives a card reply or an export; a refusal or an error is told to the person alone. */
  give: (reply: Reply, place: Place) => Promise<void>;
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
  const origin = async (user: string): Promise<Origin> => ({ platform: 'slack', person: await people(user) });

  async function isFirst(...keys: string[]): Promise<boolean> {
    try {
      for (const key of keys) if (!(await first(`slack:${key}`))) return false;
      return true;
    } catch (error) {
      log.warn({ err: error }, 'Repeated requests cannot be told apart right now; answering rather twice than never');
      return true;
    }
  }

  async function give({ answer, t, failed }: Reply, place: Place): Promise<void> {
    if (answer.kind === 'export') return deliveries.deliver(answer.export, place, t);
    if (answer.kind !== 'card') throw new Error(`A ${answer.kind} cannot be sent as a message`);
    // In a conversation with others, a refusal is nobody else's business; between two it stays where it was asked.
    const { message: _, ...alone } = place;
    if (!failed) await answers.give(answer.card, place, t, answer.replace);
    else await answers.give(answer.card, place.channel.startsWith('D') ? alone : { ...alone, kind: 'private' }, t);
  }

  async function apologise(error: unknown, place: Place): Promise<void> {
    const reference = randomUUID().slice(0, 8);
    const { code, hint } = faultOf(error);
    log.error({ code, hint, reference, ...(code === 'unexpected' ? { err: error } : {}) }, 'An answer did not reach Slack');
    try {
      const t = translator(languageOf((await people(place.user)).locale) ?? 'en');
      const card = { title: t('error.title'), blocks: [{ kind: 'text' as const, text: t('error.unexpected', { reference }) }] };
      await speak.say({ ...place, kind: 'private' }, renderCard(card, t));
    } catch (again) {
      log.error({ code: faultOf(again).code, reference }, 'Nor did the apology');
    }
  }

  return { client, dispatch, log, answers, work: startWork(), origin, first: isFirst, give, exporting: deliveries.running, apologise };
}
