/**
 * What the board wants told, handed to the outbox: records of incidents first, then new messages, what goes into their threads, and what
 * stands anew. Done twice, by two replicas or after a crash, it is done once: keys and revisions say so.
 */
import type { Board } from '../../domain/alert-board.ts';
import type { Incident } from '../../domain/alert-state.ts';
import type { Intent } from '../../domain/alert-telling.ts';
import type { Card, Language } from '../../view/card.ts';
import type { BoardStore, IncidentStore, Outbox, Post } from '../watching.ts';

export interface Wording {
  /** The message about incidents that began together. */
  message: (incidents: readonly Incident[], how: { at: Date; target: string; escalated: boolean }) => Promise<Card>;
  /** What is said in its thread. */
  reply: (incident: Incident, how: { at: Date; target: string; what: (Intent & { kind: 'reply' })['what'] }) => Promise<Card>;
  /** What language a target reads. */
  language: (target: string) => Promise<Language>;
}

export interface Settling {
  board: Pick<BoardStore, 'intents' | 'done'>;
  incidents: Pick<IncidentStore, 'keep' | 'inMessage' | 'byId'>;
  outbox: Pick<Outbox, 'plan' | 'edit'>;
  wording: Wording;
}

/** How long a message about an incident is worth sending, and a reminder of it, ms. */
const WORTH_MS = { alert: 24 * 3_600_000, reply: 3_600_000 } as const;

type Of<Kind extends Intent['kind']> = Extract<Intent, { kind: Kind }> & { id: string };

/**
 * Tells what is left to tell. Whatever cannot be told now stays for the next time and holds nothing else back.
 * @throws what kept the first of these from being told
 */
export async function settle(at: Date, { board, incidents, outbox, wording }: Settling): Promise<void> {
  const { rev, board: standing, intents } = await board.intents();
  if (intents.length === 0) return;
  const of = <Kind extends Intent['kind']>(kind: Kind): Of<Kind>[] => intents.filter((one): one is Of<Kind> => one.kind === kind);
  const failed = new Map<string, unknown>();
  const attempt = <T>(id: string, make: () => Promise<T>): Promise<T | []> =>
    make().catch((error: unknown) => {
      failed.set(id, error);
      return [];
    });
  const newest = new Map(of('incident').map(({ incident }) => [incident.id, incident]));
  for (const incident of newest.values()) await incidents.keep(incident, rev);

  const cards = new Map<string, Promise<Card>>();
  const posts = await Promise.all(of('message').map((one) => attempt(one.id, () => messagePost(one))));
  const replies = await Promise.all(of('reply').map((one) => attempt(one.id, () => replyPost(one))));
  await outbox.plan([...posts, ...replies].flat(), at);
  // One that was planned by another replica just now may say less than this.
  for (const { id, key } of of('refresh')) await attempt(id, async () => outbox.edit(key, await cardOf(key), rev, at));
  await board.done(intents.map(({ id }) => id).filter((id) => !failed.has(id)));
  for (const error of failed.values()) throw error;

  async function messagePost({ key, target }: Of<'message'>): Promise<Post> {
    const language = await wording.language(target);
    return { key, kind: 'alert', target, card: await cardOf(key), language, rev, worthMs: WORTH_MS.alert };
  }

  async function replyPost({ key, parent, target, what, incident, at: when }: Of<'reply'>): Promise<Post[]> {
    const [known] = await incidents.byId([incident]);
    if (!known) return [];
    const card = await wording.reply(current(known, standing), { at: when, target, what });
    return [{ key, kind: 'reply', target, card, language: await wording.language(target), parent, worthMs: WORTH_MS.reply }];
  }

  /** What a message says now. */
  function cardOf(key: string): Promise<Card> {
    const known = cards.get(key) ?? drawn(key);
    cards.set(key, known);
    return known;
  }

  async function drawn(key: string): Promise<Card> {
    const known = await incidents.inMessage(key);
    const target = known.flatMap((one) => one.messages).find((one) => one.key === key)?.target ?? '';
    return wording.message(
      known.map((one) => current(one, standing)),
      { at, target, escalated: key.includes('|escalated|') },
    );
  }
}

/** An open incident as the board has it: its record is not written anew with every value. */
function current(recorded: Incident, { states }: Board): Incident {
  return states.find(({ incident }) => incident?.id === recorded.id)?.incident ?? recorded;
}
