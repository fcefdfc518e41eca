/** Names and locales of people, remembered for a while, as every question needs them and Slack limits the calls. */
import type { WebClient } from '@slack/web-api';
import type { Origin } from '../../app/dispatch.ts';
import type { Log } from '../platform.ts';
import { faultOf } from './errors.ts';
import { later } from './later.ts';

const KEEP_MS = 10 * 60_000;
/** After an error: soon again, but not at every question. */
const RETRY_MS = 60_000;
const MOST = 5000;
/** A name is not worth keeping someone waiting. */
const WAIT_MS = 1200;

type Person = Origin['person'];

/** Gives a Slack user as Vigia's person: `slack:<id>`, name and locale; without the latter two when Slack does not say. */
export function peopleOf(client: WebClient, log: Log, now: () => number = Date.now): (user: string) => Promise<Person> {
  const known = new Map<string, { until: number; person: Promise<Person> }>();

  async function ask(user: string): Promise<Person> {
    const { user: found } = await client.users.info({ user, include_locale: true });
    const name = found?.profile?.display_name || found?.profile?.real_name || found?.real_name || found?.name;
    return { id: `slack:${user}`, name, locale: found?.locale };
  }

  function remember(user: string): Promise<Person> {
    const entry = { until: now() + KEEP_MS, person: Promise.resolve<Person>({ id: `slack:${user}` }) };
    entry.person = ask(user).catch((error: unknown) => {
      const { code, hint } = faultOf(error);
      log.warn({ code, hint }, 'Slack did not say who a person is');
      entry.until = now() + RETRY_MS;
      return { id: `slack:${user}` };
    });
    const [oldest] = known.keys();
    if (known.size >= MOST && oldest !== undefined) known.delete(oldest);
    known.set(user, entry);
    return entry.person;
  }

  return (user) => {
    const entry = known.get(user);
    if (entry && entry.until > now()) return within(entry.person, user);
    known.delete(user);
    return within(remember(user), user);
  };
}

async function within(person: Promise<Person>, user: string): Promise<Person> {
  const { promise, stop } = later<Person>(WAIT_MS, { id: `slack:${user}` });
  try {
    return await Promise.race([person, promise]);
  } finally {
    stop();
  }
}
