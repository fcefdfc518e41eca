/** Reads requests as strictly as Slack does. */
import type { IncomingMessage } from 'node:http';
import { Refusal } from './arguments.ts';
import type { Json } from './blocks.ts';

/** A request's bytes. */
export async function bytes(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** A method's arguments, from a form or JSON; anything else is refused as Slack refuses it. */
export function methodArguments(type: string, body: string): Json {
  if (type.startsWith('application/x-www-form-urlencoded')) {
    if (body.trim().startsWith('{')) throw new Refusal('invalid_form_data');
    const entries = [...new URLSearchParams(body)];
    if (new Set(entries.map(([name]) => name)).size < entries.length) throw new Refusal('invalid_form_data');
    return Object.fromEntries(entries);
  }
  if (!type.startsWith('application/json')) throw new Refusal('missing_post_type');
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Json;
  } catch {
    // Refused below, like everything that is not an object.
  }
  throw new Refusal('invalid_json');
}
