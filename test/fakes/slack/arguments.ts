/** Arguments of a Web API method, and its refusals. */
import type { Json } from './blocks.ts';

/** An answer with `ok: false`. */
export class Refusal extends Error {
  readonly messages: string[];

  constructor(code: string, messages: string[] = []) {
    super(code);
    this.messages = messages;
  }
}

export function need(args: Json, name: string): string {
  const value = args[name];
  if (typeof value !== 'string' || value === '') throw new Refusal('invalid_arguments', [`[ERROR] missing required field: ${name}`]);
  return value;
}

/** A structured argument: JSON in a string, or JSON itself. */
export function structured(args: Json, name: string): unknown {
  const value = args[name];
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new Refusal('invalid_arguments', [`[ERROR] ${name} is not JSON`]);
  }
}

export function refuse(code: string): never {
  throw new Refusal(code);
}
