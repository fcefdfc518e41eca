/** Slack's requests over HTTP: Bolt's receiver on our own server, signatures over the raw body. */
import { HTTPReceiver } from '@slack/bolt';
import type { RequestHandler, Router } from 'express';
import type { Log } from '../platform.ts';
import { vendorLogger } from './clients.ts';

export const PATH = '/slack/events';
const TOLERANCE_S = 5 * 60;
/** The largest body that is read, bytes. */
const BODY_LIMIT = 1_048_576;

/** Bolt's receiver, which never listens itself: old timestamps and bad signatures get 401. */
export function httpReceiver(signingSecret: string, log: Log): HTTPReceiver {
  return new HTTPReceiver({ signingSecret, endpoints: [PATH], logger: vendorLogger(log), bodyLimit: BODY_LIMIT });
}

/** Bolt refuses old timestamps only; one ahead of us could be replayed until its time has come. */
function refuseFuture(log: Log): RequestHandler {
  return (request, response, next) => {
    const ahead = Number(request.get('x-slack-request-timestamp')) - Date.now() / 1000;
    if (!(ahead > TOLERANCE_S)) return next();
    log.warn({ aheadSeconds: Math.round(ahead) }, 'A Slack request from the future was refused');
    response.status(401).end();
  };
}

/** Puts the receiver on a router; while `open` is false Slack is asked to come back (it retries events after a 503). */
export function mountReceiver(router: Router, receiver: HTTPReceiver, open: () => boolean, log: Log): void {
  router.post(PATH, refuseFuture(log), (request, response) => {
    if (!open()) {
      response.status(503).set('retry-after', '5').end();
      return;
    }
    // The receiver compares the path with its own; the router has already matched it.
    request.url = PATH;
    receiver.requestListener(request, response);
  });
}
