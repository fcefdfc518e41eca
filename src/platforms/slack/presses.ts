/** Pressed buttons, chosen options and row menus, in messages, on the home and in modals. */
import type { App, BlockAction } from '@slack/bolt';
import type { FrontDesk } from './desk.ts';
import { doors } from './doors.ts';
import { type Pressed, pressed } from './ids.ts';
import type { Place } from './place.ts';
import { settling } from './settle.ts';
import { stepsOf } from './steps.ts';

/** Listens to the elements of our cards and forms. */
export function hearPresses(app: App, desk: FrontDesk): void {
  const door = doors(desk);
  const steps = stepsOf(desk);
  const choices = settling();

  /** The answer to a button of a running export (cancel) does not take the place of the export's last word. */
  function stillThere(place: Place): () => boolean {
    const running = desk.exporting(place);
    return () => !running || desk.exporting(place);
  }

  async function act({ action, value, opens = false, several }: Pressed, body: BlockAction, place: Place): Promise<void> {
    const trigger = body.trigger_id;
    if (!(await desk.first(`action:${trigger}`))) return;
    const wanted = several ? await choices.last(`${place.user} ${place.channel} ${place.message} ${action}`) : stillThere(place);
    if (!wanted) return;
    const origin = desk.origin(place.user);
    const reply = origin.then((asked) => desk.dispatch.act(action, value, asked));
    await door.answer({ reply, origin, action, opens, trigger, place, wanted });
  }

  app.action<BlockAction>({ type: 'block_actions' }, async ({ body, ack }) => {
    await ack();
    const what = pressed(body.actions[0]);
    if (what && body.view?.type === 'modal') return steps.answer(what, body, body.view);
    const place = placeOf(body);
    // A link button has nothing to answer.
    if (!what || !place) return;
    await desk.work.run(
      () => act(what, body, place),
      (error) => desk.apologise(error, place),
    );
  });
}

/** Where a pressed element stands; undefined outside messages and the home. */
function placeOf(body: BlockAction): Place | undefined {
  const { container, user, channel, view, response_url: responseUrl } = body;
  if (view?.type === 'home') return { kind: 'home', user: user.id, channel: '' };
  if (container.type !== 'message' || !channel) return undefined;
  const thread = container.thread_ts ? { thread: String(container.thread_ts) } : {};
  const kind = container.is_ephemeral ? 'private' : 'open';
  return { kind, user: user.id, channel: channel.id, message: String(container.message_ts), responseUrl, ...thread };
}
