/** The app's home: each person's panel, drawn anew whenever it is opened, and in place when its buttons are pressed. */
import type { HomeView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Reply } from '../../app/dispatch.ts';
import type { Translate } from '../../i18n/translate.ts';
import { type Card, withoutCharts } from '../../view/card.ts';
import { patiently } from './clients.ts';
import { LIMITS } from './limits.ts';
import { cardBlocks } from './render.ts';

/** A card as the whole of a home; pictures stay in messages. */
export function homeView(card: Card, t: Translate): HomeView {
  return { type: 'home', blocks: cardBlocks(withoutCharts(card), t, LIMITS.viewBlocks) };
}

export interface Homes {
  /** Publishes what `reply` brings, unless something asked for later stands there by then. */
  show: (user: string, reply: Promise<Reply>) => Promise<void>;
}

const MOST = 5000;

/** Homes on one client; of two answers for a person the one that was asked for later stays. */
export function homesOf(client: WebClient): Homes {
  const standing = new Map<string, { turn: number; last: Promise<void> }>();
  let turns = 0;

  function place(user: string): { turn: number; last: Promise<void> } {
    const known = standing.get(user) ?? { turn: 0, last: Promise.resolve() };
    const [oldest] = standing.keys();
    if (standing.size >= MOST && oldest !== undefined) standing.delete(oldest);
    standing.set(user, known);
    return known;
  }

  async function show(user: string, reply: Promise<Reply>): Promise<void> {
    turns += 1;
    const turn = turns;
    const { answer, t } = await reply;
    if (answer.kind !== 'card') throw new Error(`A ${answer.kind} cannot be a home`);
    const { card } = answer;
    const home = place(user);
    const publish = async (): Promise<void> => {
      if (home.turn > turn) return;
      home.turn = turn;
      await patiently(() => client.views.publish({ user_id: user, view: homeView(card, t) }));
    };
    // One after another: two on their way at once could arrive in any order.
    const mine = home.last.then(publish);
    home.last = mine.catch(() => undefined);
    await mine;
  }

  return { show };
}

/** The home with what an answer says first under its own first words. */
export function withWord(home: Reply, card: Card): Reply {
  const [word] = card.blocks;
  if (home.failed || home.answer.kind !== 'card' || word?.kind !== 'text') return home;
  const [first, ...rest] = home.answer.card.blocks;
  return { ...home, answer: { ...home.answer, card: { ...home.answer.card, blocks: [...(first ? [first] : []), word, ...rest] } } };
}
