/** Ids of what Chatwoot tells: the same fact has the same id however often and in whatever order it is told. */
import { createHash } from 'node:crypto';
import type { Named } from '../../domain/events.ts';
import { named } from '../connector.ts';

/** `chatwoot:57`. */
export function own(id: string): string {
  return `chatwoot:${id}`;
}

/** An agent or team as the domain names it. */
export function ownNamed({ id, name }: { id: string; name?: string | undefined }): Named {
  return { id: own(id), name: named(name) };
}

/** The id of an event: everything that it says stands in it, so that two events with one id are equal. */
export function factId(subject: string, fact: string, at: Date, ...said: readonly unknown[]): string {
  return [own(subject), fact, at.getTime(), ...said.map(shortHash)].join(':');
}

function shortHash(said: unknown): string {
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 12);
}

/** Zeros in front, so that of two messages in one instant the one created first sorts first. */
export function sortable(id: string): string {
  return id.padStart(12, '0');
}
