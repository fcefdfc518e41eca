/** How to reach a conversation later: learned and refreshed from any activity, as the one of the installation may get lost. */
import { z } from 'zod';
import type { Log, References } from '../platform.ts';
import type { Inbound, Spoken } from './activity.ts';

const party = z.object({ id: z.string(), name: z.string().optional(), aadObjectId: z.string().optional() });
const referenceSchema = z.object({
  serviceUrl: z.string(),
  conversation: z.object({ id: z.string(), conversationType: z.string().optional(), tenantId: z.string().optional() }),
  bot: party,
  user: party.optional(),
  /** The channel or chat, without the message that a thread hangs on. */
  threadId: z.string(),
  /** The team's group in the directory; both ids are kept, as events name one or the other. */
  aadGroupId: z.string().optional(),
});
export type Reference = z.infer<typeof referenceSchema>;
const removedSchema = z.object({ removed: z.literal(true) });

/** The address of the very conversation an activity belongs to, its thread included. */
export function referenceOf(activity: Spoken): Reference {
  const { conversation, recipient, from, channelData } = activity;
  return {
    serviceUrl: String(activity.serviceUrl),
    conversation: {
      id: conversation.id,
      ...(conversation.conversationType && { conversationType: conversation.conversationType }),
      ...(conversation.tenantId && { tenantId: conversation.tenantId }),
    },
    bot: { id: recipient?.id ?? '', ...(recipient?.name && { name: recipient.name }) },
    user: { id: from.id, ...(from.name && { name: from.name }), ...(from.aadObjectId && { aadObjectId: from.aadObjectId }) },
    threadId: threadOf(conversation.id),
    ...(channelData?.team?.aadGroupId && { aadGroupId: channelData.team.aadGroupId }),
  };
}

function threadOf(conversationId: string): string {
  return conversationId.split(';')[0] ?? conversationId;
}

/** What later posts may name as their target, each with the address it stands for. */
function targetsOf(activity: Spoken): [string, Reference][] {
  const here = referenceOf(activity);
  const at = (id: string): Reference => ({ ...here, conversation: { ...here.conversation, id } });
  const targets: [string, Reference][] = [[here.threadId, at(here.threadId)]];
  if (activity.conversation.conversationType === 'personal' && activity.from.aadObjectId)
    targets.push([activity.from.aadObjectId, at(here.threadId)]);
  const team = activity.channelData?.team;
  // A team's own id is the thread of its General channel.
  if (team?.aadGroupId && team.id) targets.push([team.aadGroupId, at(team.id)]);
  return targets;
}

export interface Addresses {
  /** Keeps the addresses that an activity teaches. Never throws: an answer does not fail for it. */
  learn: (activity: Spoken) => Promise<void>;
  /** The bot was removed from there. */
  forget: (activity: Spoken) => Promise<void>;
  /** Every address that still holds, by target. @throws what the store throws */
  all: () => Promise<Map<string, Reference>>;
  /** Keeps the address of a channel that nobody has written in yet. Never throws. */
  keep: (target: string, reference: Reference) => Promise<void>;
  /** The address of a target; `removed` after an uninstall, undefined when it was never met. */
  find: (target: string) => Promise<Reference | 'removed' | undefined>;
}

const PREFIX = 'teams:';
/** Saved addresses are remembered up to this many, so that a busy chat does not write with every message. */
const REMEMBERED = 1_000;

export function createAddresses(store: References, log: Log): Addresses {
  const saved = new Map<string, string>();

  async function save(target: string, value: unknown): Promise<void> {
    const text = JSON.stringify(value);
    if (saved.get(target) === text) return;
    try {
      await store.save(`${PREFIX}${target}`, value);
      if (saved.size >= REMEMBERED) saved.clear();
      saved.set(target, text);
    } catch (error) {
      log.warn({ err: error }, 'a Teams conversation reference could not be stored');
    }
  }

  return {
    learn: async (activity) => {
      await Promise.all(targetsOf(activity).map(([target, reference]) => save(target, reference)));
    },
    forget: async (activity) => {
      await Promise.all(targetsOf(activity).map(([target]) => save(target, { removed: true })));
    },
    all: async () => {
      const listed = await store.list(PREFIX);
      return new Map(
        listed.flatMap(({ id, reference }): [string, Reference][] => {
          const known = referenceSchema.safeParse(reference).data;
          return known ? [[id.slice(PREFIX.length), known]] : [];
        }),
      );
    },
    keep: save,
    find: async (target) => {
      const value = await store.get(target.startsWith(PREFIX) ? target : `${PREFIX}${target}`);
      if (removedSchema.safeParse(value).success) return 'removed';
      return referenceSchema.safeParse(value).data;
    },
  };
}

/** Whether an activity says that the bot was taken out of its conversation. */
export function isRemoval(activity: Inbound): boolean {
  if (activity.type === 'installationUpdate') return activity.action === 'remove';
  return activity.type === 'conversationUpdate' && (activity.membersRemoved ?? []).some((member) => member.id === activity.recipient?.id);
}
