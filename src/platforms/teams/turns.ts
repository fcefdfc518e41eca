/** What the bot does with each activity: a question, a pressed button, an installation, a removal. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Origin, Reply } from '../../app/dispatch.ts';
import { languageOf, type Translate, translator } from '../../i18n/translate.ts';
import type { Card, Language } from '../../view/card.ts';
import type { Form, FormValues } from '../../view/form.ts';
import type { PlatformContext } from '../platform.ts';
import { type Inbound, isSpoken, originOf, questionOf, type Spoken } from './activity.ts';
import type { Connector } from './connector.ts';
import { addLate, sendInPlace, sendNew } from './deliver.ts';
import { valuesOf } from './forms.ts';
import type { Deliveries } from './exports.ts';
import type { Files } from './files.ts';
import { cardInPlace, HEARD, type InvokeAnswer, NOT_OURS, offers, refusal, word } from './invoke.ts';
import { type Pressed, pressedOf } from './payload.ts';
import { type Message, messageOf, type Prepared, prepareCard, prepareReply } from './prepare.ts';
import { type Addresses, isRemoval, referenceOf } from './reference.ts';
import { found, querySchema, searchedValue } from './searches.ts';

export interface Turns {
  /** Takes an authenticated activity. An invoke's answer comes back; anything else is done in the background. */
  take: (activity: Inbound) => Promise<InvokeAnswer | undefined>;
  /** Resolves when nothing begun is left. */
  idle: () => Promise<void>;
}

/** A message and whether it belongs in the place of the card that was pressed. */
interface Shown {
  kind: 'message';
  prepared: Prepared;
  inPlace: boolean;
  /** It is for all in the conversation; a form with somebody's values is not. */
  everyone: boolean;
}

/** What a question or a press comes to; `elsewhere` shows itself, in messages of its own. */
type Outcome = Shown | { kind: 'elsewhere'; show: () => Promise<void> };

export interface Room {
  context: PlatformContext;
  connector: Connector;
  addresses: Addresses;
  files: Files;
  deliveries: Deliveries;
  invokeLimitMs: number;
}

/** How long a card waits for its pictures: the numbers come first. */
const PICTURE_PATIENCE = 2_000;

export function createTurns({ context, connector, addresses, files, deliveries, invokeLimitMs }: Room): Turns {
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

  async function press({ payload, inputs }: Pressed, activity: Spoken): Promise<Outcome> {
    const origin = originOf(activity);
    if (payload.vigia === 'cancel') {
      const card = closed(payload.title, tOf(origin));
      return { kind: 'message', prepared: await prepareCard(card, languageIn(origin), context, 0), inPlace: true, everyone: true };
    }
    if (payload.vigia === 'act') {
      const running = deliveries.running(activity.replyToId);
      const outcome = await outcomeOf(await dispatch.act(payload.action, valueOf(payload, inputs), origin), activity);
      // The answer to a button of a running export (cancel) does not take the place of the export's last word.
      const over = running && !deliveries.running(activity.replyToId);
      return over && outcome.kind === 'message' && outcome.inPlace ? { kind: 'elsewhere', show: () => Promise.resolve() } : outcome;
    }
    const values: FormValues = valuesOf(payload.form, inputs);
    const reply = await dispatch.submit(payload.form.submit, values, payload.form.state ?? '', origin);
    const outcome = await outcomeOf(reply, activity, { form: payload.form, values });
    // A refusal leaves the form as it stands; anything else closes it.
    return outcome.kind === 'elsewhere' ? outcome : { ...outcome, inPlace: !reply.failed, everyone: reply.answer.kind === 'card' };
  }

  async function outcomeOf(reply: Reply, activity: Spoken, submitted?: { form: Form; values: FormValues }): Promise<Outcome> {
    const { answer, t } = reply;
    if (answer.kind === 'export') return { kind: 'elsewhere', show: () => deliveries.deliver(answer.export, activity, t) };
    const message: Message = { ...reply, answer };
    const prepared = await prepareReply(message, context, PICTURE_PATIENCE, submitted);
    return { kind: 'message', prepared, inPlace: replaces(reply), everyone: true };
  }

  async function show(outcome: Outcome, activity: Spoken): Promise<void> {
    if (outcome.kind === 'elsewhere') return outcome.show();
    const { prepared, inPlace } = outcome;
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
    if (pressed) return show(await press(pressed, activity), activity);
    const outcome = await outcomeOf(await dispatch.ask(questionOf(activity), origin), activity);
    return show(outcome.kind === 'elsewhere' ? outcome : { ...outcome, inPlace: false }, activity);
  }

  async function onPress(activity: Spoken): Promise<InvokeAnswer> {
    const t = tOf(originOf(activity));
    const pressed = pressedOf(activity.value);
    if (!pressed) return refusal(400, t('teams.broken'));
    if (!(await isFirst(activity))) return word(t('teams.working'));
    const work = press(pressed, activity);
    const outcome = await Promise.race([work, sleep(invokeLimitMs, undefined, { ref: false })]);
    if (!outcome) {
      background(
        work.then((late) => show(late, activity)),
        'a late Teams answer failed',
      );
      return word(t('teams.working'));
    }
    if (outcome.kind === 'elsewhere' || !outcome.inPlace) {
      background(show(outcome, activity), 'a Teams answer failed');
      return word(t('teams.below'));
    }
    if (outcome.everyone) background(showEveryone(outcome.prepared, activity), 'a Teams card could not be changed for everyone');
    return cardInPlace(outcome.prepared.render());
  }

  /** Options for what a person types: empty rather than late, as Teams then says that it cannot reach the app. */
  async function onSearch(activity: Spoken): Promise<InvokeAnswer> {
    const origin = originOf(activity);
    const query = querySchema.safeParse(activity.value).data;
    if (!query) return refusal(400, tOf(origin)('teams.broken'));
    const options = dispatch.search(query.dataset, query.queryText ?? '', origin);
    const here = await Promise.race([options, sleep(invokeLimitMs, undefined, { ref: false })]);
    if (!here) log.warn({ action: query.dataset }, 'a search took too long; Teams shows no options');
    return offers(found(here ?? []));
  }

  async function onFile(activity: Spoken): Promise<InvokeAnswer> {
    const work = files.answered(activity, tOf(originOf(activity)));
    if (!work) return NOT_OURS;
    if (await isFirst(activity)) background(work(), 'an answer about a file came to nothing');
    return HEARD;
  }

  async function onInvoke(activity: Spoken): Promise<InvokeAnswer> {
    if (activity.name === 'application/search') return onSearch(activity);
    if (activity.name === 'fileConsent/invoke') return onFile(activity);
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

/** A button's own value, the option that was chosen, or a search's state with all that were. */
function valueOf({ value = '', choice, several }: Extract<Pressed['payload'], { vigia: 'act' }>, inputs: Pressed['inputs']): string {
  if (several !== undefined) return searchedValue(value, inputs[several]);
  if (choice === undefined) return value;
  const chosen = inputs[choice];
  return typeof chosen === 'string' ? chosen : '';
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
