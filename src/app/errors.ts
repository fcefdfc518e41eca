import type { MessageKey, MessageValues } from '../i18n/translate.ts';

/**
 * A mistake or refusal that the person is told of, in their language: what happened, what it means, what to do.
 * Any other error is logged with its cause and answered with an apology and a reference.
 */
export class UserError extends Error {
  readonly key: MessageKey;
  readonly values: MessageValues;

  constructor(key: MessageKey, values: MessageValues = {}) {
    super(key);
    this.name = 'UserError';
    this.key = key;
    this.values = values;
  }
}

/** The database does not answer: the person is told to try again shortly, the process goes on. */
export class UnavailableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnavailableError';
  }
}
