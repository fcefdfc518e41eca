/** Signed deliveries to the app, as Slack makes them: forms for commands and interactions, JSON for events. */
import { createHmac } from 'node:crypto';
import type { State } from './state.ts';
import type { SocketMode } from './socket.ts';

export interface Delivered {
  status: number;
  body: string;
  /** From request to answer, ms. Slack tells the person that the app failed after 3 s. */
  ms: number;
}

export interface Signing {
  /** Seconds since 1970 in the header; now by default. */
  timestamp?: number | undefined;
  secret?: string | undefined;
  retry?: { num: number; reason: string } | undefined;
  /** A trigger that was used before, for a request that Slack repeats. */
  trigger?: string | undefined;
}

export interface Postman {
  form: (what: string, fields: Record<string, string>, signing?: Signing) => Promise<Delivered>;
  json: (what: string, body: object, signing?: Signing) => Promise<Delivered>;
}

const PATIENCE_MS = 3000;

/** Delivers over HTTP to `target()`, or over Socket Mode when the app is connected there. */
export function postman(state: State, secret: string, target: () => string, socket: SocketMode): Postman {
  async function over(what: string, type: string, body: string, { timestamp, secret: own, retry }: Signing = {}): Promise<Delivered> {
    const at = String(timestamp ?? Math.floor(Date.now() / 1000));
    const signature = `v0=${createHmac('sha256', own ?? secret)
      .update(`v0:${at}:${body}`)
      .digest('hex')}`;
    const retries = retry ? { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason } : {};
    const from = Date.now();
    const answer = await fetch(target(), {
      method: 'POST',
      headers: { 'content-type': type, 'x-slack-request-timestamp': at, 'x-slack-signature': signature, ...retries },
      body,
    });
    const delivered = { status: answer.status, body: await answer.text(), ms: Date.now() - from };
    return judged(what, delivered);
  }

  function judged(what: string, delivered: Delivered): Delivered {
    if (delivered.ms > PATIENCE_MS) state.troubles.push(`${what}: operation_timeout`);
    if (delivered.status !== 200) state.troubles.push(`${what}: answered ${delivered.status}`);
    return delivered;
  }

  async function envelope(what: string, type: string, payload: object, { retry }: Signing = {}): Promise<Delivered> {
    const { payload: answer, ms } = await socket.deliver(type, payload, retry?.num);
    // An acknowledgement with nothing in it is an empty object here.
    const body = JSON.stringify(answer ?? '');
    return judged(what, { status: 200, body: body === '{}' || body === '""' ? '' : body, ms });
  }

  return {
    form: (what, fields, signing) => {
      if (!socket.connected()) return over(what, 'application/x-www-form-urlencoded', new URLSearchParams(fields).toString(), signing);
      const { payload } = fields;
      return payload
        ? envelope(what, 'interactive', JSON.parse(payload) as object, signing)
        : envelope(what, 'slash_commands', fields, signing);
    },
    json: (what, body, signing) =>
      socket.connected() ? envelope(what, 'events_api', body, signing) : over(what, 'application/json', JSON.stringify(body), signing),
  };
}
