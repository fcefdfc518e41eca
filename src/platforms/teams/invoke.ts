/** What a pressed button gets at once ("Universal Actions for Adaptive Cards: response format"). */
import type { AdaptiveCard } from './element.ts';

export interface InvokeAnswer {
  status: number;
  body?: { statusCode: number; type: string; value: unknown } | { task: Task } | undefined;
}

export type DialogSize = 'small' | 'medium' | 'large';

/** "Use dialogs with bots": what stands in the dialog next. */
type Task =
  | {
      type: 'continue';
      value: { title: string; height: DialogSize; width: DialogSize; card: { contentType: string; content: AdaptiveCard } };
    }
  | { type: 'message'; value: string };

/** The card in place of the one that was pressed. */
export function cardInPlace(card: AdaptiveCard): InvokeAnswer {
  return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card } };
}

/** A short word to the person; the card stays. */
export function word(text: string): InvokeAnswer {
  return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text } };
}

/** What a search offers for the words typed so far. */
export function offers(results: { title: string; value: string }[]): InvokeAnswer {
  return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.search.searchResponse', value: { results } } };
}

/** A card in the dialog that opens or stands open. */
export function dialogCard(title: string, content: AdaptiveCard, height: DialogSize): InvokeAnswer {
  const card = { contentType: 'application/vnd.microsoft.card.adaptive', content };
  return { status: 200, body: { task: { type: 'continue', value: { title, height, width: 'medium', card } } } };
}

/** A short word in the dialog, and its end. */
export function dialogWord(text: string): InvokeAnswer {
  return { status: 200, body: { task: { type: 'message', value: text } } };
}

/** Heard; what comes of it is said in the conversation. A dialog closes. */
export const HEARD: InvokeAnswer = { status: 200 };

/** Shown by Teams as an error at the button. */
export function refusal(statusCode: 400 | 500, message: string): InvokeAnswer {
  const code = statusCode === 400 ? 'BadRequest' : 'InternalServerError';
  return { status: 200, body: { statusCode, type: 'application/vnd.microsoft.error', value: { code, message } } };
}

/** An invoke that this bot has no part in. */
export const NOT_OURS: InvokeAnswer = { status: 501 };
