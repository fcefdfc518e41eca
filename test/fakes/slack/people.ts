/** What people do in Slack: type, press, choose, fill in. */
import { suggestionFaults, type Json } from './blocks.ts';
import type { Delivered, Postman, Signing } from './deliver.ts';
import { type ChosenOption, type Element, elementsOf, labelOf, optionsOf } from './elements.ts';
import { type Modals, modals } from './modals.ts';
import { directOf, type Member, type Message, newTrigger, next, type State, timestamp, type View } from './state.ts';
import { payloadOf } from './views.ts';

export interface People extends Modals {
  /** A person of the workspace. */
  join: (user: string, name?: string, locale?: string, more?: Partial<Member>) => void;
  /** `/vigia <text>` in a channel (or the conversation with the app). */
  slash: (user: string, text: string, channel?: string, signing?: Signing) => Promise<Delivered>;
  /** `@Vigia <text>`. */
  mention: (user: string, text: string, channel?: string, options?: EventOptions) => Promise<Delivered>;
  /** A message to the app. */
  write: (user: string, text: string, options?: EventOptions) => Promise<Delivered>;
  /** Presses the element with this label: a button, or an entry of a row's menu. */
  press: (user: string, where: Message | View, label: string) => Promise<Delivered>;
  /** Chooses an option of a select, by its label. */
  choose: (user: string, where: Message | View, option: string) => Promise<Delivered>;
  /** What the app has published to a person's home. */
  home: (user: string) => View | undefined;
  /** Opens the app's home. */
  openHome: (user: string, options?: EventOptions) => Promise<Delivered>;
  /** The options that the search with this label shows once a person has typed this. */
  type: (user: string, message: Message, label: string, typed: string) => Promise<string[]>;
  /** What the search with this label holds, as the person's client shows it. */
  held: (message: Message, label: string) => string[];
  /** Leaves exactly these in the search with this label: of those it held, and of those that were offered while typing. */
  pick: (user: string, message: Message, label: string, chosen: string[]) => Promise<Delivered>;
  /** What a select with external options asks while a person types, bare. */
  suggest: (user: string, actionId: string, typed: string) => Promise<Delivered>;
}

export interface EventOptions {
  event?: Json;
  eventId?: string;
  signing?: Signing;
}

const TEAM = { id: 'T0DESK', domain: 'desk' };
const RESPONSE_MS = 30 * 60_000;

function sectionWords(block: Json): string {
  return ((block['text'] as { text?: string } | undefined)?.text ?? '').replaceAll('*', '');
}

function missing(option: string): never {
  throw new Error(`“${option}” was never offered`);
}

function blocksOf(where: Message | View): Pick<Message, 'blocks'> {
  return 'view' in where ? { blocks: where.view['blocks'] as Json[] } : where;
}

