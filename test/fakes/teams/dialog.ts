/** A dialog of Teams: what the client takes from the bot, shows, holds back and sends. */
import { elementsOf, faultsOf } from './lint.ts';
import type { Person, Place, Sent } from './person.ts';
import { type Pressable, type Screen, screenOf } from './screen.ts';

const CARD = 'application/vnd.microsoft.card.adaptive';
/** The documented limit of a card, UTF-8 bytes. */
const LARGEST = 40 * 1024;
const SIZES = ['small', 'medium', 'large'];

/** What stands on the screen after a press: a dialog, a short word in its place, or nothing any more. */
export type Task = { kind: 'dialog'; title: string; card: unknown; screen: Screen } | { kind: 'word'; text: string } | { kind: 'closed' };

type Json = Record<string, unknown>;

/** What Teams makes of the bot's answer. Throws where it would show "Unable to reach app" or a dialog that cannot work. */
export function taskIn({ status, body }: Sent, opening: boolean): Task {
  if (status !== 200) throw new Error(`Unable to reach app: ${status}`);
  if (body === undefined) {
    if (opening) throw new Error('Unable to reach app: nothing to open');
    return { kind: 'closed' };
  }
  const task = (body as { task?: { type?: unknown; value?: unknown } }).task;
  if (task?.type === 'message' && typeof task.value === 'string' && task.value !== '') return { kind: 'word', text: task.value };
  if (task?.type !== 'continue') throw new Error(`Unable to reach app: ${JSON.stringify(body).slice(0, 200)}`);
  return dialogIn((task.value ?? {}) as Json);
}

function dialogIn({ title, height, width, card }: Json): Task {
  const attachment = (card ?? {}) as { contentType?: unknown; content?: unknown };
  const bytes = Buffer.byteLength(JSON.stringify(attachment));
  const faults = [
    ...(typeof title === 'string' && title !== '' ? [] : ['a dialog without a title']),
    ...[height, width]
      .filter((size) => typeof size !== 'number' && !SIZES.includes(String(size)))
      .map((size) => `no size: ${String(size)}`),
    ...(attachment.contentType === CARD ? [] : ['the card is no attachment']),
    ...(bytes > LARGEST ? [`${bytes} bytes where a card has ${LARGEST} at most`] : []),
    ...faultsOf(attachment.content),
    ...elementsOf(attachment.content).flatMap(({ type }) =>
      /^Action\.(?!Submit$|OpenUrl$)/.test(String(type)) ? [`${String(type)} does nothing in a dialog`] : [],
    ),
  ];
  if (faults.length > 0) throw new Error(`a dialog that Teams cannot show: ${faults.join('; ')}`);
  return { kind: 'dialog', title: String(title), card: attachment.content, screen: screenOf(attachment.content) };
}

/** Everything that goes with a press: every value a string, untouched inputs with what they show. */
export function valuesBeside(action: Pressable, card: unknown, typed: Record<string, string>): Json {
  if (!action.sendsInputs) return { ...action.data };
  const inputs = elementsOf(card).filter(({ type }) => String(type).startsWith('Input.'));
  const shown = new Map(screenOf(card).inputs.map(({ id, value }) => [id, value]));
  const unknown = Object.keys(typed).filter((id) => !shown.has(id));
  if (unknown.length > 0) throw new Error(`no such input: ${unknown.join(', ')}`);
  // An input that is empty and was not touched is left out.
  const left = [...shown].flatMap(([id, value]): [string, string][] =>
    typed[id] === undefined && value === '' ? [] : [[id, typed[id] ?? value]],
  );
  const values = Object.fromEntries(left);
  const held = inputs.filter((input) => holdsBack(input, values[String(input['id'])] ?? ''));
  if (held.length > 0) throw new Error(`Teams sends nothing until these are filled in: ${held.map(({ id }) => String(id)).join(', ')}`);
  return { ...action.data, ...values };
}

/** The client's own validation: it holds back every button that sends values. */
function holdsBack(input: Json, value: string): boolean {
  if (value === '') return input['isRequired'] === true && input['type'] !== 'Input.Toggle';
  if (input['type'] !== 'Input.Number') return typeof input['regex'] === 'string' && !new RegExp(input['regex']).test(value);
  const number = Number(value);
  return Number.isNaN(number) || number < Number(input['min'] ?? -Infinity) || number > Number(input['max'] ?? Infinity);
}

/** Presses a card's button that opens a dialog, on message `replyToId`. */
export async function openDialog(
  person: Person,
  action: Pressable,
  more: { place?: Place; locale?: string; replyToId?: string; id?: string },
): Promise<Task> {
  if (!action.opensDialog) throw new Error(`“${action.label}” opens no dialog`);
  return taskIn(await person.task('task/fetch', action.data, more), true);
}

/** Presses a button of an open dialog. Teams does not say from which message it was opened. */
export async function pressInDialog(
  person: Person,
  dialog: Extract<Task, { kind: 'dialog' }>,
  label: string,
  typed: Record<string, string> = {},
  more: { place?: Place; locale?: string; id?: string } = {},
): Promise<Task> {
  const action = dialog.screen.actions.find((one) => one.label === label);
  if (!action) throw new Error(`no button ${label} among ${dialog.screen.actions.map((one) => one.label).join(', ')}`);
  return taskIn(await person.task('task/submit', valuesBeside(action, dialog.card, typed), more), false);
}
