/** Pressed buttons of cards in the chat, forms that stand there included. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Card } from '../../view/card.ts';
import { originOf, type Spoken } from './activity.ts';
import { fill } from './fill.ts';
import { cardInPlace, type InvokeAnswer, refusal, word } from './invoke.ts';
import { languageIn, tOf } from './language.ts';
import type { Outcome } from './outcomes.ts';
import { isFilled, type Pressed, pressedOf } from './payload.ts';
import { prepareCard } from './prepare.ts';
import type { Room } from './room.ts';
import { searchedValue } from './searches.ts';

export interface Presses {
  /** What a press comes to. */
  press: (pressed: Pressed, activity: Spoken) => Promise<Outcome>;
  /** Answers an `adaptiveCard/action` invoke within its limit. */
  take: (activity: Spoken) => Promise<InvokeAnswer>;
}

export function createPresses({ context, deliveries, outcomes, work, invokeLimitMs }: Room): Presses {
  const { dispatch } = context;

  async function act({ payload, inputs }: Pressed, activity: Spoken): Promise<Outcome> {
    if (payload.vigia !== 'act') throw new Error('not an action');
    const running = deliveries.running(activity.replyToId);
    const reply = await dispatch.act(payload.action, valueOf(payload, inputs), originOf(activity));
    const outcome = await outcomes.of(reply, activity);
    // The answer to a button of a running export (cancel) does not take the place of the export's last word.
    const over = running && !deliveries.running(activity.replyToId);
    return over && outcome.kind === 'message' && outcome.inPlace ? { kind: 'elsewhere', show: () => Promise.resolve() } : outcome;
  }

  async function press(pressed: Pressed, activity: Spoken): Promise<Outcome> {
    const origin = originOf(activity);
    const { payload } = pressed;
    if (payload.vigia === 'cancel') {
      const card: Card = { title: payload.title, blocks: [{ kind: 'context', text: tOf(origin)('teams.cancelled') }] };
      return { kind: 'message', prepared: await prepareCard(card, languageIn(origin), context, 0), inPlace: true, everyone: true };
    }
    if (!isFilled(pressed)) return act(pressed, activity);
    const { left, reply } = await fill(pressed, origin, dispatch);
    const outcome = await outcomes.of(reply, activity, left);
    // A refusal leaves the form as it stands; anything else takes its place.
    return outcome.kind === 'elsewhere' ? outcome : { ...outcome, inPlace: !reply.failed, everyone: reply.answer.kind === 'card' };
  }

  return {
    press,
    take: async (activity) => {
      const t = tOf(originOf(activity));
      const pressed = pressedOf(activity.value);
      if (!pressed) return refusal(400, t('teams.broken'));
      if (!(await work.isFirst(activity))) return word(t('teams.working'));
      const pressing = press(pressed, activity);
      const outcome = await Promise.race([pressing, sleep(invokeLimitMs, undefined, { ref: false })]);
      const standing = activity.replyToId ?? undefined;
      if (!outcome) {
        work.background(
          pressing.then((late) => outcomes.show(late, activity, standing)),
          'a late Teams answer failed',
        );
        return word(t('teams.working'));
      }
      if (outcome.kind === 'message' && outcome.alone !== undefined) return word(outcome.alone);
      if (outcome.kind === 'elsewhere' || !outcome.inPlace) {
        work.background(outcomes.show(outcome, activity), 'a Teams answer failed');
        return word(t('teams.below'));
      }
      if (outcome.everyone)
        work.background(outcomes.showEveryone(outcome.prepared, activity), 'a Teams card could not be changed for everyone');
      return cardInPlace(outcome.prepared.render());
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
