/** Questions: the slash command, a mention, a direct message. */
import type { App, types } from '@slack/bolt';
import type { FrontDesk } from './desk.ts';
import { unescape } from './escape.ts';
import type { Place } from './place.ts';

type Message = types.MessageEvent;

/** Listens to questions. */
export function hearAsks(app: App, desk: FrontDesk): void {
  const answer = (text: string, place: Place, keys: string[]): Promise<void> =>
    desk.work.run(
      async () => {
        if (!(await desk.first(...keys))) return;
        await desk.give(await desk.dispatch.ask(text, await desk.origin(place.user)), place);
      },
      (error) => desk.apologise(error, place),
    );

  // Any slash command of the app: a workspace may have given it another name.
  app.command(/^\//, async ({ command, ack }) => {
    await ack();
    const { user_id: user, channel_id: channel, response_url: responseUrl } = command;
    await answer(command.text, { kind: 'private', user, channel, responseUrl }, [`command:${command.trigger_id}`]);
  });

  app.event('app_mention', async ({ event, body }) => {
    if (event.bot_id || event.edited || !event.user) return;
    const place: Place = {
      kind: 'open',
      user: event.user,
      channel: event.channel,
      ...(event.thread_ts ? { thread: event.thread_ts } : {}),
    };
    await answer(question(event.text), place, [`event:${body.event_id}`, `message:${event.channel}:${event.ts}`]);
  });

  app.event('message', async ({ event, body }) => {
    const asked = directMessage(event);
    if (!asked) return;
    const place: Place = { kind: 'open', user: asked.user, channel: event.channel, ...(asked.thread ? { thread: asked.thread } : {}) };
    await answer(question(asked.text), place, [`event:${body.event_id}`, `message:${event.channel}:${event.ts}`]);
  });
}

/** A person's new words to Vigia; undefined for edits, deletions, bots and channels. */
function directMessage(event: Message): { user: string; text: string; thread?: string | undefined } | undefined {
  if (event.subtype !== undefined || event.channel_type !== 'im' || event.bot_id || !event.text) return undefined;
  return { user: event.user, text: event.text, thread: event.thread_ts };
}

/** The words without the mention of Vigia and without a slash command typed as text. */
function question(text: string): string {
  return unescape(text.replaceAll(/<@[UW][A-Z0-9]+(\|[^>]*)?>/g, ' '))
    .replace(/^\s*\/?vigia\b/i, ' ')
    .trim();
}
