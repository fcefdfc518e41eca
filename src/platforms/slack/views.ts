/** Modals opened, pushed and changed: what Slack does not do any more is told by the answer, anything else is thrown. */
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Log } from '../platform.ts';
import { faultOf } from './errors.ts';

export interface Views {
  /** The new view's id; undefined when the trigger's 3 s are over or used. */
  open: (trigger: string, view: ModalView) => Promise<string | undefined>;
  /** The same on top of the view in which the trigger was made; undefined also on top of a third one. */
  push: (trigger: string, view: ModalView) => Promise<string | undefined>;
  /** False when the person has closed it, or it has changed since it had this `hash`. */
  update: (id: string, view: ModalView, hash?: string) => Promise<boolean>;
}

const TOO_LATE = new Set(['expired_trigger_id', 'exchanged_trigger_id']);
const NOT_THERE = new Set(['not_found', 'hash_conflict']);
const NOT_ON_TOP = new Set([...TOO_LATE, 'push_limit_reached', 'not_found']);

/** Modals on one client. */
export function viewsOf(client: WebClient, log: Log): Views {
  async function unless<T>(passing: Set<string>, call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      const { code, hint } = faultOf(error);
      if (!passing.has(code)) throw error;
      if (NOT_THERE.has(code)) log.info({ code }, 'A modal was closed or changed before its answer');
      else log.warn({ code, hint }, 'A modal came too late');
      return undefined;
    }
  }

  return {
    open: async (trigger, view) => (await unless(TOO_LATE, () => client.views.open({ trigger_id: trigger, view })))?.view?.id,
    push: async (trigger, view) => (await unless(NOT_ON_TOP, () => client.views.push({ trigger_id: trigger, view })))?.view?.id,
    update: async (id, view, hash) => {
      const call = { view_id: id, view, ...(hash === undefined ? {} : { hash }) };
      return (await unless(NOT_THERE, () => client.views.update(call))) !== undefined;
    },
  };
}
