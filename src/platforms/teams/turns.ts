/** What the bot does with each activity: a question, a pressed button, a dialog, an installation, a removal. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Inbound, isSpoken, originOf, questionOf, type Spoken } from './activity.ts';
import { createDialogs } from './dialogs.ts';
import { isArrival, welcome } from './home.ts';
import { HEARD, type InvokeAnswer, NOT_OURS, offers, refusal } from './invoke.ts';
import { tOf } from './language.ts';
import { pressedOf } from './payload.ts';
import { createPresses } from './presses.ts';
import { isRemoval } from './reference.ts';
import type { Room } from './room.ts';
import { found, querySchema, searchedAction } from './searches.ts';

export interface Turns {
  /** Takes an authenticated activity. An invoke's answer comes back; anything else is done in the background. */
  take: (activity: Inbound) => Promise<InvokeAnswer | undefined>;
}

export function createTurns(room: Room): Turns {
  const { context, addresses, files, outcomes, work, invokeLimitMs } = room;
  const { dispatch, log } = context;
  const { background, isFirst } = work;
  const presses = createPresses(room);
  const dialogs = createDialogs(room);

  async function onMessage(activity: Spoken): Promise<void> {
    const pressed = activity.value === undefined || activity.value === null ? undefined : pressedOf(activity.value);
    if (pressed) return outcomes.show(await presses.press(pressed, activity), activity, activity.replyToId ?? undefined);
    return outcomes.show(await outcomes.of(await dispatch.ask(questionOf(activity), originOf(activity)), activity), activity);
  }

  /** Options for what a person types: empty rather than late, as Teams then says that it cannot reach the app. */
  async function onSearch(activity: Spoken): Promise<InvokeAnswer> {
    const origin = originOf(activity);
    const query = querySchema.safeParse(activity.value).data;
    if (!query) return refusal(400, tOf(origin)('teams.broken'));
    const action = searchedAction(query.dataset);
    const options = dispatch.search(action, query.queryText ?? '', origin);
    const here = await Promise.race([options, sleep(invokeLimitMs, undefined, { ref: false })]);
    if (!here) log.warn({ action }, 'a search took too long; Teams shows no options');
    return offers(found(here ?? [], query.dataset));
  }

  async function onFile(activity: Spoken): Promise<InvokeAnswer> {
    const putting = files.answered(activity, tOf(originOf(activity)));
    if (!putting) return NOT_OURS;
    if (await isFirst(activity)) background(putting(), 'an answer about a file came to nothing');
    return HEARD;
  }

  async function onPress(activity: Spoken): Promise<InvokeAnswer> {
    try {
      return await presses.take(activity);
    } catch (error) {
      log.error({ err: error }, 'a pressed Teams button failed');
      return refusal(500, tOf(originOf(activity))('teams.broken'));
    }
  }

  async function onInvoke(activity: Spoken): Promise<InvokeAnswer> {
    switch (activity.name) {
      case 'adaptiveCard/action':
        return onPress(activity);
      case 'task/fetch':
      case 'task/submit':
        return dialogs.take(activity);
      case 'application/search':
        return onSearch(activity);
      case 'fileConsent/invoke':
        return onFile(activity);
      default:
        return NOT_OURS;
    }
  }

  return {
    take: async (activity) => {
      if (!isSpoken(activity)) return activity.type === 'invoke' ? NOT_OURS : undefined;
      const removed = isRemoval(activity);
      background(removed ? addresses.forget(activity) : addresses.learn(activity), 'a Teams address was lost');
      if (activity.type === 'invoke') return onInvoke(activity);
      if (isArrival(activity)) background(welcome(activity, room), 'a Teams chat was not welcomed');
      if (activity.type === 'message' && (await isFirst(activity))) background(onMessage(activity), 'a Teams answer failed');
      return undefined;
    },
  };
}
