/**
 * The message from which a dialog was opened. A submitted dialog does not name it, so it travels in the dialog's buttons, through the
 * person's client: signed, or a forged one would let somebody replace any message of the bot in that conversation.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export interface Pins {
  /** `<signature>:<message id>`. */
  pin: (message: string, conversation: string) => string;
  /** The message of a pin that was made here for this conversation; undefined for any other. */
  read: (pin: string | undefined, conversation: string) => string | undefined;
}

const SIGNATURE = 22;

/** `secret`: the same on every replica; without one, pins hold in this process only. */
export function createPins(secret: string): Pins {
  const key = secret === '' ? randomBytes(32) : secret;

  function sign(message: string, conversation: string): string {
    // The thread of a conversation is written in its id by some activities and not by others.
    const [place = ''] = conversation.split(';');
    return createHmac('sha256', key).update(`dialog\n${place}\n${message}`).digest('base64url').slice(0, SIGNATURE);
  }

  return {
    pin: (message, conversation) => `${sign(message, conversation)}:${message}`,
    read: (pin, conversation) => {
      if (pin === undefined) return undefined;
      const message = pin.slice(SIGNATURE + 1);
      const given = Buffer.from(pin.slice(0, SIGNATURE));
      const right = Buffer.from(sign(message, conversation));
      return given.length === right.length && timingSafeEqual(given, right) ? message : undefined;
    },
  };
}
