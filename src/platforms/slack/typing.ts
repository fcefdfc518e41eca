/** What a person types into a search: Slack wants the options within 3 s, or says that there are none. */
import type { App } from '@slack/bolt';
import type { Option } from '../../view/card.ts';
import type { FrontDesk } from './desk.ts';
import { translatorOf } from './doors.ts';
import { later } from './later.ts';
import { offered, searchedAction } from './searches.ts';

/** When Slack is answered although the search is still at work. */
const ANSWER_BY_MS = 2500;

/** Listens to searches. A menu of an older version gets an empty list, not an error. */
export function hearTyping(app: App, desk: FrontDesk): void {
  app.options(/.*/, async ({ body, ack }) => {
    const asked = desk.origin(body.user.id);
    const found = asked.then((origin) => desk.dispatch.search(searchedAction(body.action_id), body.value ?? '', origin));
    const patience = later<Option[] | undefined>(ANSWER_BY_MS, undefined);
    const options = await Promise.race([found, patience.promise]).finally(patience.stop);
    if (!options) desk.log.warn({ action: searchedAction(body.action_id) }, 'A search took too long; Slack shows no options');
    await ack(options ? offered(options, translatorOf(await asked)) : { options: [] });
  });
}
