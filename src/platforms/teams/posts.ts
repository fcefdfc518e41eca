/** Posts that nobody asked for, and their changes: tried once, as retries belong to the caller. */
import type { Card, Language } from '../../view/card.ts';
import type { Platform, Posted } from '../platform.ts';
import type { Connector } from './connector.ts';
import { sendNew, smallerIfTooBig } from './deliver.ts';
import { ConnectorError, notPosted } from './errors.ts';
import { type Prepared, prepareCard, type Studio } from './prepare.ts';
import type { Addresses, Reference } from './reference.ts';

/** A new message does not wait for slow pictures, ms: a change brings them, which can wait for longer. */
const POST_PATIENCE = 3_000;
const EDIT_PATIENCE = 6_000;

/** Between a message's conversation and its own id. */
const CUT = '|';

const REMOVED: Posted = { ok: false, reason: 'removed: Vigia was removed from this conversation', gone: true };
const UNMET: Posted = { ok: false, reason: 'unmet: Vigia has never met this conversation, install the app there', gone: true };

export type Posts = Required<Pick<Platform, 'post' | 'edit'>>;

/** Bots cannot read messages, so there is no `find`: one that may have arrived is sent again. */
export function createPosts(addresses: Addresses, connector: Connector, studio: Studio): Posts {
  /** Runs with the address of a target, and tells what went wrong. */
  async function to(target: string, run: (reference: Reference) => Promise<Posted>): Promise<Posted> {
    try {
      const reference = await addresses.find(target);
      if (reference === 'removed') return REMOVED;
      return reference ? await run(reference) : UNMET;
    } catch (error) {
      return notPosted(error);
    }
  }

  async function sent(reference: Reference, prepared: Prepared): Promise<Posted> {
    const id = await sendNew(connector, reference, prepared);
    return { ok: true, message: `${reference.conversation.id}${CUT}${id}`, ...(prepared.late && { bare: true }) };
  }

  async function changed(reference: Reference, message: string, prepared: Prepared): Promise<Posted> {
    const cut = message.lastIndexOf(CUT);
    const there = within(reference, message.slice(0, cut));
    try {
      await smallerIfTooBig(prepared, (outgoing) => connector.update(there, message.slice(cut + 1), outgoing));
      return { ok: true, message, ...(prepared.late && { bare: true }) };
    } catch (error) {
      // Whoever deleted the message wants it changed no more.
      return isNotFound(error) ? { ...notPosted(error), gone: false, missing: true } : notPosted(error);
    }
  }

  return {
    post: (target, card: Card, language: Language, { thread } = {}) =>
      to(target, async (reference) => {
        const prepared = await prepareCard(card, language, studio, POST_PATIENCE);
        const there = thread === undefined ? undefined : threadOf(reference, thread);
        if (!there) return sent(reference, prepared);
        return sent(there, prepared).catch((error: unknown) => {
          // The message is no more on which the thread hung.
          if (!isNotFound(error)) throw error;
          return sent(reference, prepared);
        });
      }),
    edit: (target, message, card: Card, language: Language) =>
      to(target, async (reference) => changed(reference, message, await prepareCard(card, language, studio, EDIT_PATIENCE))),
  };
}

/** Only channels have threads: in chats a reply is a message of its own. */
function threadOf(reference: Reference, message: string): Reference | undefined {
  if (reference.conversation.conversationType !== 'channel') return undefined;
  const cut = message.lastIndexOf(CUT);
  return within(reference, `${message.slice(0, cut)};messageid=${message.slice(cut + 1)}`);
}

function within(reference: Reference, id: string): Reference {
  return { ...reference, conversation: { ...reference.conversation, id } };
}

function isNotFound(error: unknown): boolean {
  return error instanceof ConnectorError && error.status === 404;
}
