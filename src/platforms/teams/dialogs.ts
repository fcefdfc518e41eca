/** Dialogs: a button that opens one (`task/fetch`), and every press in it (`task/submit`). */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Reply } from '../../app/dispatch.ts';
import { originOf, type Spoken } from './activity.ts';
import { bareCard, formDialog, noticeOf, wordsDialog } from './dialog.ts';
import type { Place } from './forms.ts';
import { fill, type Left } from './fill.ts';
import { dialogWord, HEARD, type InvokeAnswer } from './invoke.ts';
import { tOf } from './language.ts';
import { isFilled, type Pressed, taskOf } from './payload.ts';
import type { Room } from './room.ts';

export interface Dialogs {
  /** Answers a `task/fetch` or `task/submit` invoke within its limit. */
  take: (activity: Spoken) => Promise<InvokeAnswer>;
}

/** What a press comes to: Teams' answer, and what happens in the conversation beside it, or instead when it is too late for an answer. */
interface Step {
  answer: InvokeAnswer;
  after?: (() => Promise<void>) | undefined;
  late: () => Promise<void>;
}

/** An activity is repeated within this many ms; then its answer is forgotten. */
const REPEATED_MS = 60_000;

export function createDialogs({ context, outcomes, pins, work, invokeLimitMs }: Room): Dialogs {
  const { dispatch, log } = context;
  const answers = new Map<string, Promise<InvokeAnswer>>();

  /** The card that an answer is goes where the dialog was opened from; a form that came too late stands in the chat. */
  function said(reply: Reply, activity: Spoken, standing: string | undefined, left?: Left): () => Promise<void> {
    return async () => outcomes.show(await outcomes.of(reply, activity, left), activity, standing);
  }

  /** The answer to the button that opens a dialog: its form; a card's words, and the card in its place where it is none of a refusal. */
  function opened(reply: Reply, activity: Spoken): Step {
    const { answer, t } = reply;
    const standing = activity.replyToId ?? undefined;
    const late = said(reply, activity, standing);
    if (answer.kind === 'form') return { answer: formDialog(answer.form, t, placeOf(activity, standing)), late };
    if (answer.kind === 'export') return { answer: dialogWord(t('teams.below')), after: late, late };
    if (answer.kind === 'invalid') throw new Error('a handler refused values of a form that was not submitted');
    const stays = reply.failed || (!answer.replace && bareCard(answer.card) === answer.card);
    return { answer: wordsDialog(answer.card, t), after: stays ? undefined : late, late };
  }

  /** The answer to a press in a dialog: a form in its place, its own with errors, or the end of it. */
  function filled(reply: Reply, activity: Spoken, on: string | undefined, left: Left): Step {
    const { answer, t } = reply;
    const standing = pins.read(on, activity.conversation.id);
    const place = placeOf(activity, standing);
    const late = said(reply, activity, standing, left);
    if (answer.kind === 'form') return { answer: formDialog(answer.form, t, place), late };
    if (answer.kind === 'invalid') return { answer: formDialog(left.form, t, place, { ...left, errors: answer.errors }), late };
    if (answer.kind === 'card' && reply.failed)
      return { answer: formDialog(left.form, t, place, { ...left, errors: {}, notice: noticeOf(answer.card) }), late };
    if (answer.kind === 'card' && answer.alone) return { answer: wordsDialog(answer.card, t), late };
    return { answer: HEARD, after: late, late };
  }

  function placeOf(activity: Spoken, standing: string | undefined): Place {
    return { kind: 'dialog', ...(standing !== undefined && { on: pins.pin(standing, activity.conversation.id) }) };
  }

  async function step(pressed: Pressed, activity: Spoken): Promise<Step> {
    const origin = originOf(activity);
    const { payload } = pressed;
    if (payload.vigia === 'cancel') return { answer: HEARD, late: () => Promise.resolve() };
    if (payload.vigia === 'act') return opened(await dispatch.act(payload.action, payload.value ?? '', origin), activity);
    if (!isFilled(pressed)) throw new Error('a press of no known kind');
    const { left, reply } = await fill(pressed, origin, dispatch);
    return filled(reply, activity, payload.on, left);
  }

  async function answered(activity: Spoken): Promise<InvokeAnswer> {
    const t = tOf(originOf(activity));
    const pressed = taskOf(activity.value);
    if (!pressed) return dialogWord(t('teams.broken'));
    if (!(await work.isFirst(activity))) return dialogWord(t('teams.working'));
    const stepping = step(pressed, activity);
    const here = await Promise.race([stepping, sleep(invokeLimitMs, undefined, { ref: false })]);
    if (!here) {
      work.background(
        stepping.then((late) => late.late()),
        'a late Teams answer failed',
      );
      return dialogWord(t('teams.form.late'));
    }
    if (here.after) work.background(here.after(), 'what a Teams dialog came to could not be shown');
    return here.answer;
  }

  async function safely(activity: Spoken): Promise<InvokeAnswer> {
    try {
      return await answered(activity);
    } catch (error) {
      log.error({ err: error }, 'a Teams dialog failed');
      return dialogWord(tOf(originOf(activity))('teams.broken'));
    }
  }

  return {
    take: (activity) => {
      if (!activity.id) return safely(activity);
      const key = `${activity.conversation.id}:${activity.id}`;
      const known = answers.get(key);
      if (known) return known;
      const answer = safely(activity);
      answers.set(key, answer);
      setTimeout(() => answers.delete(key), REPEATED_MS).unref();
      return answer;
    },
  };
}
