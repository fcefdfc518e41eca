/** What the bot does with each activity: a question, a pressed button, an installation, a removal. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Origin, Reply } from '../../app/dispatch.ts';
import { languageOf, type Translate, translator } from '../../i18n/translate.ts';
import type { Card, Language } from '../../view/card.ts';
import type { FormValues } from '../../view/form.ts';
import type { PlatformContext } from '../platform.ts';
import { type Inbound, isSpoken, originOf, questionOf, type Spoken } from './activity.ts';
import type { Connector } from './connector.ts';
import { addLate, sendInPlace, sendNew } from './deliver.ts';
import { valuesOf } from './forms.ts';
import { cardInPlace, type InvokeAnswer, NOT_OURS, refusal, word } from './invoke.ts';
import { type Pressed, pressedOf } from './payload.ts';
import { messageOf, type Prepared, prepareCard, prepareReply } from './prepare.ts';
import { type Addresses, isRemoval, referenceOf } from './reference.ts';

export interface Turns {
  /** Takes an authenticated activity. An invoke's answer comes back; anything else is done in the background. */
  take: (activity: Inbound) => Promise<InvokeAnswer | undefined>;
  /** Resolves when nothing begun is left. */
  idle: () => Promise<void>;
}

/** A message and whether it belongs in the place of the card that was pressed. */
interface Outcome {
  prepared: Prepared;
  inPlace: boolean;
  /** It is for all in the conversation; a form with somebody's values is not. */
  everyone: boolean;
}

/** How long a card waits for its pictures: the numbers come first. */
const PICTURE_PATIENCE = 2_000;

export function createTurns(context: PlatformContext, connector: Connector, addresses: Addresses, invokeLimitMs: number): Turns {
  const { dispatch, log } = context;
  const begun = new Set<Promise<void>>();

  function background(work: Promise<unknown>, what: string): void {
    const done = work.then(
      () => undefined,
      (error: unknown) => log.error({ err: error }, what),
    );
    begun.add(done);
    void done.finally(() => begun.delete(done));
  }

  /** Teams sends an activity again when it got no answer in time. */
  async function isFirst(activity: Spoken): Promise<boolean> {
    if (!activity.id) return true;
    try {
      return await context.first(`teams:${activity.conversation.id}:${activity.id}`);
    } catch (error) {
      // An answer given twice is better than none.
      log.warn({ err: error }, 'a Teams activity could not be checked for repetition');
      return true;
    }
  }

  async function press({ payload, inputs }: Pressed, origin: Origin): Promise<Outcome> {
    if (payload.vigia === 'cancel') {
      const card = closed(payload.title, tOf(origin));
      return { prepared: await prepareCard(card, languageIn(origin), context, 0), inPlace: true, everyone: true };
    }
    if (payload.vigia === 'act') {
      const chosen = payload.choice === undefined ? payload.value : inputs[payload.choice];
      const reply = await dispatch.act(payload.action, typeof chosen === 'string' ? chosen : '', origin);
      return { prepared: await prepareReply(reply, context, PICTURE_PATIENCE), inPlace: replaces(reply), everyone: true };
    }
    const values: FormValues = valuesOf(payload.form, inputs);
    const reply = await dispatch.submit(payload.form.submit, values, payload.form.state ?? '', origin);
    const prepared = await prepareReply(reply, context, PICTURE_PATIENCE, { form: payload.form, values });
    // A refusal leaves the form as it stands; anything else closes it.
    return { prepared, inPlace: !reply.failed, everyone: reply.answer.kind === 'card' };
  }

  async function show({ prepared, inPlace }: Outcome, activity: Spoken): Promise<void> {
    const reference = referenceOf(activity);
    const pressed = inPlace ? activity.replyToId : undefined;
    const id = pressed ? await sendInPlace(connector, reference, pressed, prepared) : await sendNew(connector, reference, prepared);
    await addLate(connector, reference, id, prepared, log);
  }

  /** The answer of an invoke changes the card for the one who pressed only, and only until Teams is opened again. */
  async function showEveryone(prepared: Prepared, activity: Spoken): Promise<void> {
    if (!activity.replyToId) return;
    const reference = referenceOf(activity);
    await connector.update(reference, activity.replyToId, messageOf(prepared));
    await addLate(connector, reference, activity.replyToId, prepared, log);
  }

  async function onMessage(activity: Spoken): Promise<void> {
    const origin = originOf(activity);
    const pressed = activity.value === undefined || activity.value === null ? undefined : pressedOf(activity.value);
    if (pressed) return show(await press(pressed, origin), activity);
    const reply = await dispatch.ask(questionOf(activity), origin);
    return show({ prepared: await prepareReply(reply, context, PICTURE_PATIENCE), inPlace: false, everyone: true }, activity);
  }

  async function onPress(activity: Spoken): Promise<InvokeAnswer> {
    const origin = originOf(activity);
    const t = tOf(origin);
    const pressed = pressedOf(activity.value);
    if (!pressed) return refusal(400, t('teams.broken'));
    if (!(await isFirst(activity))) return word(t('teams.working'));
    const work = press(pressed, origin);
    const outcome = await Promise.race([work, sleep(invokeLimitMs, undefined, { ref: false })]);
    if (!outcome) {
      background(
        work.then((late) => show(late, activity)),
        'a late Teams answer failed',
      );
      return word(t('teams.working'));
    }
    if (!outcome.inPlace) {
      background(show(outcome, activity), 'a Teams answer failed');
      return word(t('teams.below'));
    }
    if (outcome.everyone) background(showEveryone(outcome.prepared, activity), 'a Teams card could not be changed for everyone');
    return cardInPlace(outcome.prepared.render());
  }

  async function onInvoke(activity: Spoken): Promise<InvokeAnswer> {
    if (activity.name !== 'adaptiveCard/action') return NOT_OURS;
    try {
      return await onPress(activity);
    } catch (error) {
      log.error({ err: error }, 'a pressed Teams button failed');
      return refusal(500, tOf(originOf(activity))('teams.broken'));
    }
  }

  return {
    take: async (activity) => {
      if (!isSpoken(activity)) return activity.type === 'invoke' ? NOT_OURS : undefined;
      const removed = isRemoval(activity);
      background(removed ? addresses.forget(activity) : addresses.learn(activity), 'a Teams address was lost');
      if (activity.type === 'invoke') return onInvoke(activity);
      if (activity.type === 'message' && (await isFirst(activity))) background(onMessage(activity), 'a Teams answer failed');
      return undefined;
    },
    idle: async () => {
      while (begun.size > 0) await Promise.all(begun);
    },
  };
}

function replaces({ answer }: Reply): boolean {
  return answer.kind === 'card' && answer.replace;
}

function languageIn(origin: Origin): Language {
  return languageOf(origin.person.locale) ?? 'en';
}

function tOf(origin: Origin): Translate {
  return translator(languageIn(origin));
}

function closed(title: string, t: Translate): Card {
  return { title, blocks: [{ kind: 'context', text: t('teams.cancelled') }] };
}
