/** What a channel takes as one text message. */
import type { Channel } from './events.ts';

interface Longest {
  count: number;
  unit: 'characters' | 'bytes';
}

/**
 * WhatsApp Cloud API: text body of 4,096 characters; Telegram sendMessage: 4,096; Messenger Send API: 2,000;
 * Instagram messaging: 1,000 bytes of UTF-8. Live chats and the rest have no common limit.
 */
const LONGEST: Readonly<Record<Channel, Longest | null>> = {
  whatsapp: { count: 4_096, unit: 'characters' },
  telegram: { count: 4_096, unit: 'characters' },
  facebook: { count: 2_000, unit: 'characters' },
  instagram: { count: 1_000, unit: 'bytes' },
  livechat: null,
  other: null,
};

export type TextProblem =
  | { key: 'empty' }
  /** Helpdesks fill in what stands between such braces themselves. */
  | { key: 'braces' }
  | { key: 'long'; unit: Longest['unit']; max: number; length: number };

/** Why a channel cannot take a finished text; undefined when it can. */
export function channelTextProblem(channel: Channel, text: string): TextProblem | undefined {
  if (text.trim() === '') return { key: 'empty' };
  if (/\{\{|\{%/.test(text)) return { key: 'braces' };
  const longest = LONGEST[channel];
  if (!longest) return undefined;
  const length = longest.unit === 'bytes' ? new TextEncoder().encode(text).length : text.length;
  return length > longest.count ? { key: 'long', unit: longest.unit, max: longest.count, length } : undefined;
}
