/** A message that stands in a conversation, and the id by which the rest of Vigia knows it: `C0DESK:1700000000.000100`. */

/** A message that stands in a conversation and can be changed. */
export interface Standing {
  channel: string;
  ts: string;
}

export function messageIdOf({ channel, ts }: Standing): string {
  return `${channel}:${ts}`;
}

export function standingOf(messageId: string): Standing {
  const cut = messageId.lastIndexOf(':');
  return { channel: messageId.slice(0, cut), ts: messageId.slice(cut + 1) };
}
