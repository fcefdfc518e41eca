/** Who and where there is in Teams, as far as the bot has been met there: people of its teams and chats, channels of its teams. */
import type { Directory, Listed, Log } from '../platform.ts';
import { ConnectorError } from './errors.ts';
import { byName, fitting } from './matching.ts';
import type { Addresses, Reference } from './reference.ts';
import type { Member, Roster } from './roster.ts';

interface Known {
  people: Listed[];
  channels: Listed[];
}

/** What was read is remembered so long, ms. */
const REMEMBERED_MS = 10 * 60_000;
/** After a failure Teams is left alone so long, where it does not say how long, ms. */
const REST_MS = 30_000;
/** Names in the name of a group chat, which the bot is not told. */
const NAMED = 3;
/** Conversations that are read at the same time: Teams allows an app 50 calls a second. */
const AT_ONCE = 4;

const NOTHING: Known = { people: [], channels: [] };

/** `now`: ms. */
export function createDirectory(addresses: Addresses, roster: Roster, log: Log, now: () => number = Date.now): Directory {
  let held: Known = NOTHING;
  let until = 0;
  let reading: Promise<Known> | undefined;

  async function read(): Promise<Known> {
    const places = placesOf(await addresses.all());
    const people = new Map(places.personal.map((one) => [one.id, one.name]));
    const chats: Listed[] = [];
    await each([...places.teams, ...places.groups, ...places.unnamed], async (reference) => {
      const members = await orNothing(reference, () => roster.members(reference));
      for (const { id, name } of members ?? []) people.set(id, name);
      if (members && places.groups.includes(reference)) chats.push({ id: reference.conversation.id, name: chatName(members) });
    });
    const channels: Listed[] = [];
    await each(places.teams, async (reference) => channels.push(...(await channelsOf(reference, places.known))));
    return {
      people: [...people].map(([id, name]) => ({ id: `teams:${id}`, name })).sort(byName),
      channels: [...channels.sort(byName), ...chats.sort(byName)],
    };
  }

  async function channelsOf(team: Reference, known: ReadonlySet<string>): Promise<Listed[]> {
    const found = await orNothing(team, () => roster.channels(team));
    for (const { id } of found?.channels ?? []) {
      // A post needs an address, also where nobody has written yet.
      if (!known.has(id)) await addresses.keep(id, { ...team, conversation: { ...team.conversation, id }, threadId: id });
    }
    return (found?.channels ?? []).map(({ id, name }) => ({ id, name: `${found?.name} · ${name ?? 'General'}` }));
  }

  /** One conversation that is gone costs only its own people. @throws ConnectorError when Teams asks to wait */
  async function orNothing<T>(reference: Reference, ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof ConnectorError && error.status === 429) throw error;
      log.warn({ err: error, conversation: reference.threadId }, 'a Teams conversation could not be read for the directory');
      return undefined;
    }
  }

  /** What is known, read again when it is too old; on a failure what was known before. */
  async function known(): Promise<Known> {
    if (now() < until) return held;
    reading ??= read()
      .then((fresh) => {
        held = fresh;
        until = now() + REMEMBERED_MS;
        return held;
      })
      .catch((error: unknown) => {
        const wait = error instanceof ConnectorError ? error.retryAfterMs : undefined;
        until = now() + (wait ?? REST_MS);
        log.warn({ err: error }, 'the directory of Teams could not be read');
        return held;
      })
      .finally(() => {
        reading = undefined;
      });
    // Nobody waits for news while something is known.
    return held === NOTHING ? reading : held;
  }

  return {
    people: async (typed) => fitting((await known()).people, typed),
    channels: async (typed) => fitting((await known()).channels, typed),
  };
}

interface Places {
  /** Teams by their own id, each once. */
  teams: Reference[];
  groups: Reference[];
  personal: Member[];
  /** Personal chats whose person has no name here yet. */
  unnamed: Reference[];
  /** Targets that have an address. */
  known: ReadonlySet<string>;
}

function placesOf(addresses: ReadonlyMap<string, Reference>): Places {
  const known = new Set(addresses.keys());
  const places: Places = { teams: [], groups: [], personal: [], unnamed: [], known };
  for (const [target, reference] of addresses) {
    const { conversation, user, aadGroupId } = reference;
    if (target === aadGroupId) places.teams.push(reference);
    else if (conversation.conversationType === 'groupChat') places.groups.push(reference);
    else if (conversation.conversationType !== 'personal' || target !== user?.aadObjectId) continue;
    else if (user.name) places.personal.push({ id: target, name: user.name });
    else places.unnamed.push(reference);
  }
  return places;
}

/** Does the work for each, a few at a time; stops at the first that throws. */
async function each<T>(all: T[], work: (one: T) => Promise<unknown>): Promise<void> {
  const left = [...all];
  const worker = async (): Promise<void> => {
    try {
      for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
    } finally {
      left.length = 0;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function chatName(members: Member[]): string {
  const names = members.slice(0, NAMED).map(({ name }) => name);
  const more = members.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` +${more}` : ''}`;
}
