/** Who is in a conversation and which channels a team has: reading calls of the connector's API, outside botbuilder. */
import { z } from 'zod';
import { ConnectorError } from './errors.ts';
import type { Caller } from './http.ts';
import type { Reference } from './reference.ts';
import type { TokenSource } from './token.ts';

export interface Member {
  /** The directory's object id. */
  id: string;
  name: string;
}

export interface TeamChannels {
  /** The team's name. */
  name: string;
  channels: { id: string; name: string | undefined }[];
}

/** Every verb @throws ConnectorError */
export interface Roster {
  /** All people of a conversation, page by page; for a team's own id, of the team. */
  members: (reference: Reference) => Promise<Member[]>;
  /** The channels of the team whose own id the reference has; the General channel has no name there. */
  channels: (reference: Reference) => Promise<TeamChannels>;
}

/** "Get context for your bot": 50 to 500 a page. */
const PAGE = 500;
/** A continuation that never ends is given up: 25,000 people, the most that a team has. */
const MOST_PAGES = 50;

const membersSchema = z.object({
  members: z.array(z.looseObject({ objectId: z.string().nullish(), aadObjectId: z.string().nullish(), name: z.string().nullish() })),
  continuationToken: z.string().nullish(),
});
const teamSchema = z.looseObject({ name: z.string().nullish() });
const channelsSchema = z.object({ conversations: z.array(z.looseObject({ id: z.string(), name: z.string().nullish() })) });

/** `anonymous`: no token is sent. */
export function createRoster(call: Caller, tokens: TokenSource, anonymous: boolean): Roster {
  async function read<T>(reference: Reference, path: string, schema: z.ZodType<T>): Promise<T> {
    const url = `${reference.serviceUrl.replace(/\/$/, '')}/v3/${path}`;
    const headers: Record<string, string> = anonymous ? {} : { authorization: `Bearer ${await tokens.get()}` };
    const { body } = await call({ url, method: 'GET', headers });
    try {
      return schema.parse(JSON.parse(body));
    } catch (error) {
      throw new ConnectorError(0, 'an answer that cannot be read', undefined, { cause: error });
    }
  }

  return {
    members: async (reference) => {
      const found: Member[] = [];
      let token: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const query = new URLSearchParams({ pageSize: String(PAGE), ...(token && { continuationToken: token }) });
        const path = `conversations/${encodeURIComponent(reference.conversation.id)}/pagedmembers?${query}`;
        const { members, continuationToken } = await read(reference, path, membersSchema);
        for (const { objectId, aadObjectId, name } of members) {
          const id = objectId ?? aadObjectId;
          if (id && name) found.push({ id, name });
        }
        if (!continuationToken) break;
        token = continuationToken;
      }
      return found;
    },
    channels: async (reference) => {
      const team = `teams/${encodeURIComponent(reference.conversation.id)}`;
      const { name } = await read(reference, team, teamSchema);
      const { conversations } = await read(reference, `${team}/conversations`, channelsSchema);
      return { name: name ?? '', channels: conversations.map((one) => ({ id: one.id, name: one.name ?? undefined })) };
    },
  };
}
