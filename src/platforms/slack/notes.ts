/** Small lines that say what was left out, so that nothing is cut silently. */
import type { ContextBlock } from '@slack/types';
import type { MessageKey, Translate } from '../../i18n/translate.ts';
import { LIMITS } from './limits.ts';
import { clip, type Ink } from './mrkdwn.ts';

/** A small grey line. */
export function note(text: Ink[], t: Translate): ContextBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: clip(text, LIMITS.contextText, t), verbatim: true }] };
}

/** `12 of 340 shown`. */
export function cutNote(key: MessageKey & `slack.cut.${string}`, shown: number, total: number, t: Translate): ContextBlock {
  return note([t(key, { shown, total })], t);
}
