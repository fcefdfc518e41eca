/** Puts a message into a conversation, new or in place of another, and its late pictures after it. */
import type { Log } from '../platform.ts';
import { CARD_BUDGET } from './budget.ts';
import type { Connector, Outgoing } from './connector.ts';
import { ConnectorError } from './errors.ts';
import { messageOf, type Prepared } from './prepare.ts';
import type { Reference } from './reference.ts';

/** Sends it as a new message. @returns its id. @throws ConnectorError */
export async function sendNew(connector: Connector, reference: Reference, prepared: Prepared): Promise<string> {
  return smallerIfTooBig(prepared, (message) => connector.send(reference, message));
}

/** Puts it in the place of message `id`; as a new message when that one is gone. @returns the id where it stands. */
export async function sendInPlace(connector: Connector, reference: Reference, id: string, prepared: Prepared): Promise<string> {
  try {
    await smallerIfTooBig(prepared, (message) => connector.update(reference, id, message));
    return id;
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.status !== 404) throw error;
    return sendNew(connector, reference, prepared);
  }
}

/** Adds the pictures that came after the card. */
export async function addLate(connector: Connector, reference: Reference, id: string, prepared: Prepared, log: Log): Promise<void> {
  if (!prepared.late || !(await prepared.late)) return;
  await connector.update(reference, id, messageOf(prepared)).catch((error: unknown) => {
    log.warn({ err: error }, 'a late chart could not be added to its Teams card');
  });
}

/** Microsoft's count of a message may differ from ours: one more try at half the size. */
export async function smallerIfTooBig<T>(prepared: Prepared, put: (message: Outgoing) => Promise<T>): Promise<T> {
  try {
    return await put(messageOf(prepared));
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.status !== 413) throw error;
    return put(messageOf(prepared, CARD_BUDGET / 2));
  }
}
