/** What a question or a press comes to, as messages of its conversation. */
import type { Reply } from '../../app/dispatch.ts';
import { type Card, plain } from '../../view/card.ts';
import type { PlatformContext } from '../platform.ts';
import type { Spoken } from './activity.ts';
import type { Connector } from './connector.ts';
import { addLate, sendInPlace, sendNew } from './deliver.ts';
import type { Deliveries } from './exports.ts';
import type { Left } from './fill.ts';
import { type Message, messageOf, type Prepared, prepareReply } from './prepare.ts';
import { referenceOf } from './reference.ts';

/** A message and whether it belongs in the place of the card that was pressed. */
interface Shown {
  kind: 'message';
  prepared: Prepared;
  inPlace: boolean;
  /** It is for all in the conversation; a form with somebody's values is not. */
  everyone: boolean;
  /** The words of what is for nobody else. */
  alone?: string | undefined;
}

/** `elsewhere` shows itself, in messages of its own. */
export type Outcome = Shown | { kind: 'elsewhere'; show: () => Promise<void> };

export interface Outcomes {
  /** `left`: the form that it answers, drawn again when its values were refused. */
  of: (reply: Reply, activity: Spoken, left?: Left) => Promise<Outcome>;
  /** In the place of message `standing` where it belongs there, else as a message of its own. @throws ConnectorError */
  show: (outcome: Outcome, activity: Spoken, standing?: string) => Promise<void>;
  /** The answer of an invoke changes the card for the one who pressed only, and only until Teams is opened again. */
  showEveryone: (prepared: Prepared, activity: Spoken) => Promise<void>;
}

/** How long a card waits for its pictures, ms: the numbers come first. */
const PICTURE_PATIENCE = 2_000;

export function createOutcomes(context: PlatformContext, connector: Connector, deliveries: Deliveries): Outcomes {
  return {
    of: async (reply, activity, left) => {
      const { answer, t } = reply;
      if (answer.kind === 'export') return { kind: 'elsewhere', show: () => deliveries.deliver(answer.export, activity, t) };
      const message: Message = { ...reply, answer };
      const prepared = await prepareReply(message, context, PICTURE_PATIENCE, left);
      const alone = answer.kind === 'card' && answer.alone ? { alone: wordsOf(answer.card) } : {};
      return { kind: 'message', prepared, inPlace: answer.kind === 'card' && answer.replace, everyone: true, ...alone };
    },
    show: async (outcome, activity, standing) => {
      if (outcome.kind === 'elsewhere') return outcome.show();
      const { prepared, inPlace } = outcome;
      const reference = referenceOf(activity);
      const id =
        inPlace && standing ? await sendInPlace(connector, reference, standing, prepared) : await sendNew(connector, reference, prepared);
      await addLate(connector, reference, id, prepared, context.log);
    },
    showEveryone: async (prepared, activity) => {
      if (!activity.replyToId) return;
      const reference = referenceOf(activity);
      await connector.update(reference, activity.replyToId, messageOf(prepared));
      await addLate(connector, reference, activity.replyToId, prepared, context.log);
    },
  };
}

/** A short card as one line. */
function wordsOf({ title, blocks }: Card): string {
  return [title, ...blocks.flatMap((block) => (block.kind === 'text' ? [plain(block.text)] : []))].join('. ');
}
