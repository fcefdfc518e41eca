/** `POST /api/messages`: everything Microsoft sends, checked before anything is done with it. */
import express, { type ErrorRequestHandler, type RequestHandler, type Router } from 'express';
import type { Log } from '../platform.ts';
import { type Inbound, inboundSchema } from './activity.ts';
import { UnauthorizedError } from './errors.ts';
import { fromLoopback } from './hosts.ts';
import type { InvokeAnswer } from './invoke.ts';

/** A Teams message is about 100 KB at most; a form's values come beside its card's own words. */
const LARGEST_BODY = '256kb';

export interface Desk {
  /** Takes no activities before the start and after the stop. */
  open: () => boolean;
  anonymous: boolean;
  /** @throws UnauthorizedError */
  authenticate: (activity: Inbound, authorization: string) => Promise<void>;
  take: (activity: Inbound) => Promise<InvokeAnswer | undefined>;
  log: Log;
}

export function mountMessages(router: Router, desk: Desk): void {
  const handle: RequestHandler = async (request, response) => {
    if (!desk.open()) return void response.status(503).end();
    const activity = inboundSchema.safeParse(request.body);
    if (!activity.success) return void response.status(400).end();
    try {
      // Without authentication only this machine is trusted, and no tunnel or proxy on it.
      const here = fromLoopback(request.socket.remoteAddress) && !request.headers['x-forwarded-for'] && !request.headers.forwarded;
      if (desk.anonymous && !here) throw new UnauthorizedError('anonymous is for loopback only');
      await desk.authenticate(activity.data, request.headers.authorization ?? '');
      const answer = await desk.take(activity.data);
      return void (answer?.body ? response.status(answer.status).json(answer.body) : response.status(answer?.status ?? 200).end());
    } catch (error) {
      if (!(error instanceof UnauthorizedError)) desk.log.error({ err: error }, 'a Teams activity failed');
      else desk.log.warn({ reason: error.message }, 'a Teams activity was refused');
      return void response.status(error instanceof UnauthorizedError ? 401 : 500).end();
    }
  };
  router.post('/api/messages', express.json({ limit: LARGEST_BODY }), handle, unreadable);
}

/** A body that is not JSON is the sender's fault (400), one too large is 413. */
const unreadable: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  if (status === 400 || status === 413 || status === 415) return void response.status(status).end();
  return next(error);
};
