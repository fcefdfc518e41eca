/** The handlers of sending a template from a conversation, by their names behind `show.`. */
import { CHANNELS } from '../../domain/events.ts';
import type { Action, Submit } from '../command.ts';
import { UserError } from '../errors.ts';
import { openChoice, preview, templateOptions } from './choose.ts';
import { backToChoice, confirm, next } from './confirm.ts';

const role = 'supervisor';

/** A search knows no more than its name: a channel has one of its own. */
const searches = CHANNELS.map((channel): [string, Action] => [
  `template.${channel}`,
  {
    role,
    run: async () => {
      throw new UserError('error.gone');
    },
    search: (typed, services) => templateOptions(channel, typed, services),
  },
]);

export const sendingActions: Record<string, Action> = { send: { role, run: openChoice }, ...Object.fromEntries(searches) };

export const sendingSubmits: Record<string, Submit> = {
  'send.next': { role, run: next },
  'send.preview': { role, run: preview },
  'send.confirm': { role, run: confirm },
  'send.back': { role, run: backToChoice },
};
