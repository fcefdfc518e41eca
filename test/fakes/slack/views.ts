/** `views.*`: the stack of modals and the home, as strict as Slack's. */
import { need, refuse, Refusal, structured } from './arguments.ts';
import { type Json, viewFaults } from './blocks.ts';
import { fileReady, next, type State, type View } from './state.ts';

/** From a press to the modal that it opens, ms. */
const TRIGGER_MS = 3000;
/** Views of a stack, the first included. */
const STACK = 3;

/** What Slack would refuse in a view of this surface. */
export function faultsOf(view: unknown, state: State, type: 'modal' | 'home' = 'modal'): string[] {
  return viewFaults(view, { surface: 'view', fileReady: (id) => fileReady(state, id) }, type);
}

function checked(args: Json, state: State, type: 'modal' | 'home' = 'modal'): Json {
  const value = structured(args, 'view');
  const faults = faultsOf(value, state, type);
  if (faults.length > 0)
    throw new Refusal(
      'invalid_arguments',
      faults.map((fault) => `[ERROR] ${fault}`),
    );
  return value as Json;
}

/** A view with an id for every block, as Slack gives them. */
function identified(view: Json, state: State): Json {
  const blocks = (view['blocks'] as Json[]).map((block) => ({ ...block, block_id: block['block_id'] ?? `b${next(state)}` }));
  return { ...view, blocks };
}

/** Puts a view on the screen of a person. */
export function appear(state: State, user: string, view: Json, below?: View): View {
  const id = `V${next(state)}`;
  const shown: View = {
    id,
    hash: String(next(state)),
    user,
    view: identified(view, state),
    open: true,
    errors: {},
    root: below?.root ?? id,
    previous: below?.id ?? null,
    typed: new Map(),
  };
  return shown;
}

/** Another view in the place of one: what was typed stays where block and action keep their ids. */
export function change(state: State, shown: View, view: Json): void {
  const anew = identified(view, state);
  const ids = new Set((anew['blocks'] as Json[]).map((block) => keyOf(block)));
  for (const key of shown.typed.keys()) if (!ids.has(key)) shown.typed.delete(key);
  Object.assign(shown, { view: anew, hash: String(next(state)), errors: {} });
}

/** Where the state of an input stands. */
export function keyOf(block: Json): string {
  return `${String(block['block_id'])} ${String((block['element'] as Json | undefined)?.['action_id'])}`;
}

/** As the Web API and payloads carry it. */
export function payloadOf(shown: View): Json {
  return { ...shown.view, id: shown.id, hash: shown.hash, root_view_id: shown.root, previous_view_id: shown.previous, team_id: 'T0DESK' };
}

/** Views of a stack that are open. */
export function stackOf(state: State, root: string): View[] {
  return [...state.views.values()].filter((view) => view.root === root && view.open);
}

/** Pushes on top of a view; Slack takes two on top of the first. */
export function push(state: State, below: View, view: Json): View {
  if (stackOf(state, below.root).length >= STACK) refuse('push_limit_reached');
  const shown = appear(state, below.user, view, below);
  state.views.set(shown.id, shown);
  return shown;
}

function fresh(args: Json, state: State): { user: string; view?: string | undefined; used: boolean } {
  const trigger = state.triggers.get(need(args, 'trigger_id')) ?? refuse('invalid_trigger_id');
  if (trigger.used) refuse('exchanged_trigger_id');
  if (state.now() - trigger.at > TRIGGER_MS) refuse('expired_trigger_id');
  return trigger;
}

export const VIEW_METHODS: Record<string, (args: Json, state: State) => Json> = {
  'views.open': (args, state) => {
    const trigger = fresh(args, state);
    const shown = appear(state, trigger.user, checked(args, state));
    trigger.used = true;
    state.views.set(shown.id, shown);
    return { view: payloadOf(shown) };
  },
  'views.push': (args, state) => {
    const trigger = fresh(args, state);
    const below = state.views.get(trigger.view ?? '');
    if (!below?.open) refuse('not_found');
    const view = checked(args, state);
    const shown = push(state, below, view);
    trigger.used = true;
    return { view: payloadOf(shown) };
  },
  'views.update': (args, state) => {
    const shown = state.views.get(need(args, 'view_id')) ?? refuse('not_found');
    if (!shown.open) refuse('not_found');
    if (typeof args['hash'] === 'string' && args['hash'] !== shown.hash) refuse('hash_conflict');
    change(state, shown, checked(args, state));
    return { view: payloadOf(shown) };
  },
  'views.publish': (args, state) => {
    const user = need(args, 'user_id');
    if (!state.people.has(user)) refuse('user_not_found');
    const view = checked(args, state, 'home');
    const standing = state.homes.get(user);
    if (standing && typeof args['hash'] === 'string' && args['hash'] !== standing.hash) refuse('hash_conflict');
    if (standing) change(state, standing, view);
    const shown = standing ?? appear(state, user, view);
    state.homes.set(user, shown);
    return { view: payloadOf(shown) };
  },
};
