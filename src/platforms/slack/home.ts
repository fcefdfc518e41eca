/** People who open the app's home. */
import type { App } from '@slack/bolt';
import type { FrontDesk } from './desk.ts';

/** Listens to people who open the home. */
export function hearHome(app: App, desk: FrontDesk): void {
  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab !== 'home') return;
    const { user } = event;
    await desk.work.run(
      async () => {
        if (await desk.first(`event:${body.event_id}`)) await desk.homes.show(user, desk.askHome(user));
      },
      (error) => desk.apologise(error, { kind: 'home', user, channel: '' }),
    );
  });
}
