/** Pressed buttons, chosen options and row menus. */
import type { App, BlockAction } from '@slack/bolt';
import type { FrontDesk } from './desk.ts';
import { doors } from './doors.ts';
import { pressed } from './ids.ts';
import type { Place } from './place.ts';
import { settling } from './settle.ts';

/** Listens to the elements of our cards. */
export function hearPresses(app: App, desk: FrontDesk): void {
  const door = doors(desk);
  const choices = settling();

  /** The answer to a button of a running export (cancel) does not take the place of the export's last word. */
  function stillThere(place: Place): () => boolean {
    const running = desk.exporting(place);
    return () => !running || desk.exporting(place);
  }

  app.action<BlockAction>({ type: 'block_actions' }, async ({ body, ack }) => {
    await ack();
    const what = pressed(body.actions[0]);
    const place = placeOf(body);
    // A link button or an element of a view has nothing to answer.
    if (!what || !place) return;
    await desk.work.run(
      async () => {
        if (!(await desk.first(`action:${body.trigger_id}`))) return;
        const wanted = what.several
          ? await choices.last(`${place.user} ${place.channel} ${place.message} ${what.action}`)
          : stillThere(place);
        if (!wanted) return;
        const origin = desk.origin(place.user);
        const reply = origin.then((asked) => desk.dispatch.act(what.action, what.value, asked));
        await door.answer({ reply, origin, action: what.action, trigger: body.trigger_id, place, wanted });
      },
      (error) => desk.apologise(error, place),
    );
  });
}

/** Where a pressed element stands; undefined outside messages. */
function placeOf(body: BlockAction): Place | undefined {
  const { container, user, channel, response_url: responseUrl } = body;
  if (container.type !== 'message' || !channel) return undefined;
  const thread = container.thread_ts ? { thread: String(container.thread_ts) } : {};
  const kind = container.is_ephemeral ? 'private' : 'open';
  return { kind, user: user.id, channel: channel.id, message: String(container.message_ts), responseUrl, ...thread };
}