/** The people of a local Slack. */
export function people(state: State, post: Postman, base: string): People {
  function responseUrl(user: string, channel: string, message?: Message): string {
    const id = `R${next(state)}`;
    state.responses.set(id, { uses: 0, until: state.now() + RESPONSE_MS, channel, user, message });
    return `${base}/response/${id}`;
  }

  function interaction(what: string, user: string, payload: Json): Promise<Delivered> {
    const body = {
      team: TEAM,
      user: { id: user, username: user.toLowerCase(), team_id: TEAM.id },
      api_app_id: 'A0VIGIA',
      token: 'x',
      ...payload,
    };
    return post.form(what, { payload: JSON.stringify(body) });
  }

  function act(user: string, message: Message | View, block: Json, action: Json): Promise<Delivered> {
    if ('view' in message) {
      return interaction(`press ${String(action['action_id'])}`, user, {
        type: 'block_actions',
        trigger_id: newTrigger(state, user),
        container: { type: 'view', view_id: message.id },
        view: { ...payloadOf(message), state: { values: {} } },
        actions: [{ ...action, block_id: block['block_id'], action_ts: timestamp(state) }],
      });
    }
    const { channel, ts, thread, onlyFor } = message;
    const container = {
      type: 'message',
      message_ts: ts,
      channel_id: channel,
      is_ephemeral: onlyFor !== undefined,
      ...(thread ? { thread_ts: thread } : {}),
    };
    return interaction(`press ${String(action['action_id'])}`, user, {
      type: 'block_actions',
      trigger_id: newTrigger(state, user),
      response_url: responseUrl(user, channel, message),
      container,
      channel: { id: channel, name: 'desk' },
      actions: [{ ...action, block_id: block['block_id'] ?? 'b1', action_ts: timestamp(state) }],
      ...(onlyFor === undefined ? { message: { type: 'message', bot_id: 'B0VIGIA', ts, text: message.text, blocks: message.blocks } } : {}),
    });
  }

  function event(what: string, fields: Json, { event: more = {}, eventId, signing }: EventOptions = {}): Promise<Delivered> {
    const body = {
      token: 'x',
      team_id: TEAM.id,
      api_app_id: 'A0VIGIA',
      type: 'event_callback',
      event_id: eventId ?? `Ev${next(state)}`,
      event_time: Math.floor(state.now() / 1000),
      authorizations: [{ enterprise_id: null, team_id: TEAM.id, user_id: 'U0VIGIA', is_bot: true, is_enterprise_install: false }],
      event: { ts: timestamp(state), event_ts: timestamp(state), ...fields, ...more },
    };
    return post.json(what, body, signing);
  }

  function press(user: string, message: Message | View, label: string): Promise<Delivered> {
    const elements = elementsOf(blocksOf(message));
    for (const { element, block } of elements) {
      if (element.type === 'button' && labelOf(element) === label) return act(user, message, block, { ...element });
      const chosen = element.type === 'overflow' ? optionsOf(element).find((option) => option.text.text === label) : undefined;
      if (chosen) return act(user, message, block, { type: 'overflow', action_id: element.action_id, selected_option: chosen });
    }
    throw new Error(`No “${label}” among: ${elements.map(({ element }) => labelOf(element)).join(', ')}`);
  }

  function choose(user: string, message: Message | View, option: string): Promise<Delivered> {
    for (const { element, block } of elementsOf(blocksOf(message))) {
      const chosen = element.type === 'static_select' ? optionsOf(element).find((one) => one.text.text === option) : undefined;
      if (chosen) return act(user, message, block, { type: 'static_select', action_id: element.action_id, selected_option: chosen });
    }
    throw new Error(`No option “${option}” in the message`);
  }

  /** The search under a label: the words of its section. */
  function searchOf(message: Message, named: string): { element: Element; block: Json; key: string } {
    const searches = elementsOf(message).filter(({ element }) => element.type === 'multi_external_select');
    const found = searches.find(({ block }) => sectionWords(block) === named);
    if (!found) throw new Error(`No search “${named}” among: ${searches.map(({ block }) => sectionWords(block)).join(', ')}`);
    return { ...found, key: `${message.id} ${String(found.block['block_id'])} ${found.element.action_id}` };
  }

  /** Slack's client keeps a choice while the ids stay, whatever the message says meanwhile. */
  function selected(message: Message, named: string): ChosenOption[] {
    const { element, key } = searchOf(message, named);
    return state.selections.get(key) ?? (element['initial_options'] as ChosenOption[] | undefined) ?? [];
  }

  async function type(user: string, message: Message, named: string, typed: string): Promise<string[]> {
    const { element, block, key } = searchOf(message, named);
    if (typed.length < Number(element['min_query_length'] ?? 3)) return [];
    const { channel, ts, onlyFor } = message;
    const delivered = await interaction('options', user, {
      type: 'block_suggestion',
      action_id: element.action_id,
      block_id: block['block_id'],
      value: typed,
      container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: onlyFor !== undefined },
      channel: { id: channel, name: 'desk' },
    });
    const answer: unknown = delivered.body === '' ? undefined : JSON.parse(delivered.body);
    const faults = suggestionFaults(answer);
    if (faults.length > 0) state.troubles.push(`options: ${faults.join(', ')}`);
    const found = faults.length > 0 || delivered.ms > 3000 ? [] : optionsOf(answer as Json);
    state.offers.set(key, [...(state.offers.get(key) ?? []), ...found]);
    return found.map((one) => one.text.text);
  }

  function pick(user: string, message: Message, named: string, chosen: string[]): Promise<Delivered> {
    const { element, block, key } = searchOf(message, named);
    const known = [...selected(message, named), ...(state.offers.get(key) ?? [])];
    const options = chosen.map((one) => known.find(({ text }) => text.text === one) ?? missing(one));
    state.selections.set(key, options);
    return act(user, message, block, { type: element.type, action_id: element.action_id, selected_options: options });
  }

  return {
    join: (user, name = user, locale = 'en-US', more = {}) => state.people.set(user, { name, locale, ...more }),
    slash: (user, text, channel = 'C0DESK', signing) =>
      post.form(
        `/vigia ${text}`,
        {
          token: 'x',
          command: '/vigia',
          text,
          team_id: TEAM.id,
          team_domain: TEAM.domain,
          channel_id: channel,
          channel_name: channel.startsWith('D') ? 'directmessage' : 'desk',
          user_id: user,
          user_name: user.toLowerCase(),
          api_app_id: 'A0VIGIA',
          is_enterprise_install: 'false',
          response_url: responseUrl(user, channel),
          trigger_id: signing?.trigger ?? newTrigger(state, user),
        },
        signing,
      ),
    mention: (user, text, channel = 'C0DESK', options) =>
      event('app_mention', { type: 'app_mention', user, text: `<@U0VIGIA> ${text}`, channel, team: TEAM.id }, options),
    write: (user, text, options) =>
      event('message', { type: 'message', channel_type: 'im', user, text, channel: directOf(user), team: TEAM.id }, options),
    press,
    choose,
    type,
    held: (message, named) => selected(message, named).map((one) => one.text.text),
    pick,
    home: (user) => state.homes.get(user),
    openHome: (user, options) => {
      const standing = state.homes.get(user);
      const view = standing ? { view: payloadOf(standing) } : {};
      return event('app_home_opened', { type: 'app_home_opened', user, channel: directOf(user), tab: 'home', ...view }, options);
    },
    ...modals(state, interaction),
    suggest: (user, actionId, typed) =>
      interaction('options', user, {
        type: 'block_suggestion',
        action_id: actionId,
        block_id: 'b1',
        value: typed,
        container: { type: 'view' },
      }),
  };
}
