/** Actions of cards: Action.Execute, with Action.Submit for clients that do not know it. */
import { cut, type Element } from './element.ts';
import type { Payload } from './payload.ts';

const LONGEST_LABEL = 60;

/** An Action.Execute; `associatedInputs` none: a button is not held up by a choice beside it. */
export function execute(title: string, verb: string, data: Payload, more: Record<string, unknown> = {}): Element {
  const action = { title: cut(title, LONGEST_LABEL), data, ...more };
  return { type: 'Action.Execute', verb, ...action, fallback: { type: 'Action.Submit', ...action } };
}
