/** Actions of cards: Action.Execute in the chat, with Action.Submit for clients that do not know it; Action.Submit in dialogs. */
import { cut, type Element } from './element.ts';
import type { Carried } from './payload.ts';

const LONGEST_LABEL = 60;

/** Teams shows six actions of a set at most. */
export const ROW = 5;
/** Characters that a row has on a phone, and those that a button's frame takes: Teams cuts labels that do not fit. */
const WIDTH = 46;
const FRAME = 5;

/** Actions side by side, in rows that show their labels whole on a phone. */
export function actionSets(actions: Element[], more: Record<string, unknown> = {}): Element[] {
  const rows: Element[][] = [];
  let left = 0;
  for (const action of actions) {
    const width = String(action['title']).length + FRAME;
    const row = rows.at(-1);
    if (row && row.length < ROW && width <= left) row.push(action);
    else {
      rows.push([action]);
      left = WIDTH;
    }
    left -= width;
  }
  return rows.map((row) => ({ type: 'ActionSet', ...more, actions: row }));
}

/** An Action.Execute; `associatedInputs` none: a button is not held up by a choice beside it. */
export function execute(title: string, verb: string, data: Carried, more: Record<string, unknown> = {}): Element {
  const action = { title: cut(title, LONGEST_LABEL), data, ...more };
  return { type: 'Action.Execute', verb, ...action, fallback: { type: 'Action.Submit', ...action } };
}

/** An Action.Submit: the only one that a dialog takes. */
export function submit(title: string, data: Carried, more: Record<string, unknown> = {}): Element {
  return { type: 'Action.Submit', title: cut(title, LONGEST_LABEL), data, ...more };
}

/** An Action.Submit that opens a dialog: Teams asks for what stands in it by `task/fetch`. */
export function openDialog(title: string, data: Carried, more: Record<string, unknown> = {}): Element {
  return { type: 'Action.Submit', title: cut(title, LONGEST_LABEL), data: { ...data, msteams: { type: 'task/fetch' } }, ...more };
}
