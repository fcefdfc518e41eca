/** Slack's own client of modals: it keeps what is typed, stops what cannot be right, closes the top of a stack. */
import { type Json, suggestionFaults } from './blocks.ts';
import type { Delivered } from './deliver.ts';
import { type ChosenOption, type Element, elementsOf, labelOf, optionsOf } from './elements.ts';
import { newTrigger, type State, timestamp, type View } from './state.ts';
import { change, faultsOf, keyOf, payloadOf, push, stackOf } from './views.ts';

/** What a person leaves in inputs, by name: text, a choice by label or value, `true` and `false`, several by labels or values. */
export type Left = Record<string, string | string[]>;

export interface Modals {
  /** The modal that a person sees: the top of the newest stack. */
  modal: (user: string) => View | undefined;
  /** How many stand below it. */
  depth: (view: View) => number;
  /** What an input shows. */
  holds: (view: View, block: Json) => Json;
  /** Fills in and submits. The client stops empty required inputs, numbers out of range, texts that are too long. */
  submit: (user: string, left: Left) => Promise<Delivered | { stopped: Record<string, string> }>;
  /** Fills in and presses a button of the modal; nothing is stopped. */
  pressIn: (user: string, label: string, left?: Left) => Promise<Delivered>;
  /** The labels that a menu of the modal offers after this was typed. */
  typeIn: (user: string, name: string, typed: string) => Promise<string[]>;
  /** Closes the modal on top as its button does. */
  dismiss: (user: string) => void;
}

type Interact = (what: string, user: string, payload: Json) => Promise<Delivered>;

/** The name of an input's block: what stands before a `~`. */
export function inputName(block: Json): string {
  return String(block['block_id']).split('~')[0] ?? '';
}

function inputsOf(view: View): Json[] {
  return (view.view['blocks'] as Json[]).filter((block) => block['type'] === 'input');
}

/** What an element shows before anybody types. */
export function initial(element: Element): Json {
  switch (element.type) {
    case 'checkboxes':
    case 'multi_static_select':
      return { selected_options: element['initial_options'] ?? [] };
    case 'static_select':
    case 'external_select':
      return { selected_option: element['initial_option'] ?? null };
    case 'timepicker':
      return { selected_time: element['initial_time'] ?? null };
    case 'datepicker':
      return { selected_date: element['initial_date'] ?? null };
    default:
      return { value: element['initial_value'] ?? null };
  }
}

function chosen(options: ChosenOption[], wanted: string): ChosenOption {
  const found = options.find((one) => one.text.text === wanted) ?? options.find((one) => one.value === wanted);
  if (!found) throw new Error(`“${wanted}” is not offered, only: ${options.map(({ text }) => text.text).join(', ')}`);
  return found;
}

/** What an element holds once a person has left this in it. */
function typed(element: Element, left: string | string[], offered: ChosenOption[]): Json {
  const [one = ''] = [left].flat();
  switch (element.type) {
    case 'checkboxes': {
      const wanted = left === 'true' ? optionsOf(element).map(({ value }) => value) : left === 'false' ? [] : [left].flat();
      return { selected_options: wanted.filter(Boolean).map((each) => chosen(optionsOf(element), each)) };
    }
    case 'multi_static_select':
      return {
        selected_options: [left]
          .flat()
          .filter(Boolean)
          .map((each) => chosen(optionsOf(element), each)),
      };
    case 'static_select':
      return { selected_option: one === '' ? null : chosen(optionsOf(element), one) };
    case 'external_select':
      return { selected_option: one === '' ? null : chosen(offered, one) };
    case 'timepicker':
      return { selected_time: picked(one, /^\d{2}:\d{2}$/) };
    case 'datepicker':
      return { selected_date: picked(one, /^\d{4}-\d{2}-\d{2}$/) };
    default:
      return { value: one === '' ? null : one };
  }
}

function picked(value: string, pattern: RegExp): string | null {
  if (value !== '' && !pattern.test(value)) throw new Error(`Nobody can pick “${value}”`);
  return value === '' ? null : value;
}

/** What Slack's client says before it sends anything. */
function stop(block: Json, element: Element, held: Json): string | undefined {
  const values = Object.values(held).flat();
  if (values.every((value) => value === null) && block['optional'] !== true) return 'Please complete this required field.';
  const text = held['value'];
  if (typeof text !== 'string') return undefined;
  if (element.type === 'number_input' && outOfRange(element, Number(text))) return 'Please enter a valid number.';
  if (text.length > Number(element['max_length'] ?? 3000)) return 'Please enter fewer characters.';
  return undefined;
}

function outOfRange(element: Json, value: number): boolean {
  const whole = element['is_decimal_allowed'] === true || Number.isInteger(value);
  return (
    Number.isNaN(value) || !whole || value < Number(element['min_value'] ?? -Infinity) || value > Number(element['max_value'] ?? Infinity)
  );
}

/** The modals of a local Slack's people. */
export function modals(state: State, interact: Interact): Modals {
  const modal = (user: string): View | undefined => [...state.views.values()].findLast((view) => view.user === user && view.open);

  function open(user: string): View {
    const shown = modal(user);
    if (!shown) throw new Error('No modal is open');
    return shown;
  }

  function holds(view: View, block: Json): Json {
    return view.typed.get(keyOf(block)) ?? initial(block['element'] as Element);
  }

  function blockOf(view: View, name: string): Json {
    const found = inputsOf(view).find((block) => inputName(block) === name);
    if (!found) throw new Error(`No input “${name}” among: ${inputsOf(view).map(inputName).join(', ')}`);
    return found;
  }

  function fill(view: View, left: Left): void {
    for (const [name, value] of Object.entries(left)) {
      const block = blockOf(view, name);
      const known = [holds(view, block)['selected_option'] as ChosenOption | null, ...(state.offers.get(offerKey(view, block)) ?? [])];
      const offered = known.filter((option) => option !== null && option !== undefined);
      view.typed.set(keyOf(block), typed(block['element'] as Element, value, offered));
    }
  }

  const offerKey = (view: View, block: Json): string => `${view.id} ${keyOf(block)}`;

  /** The view as a payload carries it, with everything that its inputs hold. */
  function carried(view: View): Json {
    const values = inputsOf(view).map((block) => {
      const element = block['element'] as Element;
      return [block['block_id'], { [element.action_id]: { type: element.type, ...holds(view, block) } }];
    });
    return { ...payloadOf(view), state: { values: Object.fromEntries(values) as Json } };
  }

  async function submit(user: string, left: Left): Promise<Delivered | { stopped: Record<string, string> }> {
    const shown = open(user);
    if (!shown.view['submit']) throw new Error('This modal has no submit button');
    fill(shown, left);
    const stops = inputsOf(shown).flatMap((block): [string, string][] => {
      const why = stop(block, block['element'] as Element, holds(shown, block));
      return why === undefined ? [] : [[inputName(block), why]];
    });
    if (stops.length > 0) return { stopped: Object.fromEntries(stops) };
    const trigger = newTrigger(state, user, shown.id);
    const payload = { type: 'view_submission', trigger_id: trigger, view: carried(shown), response_urls: [] };
    const delivered = await interact('view_submission', user, payload);
    answered(shown, delivered);
    return delivered;
  }

  /** What Slack's client does with the answer to a submission. */
  function answered(shown: View, { status, body, ms }: Delivered): void {
    shown.errors = {};
    if (status !== 200 || ms > 3000) return;
    if (body.trim() === '') {
      shown.open = false;
      return;
    }
    const answer = JSON.parse(body) as { response_action: string; errors?: Record<string, string>; view?: Json };
    const ids = inputsOf(shown).map((block) => String(block['block_id']));
    const { response_action: action, errors = {}, view } = answer;
    const trouble = (why: string): void => void state.troubles.push(`view_submission: we had some trouble connecting (${why}; ${body})`);
    const faults = action === 'update' || action === 'push' ? faultsOf(view, state) : [];
    if (faults.length > 0) return trouble(faults.join(', '));
    if (action === 'clear') for (const each of stackOf(state, shown.root)) each.open = false;
    else if (action === 'errors' && Object.keys(errors).every((id) => ids.includes(id))) shown.errors = errors;
    else if (action === 'update') change(state, shown, view ?? {});
    else if (action === 'push') push(state, shown, view ?? {});
    else trouble('unknown answer');
  }

  async function pressIn(user: string, label: string, left: Left = {}): Promise<Delivered> {
    const shown = open(user);
    fill(shown, left);
    const found = elementsOf({ blocks: shown.view['blocks'] as Json[] }).find(({ element }) => labelOf(element) === label);
    if (!found) throw new Error(`No button “${label}” in the modal`);
    return interact(`press ${found.element.action_id}`, user, {
      type: 'block_actions',
      trigger_id: newTrigger(state, user, shown.id),
      container: { type: 'view', view_id: shown.id },
      view: carried(shown),
      actions: [{ ...found.element, block_id: found.block['block_id'], action_ts: timestamp(state) }],
    });
  }

  async function typeIn(user: string, name: string, text: string): Promise<string[]> {
    const shown = open(user);
    const block = blockOf(shown, name);
    const element = block['element'] as Element;
    if (element.type !== 'external_select') throw new Error(`${name} asks nobody for its options`);
    if (text.length < Number(element['min_query_length'] ?? 3)) return [];
    const payload = { type: 'block_suggestion', action_id: element.action_id, block_id: block['block_id'], value: text };
    const delivered = await interact('options', user, { ...payload, container: { type: 'view', view_id: shown.id }, view: carried(shown) });
    const answer: unknown = delivered.body === '' ? undefined : JSON.parse(delivered.body);
    const faults = suggestionFaults(answer);
    if (faults.length > 0) state.troubles.push(`options: ${faults.join(', ')}`);
    const found = faults.length > 0 || delivered.ms > 3000 ? [] : optionsOf(answer as Json);
    const key = offerKey(shown, block);
    state.offers.set(key, [...(state.offers.get(key) ?? []), ...found]);
    return found.map((one) => one.text.text);
  }

  function dismiss(user: string): void {
    const shown = open(user);
    if (shown.view['clear_on_close'] === true) for (const each of stackOf(state, shown.root)) each.open = false;
    shown.open = false;
  }

  const depth = (view: View): number => stackOf(state, view.root).findIndex((one) => one.id === view.id);

  return { modal, depth, holds, submit, pressIn, typeIn, dismiss };
}
