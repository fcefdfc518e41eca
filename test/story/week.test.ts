/**
 * A week of the bank with the ready rules on, lived through in minutes: three replicas, one of them killed every few seconds, Slack and
 * Teams failing a tenth of the time. Every crossing, worked out apart from the raw rows, begins once and ends once, at its minute; nothing
 * of it is lost on the way to people, and how often somebody hears it twice is counted.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Incident } from '../../src/domain/alert-state.ts';
import type { HelpdeskEvent } from '../../src/domain/events.ts';
import { connectStore, type Store } from '../../src/store/connect.ts';
import { incidentStore } from '../../src/store/queries/incidents.ts';
import { outboxStore } from '../../src/store/queries/outbox.ts';
import { referenceStore } from '../../src/store/queries/references.ts';
import { configure, setParameters } from '../configured.ts';
import { testCore } from '../core.ts';
import { freshDatabase } from '../store.ts';
import { bankEvents } from '../fixtures/bank/events.ts';
import { localConfig } from '../fakes/teams/bot.ts';
import { startConnector } from '../fakes/teams/connector.ts';
import { startFakeSlack } from '../fakes/slack/slack.ts';
import { startClock } from './clock.ts';
import { startReplicas } from './desk.ts';
import { bankCalls, type Stretch, stretches } from './oracle.ts';
import { BUSINESS_HOURS, RULES, TEAM, watchOf } from './rules.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONE = 'Asia/Jerusalem';
/** A Sunday's midnight in Jerusalem, and days that are lived through (`STORY_DAYS` for a shorter story). */
const FROM = new Date('1999-01-09T22:00:00.000Z');
const DAYS = Number(process.env['STORY_DAYS'] ?? 7);
const TO = new Date(FROM.getTime() + DAYS * DAY);
/** Events are told so far ahead of the clock; an evaluation reads what had happened by its minute. */
const AHEAD = 30 * MINUTE;
const KILL_EVERY_MS = 5_000;
/** How often is asked whether whoever has a minute still lives, and how long a dead one's last write may be under way. */
const LOOK_MS = 400;
const LAST_WRITE_MS = 200;
/** A minute that failed is not waited for for ever; what failed is told at the end. */
const LONGEST_MINUTE_MS = 30_000;
const SHARE_OF_FAULTS = 0.1;

/** Some minutes a day on two cores, more beside other work. */
const LONGEST_MS = (5 + 8 * DAYS) * MINUTE;
jest.setTimeout(LONGEST_MS);

/** Mulberry32: the same story each time, as far as processes allow. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const random = seeded(1999);
const events = bankEvents().sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
const calls = bankCalls(join(__dirname, '..', 'fixtures', 'bank'));

/** Sundays to Thursdays, eight to six, two hours east of Greenwich. */
function isOpen(at: number): boolean {
  const local = new Date(at + 2 * HOUR);
  return local.getUTCDay() <= 4 && local.getUTCHours() >= 8 && local.getUTCHours() < 18;
}

const between = (from: Date, to: Date): HelpdeskEvent[] => events.filter(({ occurredAt }) => occurredAt >= from && occurredAt < to);

interface Lived {
  incidents: Incident[];
  /** The minutes that were evaluated; of others whoever had them was killed. */
  minutes: number[];
  killed: number;
  errors: string[];
}

const database = freshDatabase();
let store: Store;
let slack: Awaited<ReturnType<typeof startFakeSlack>>;
let teams: Awaited<ReturnType<typeof startConnector>>;
let clock: Awaited<ReturnType<typeof startClock>>;
let replicas: ReturnType<typeof startReplicas>;
let lived: Lived;

beforeAll(async () => {
  [store, slack, teams, clock] = await Promise.all([connectStore(database), startFakeSlack(), startConnector(), startClock(new Date(0))]);
  slack.state.channels.set('C0OPS', { name: 'ops', member: true });
  slack.state.scopes.push('channels:history', 'groups:history');
  const conversation = { id: TEAM.slice('teams:'.length), conversationType: 'channel', tenantId: localConfig(teams).tenantId };
  await referenceStore(store, () => FROM).save(TEAM, {
    serviceUrl: teams.serviceUrl,
    conversation,
    bot: { id: '28:vigia' },
    threadId: conversation.id,
  });
  lived = await liveThrough();
}, LONGEST_MS);

afterAll(async () => {
  await replicas?.stop();
  await Promise.all([slack.close(), teams.close(), clock.close()]);
  await store.connection.dropDatabase();
  await store.close();
});

/** Moves the clock minute by minute as soon as the one before it is evaluated, and then waits until everything is told. */
async function liveThrough(): Promise<Lived> {
  const core = testCore(store, { timeZone: ZONE, now: clock.now });
  await setParameters(core, { timeZone: ZONE, businessHours: BUSINESS_HOURS });
  await configure(core, (current) => ({ ...current, alerts: [...RULES] }));
  for (let from = new Date(FROM.getTime() - 8 * DAY); from < FROM; from = new Date(from.getTime() + DAY))
    await core.intake.record(between(from, new Date(Math.min(from.getTime() + DAY, FROM.getTime()))));
  slack.disturb(SHARE_OF_FAULTS, random);
  teams.disturb(SHARE_OF_FAULTS, random);
  replicas = startReplicas(
    {
      database,
      clock: clock.url,
      timeZone: ZONE,
      slack: { botToken: slack.token, signingSecret: slack.secret, apiUrl: slack.apiUrl },
      teams: localConfig(teams),
    },
    KILL_EVERY_MS,
    random,
  );
  const minutes: number[] = [];
  for (let at = FROM.getTime(); at <= TO.getTime(); at += MINUTE) {
    if ((at - FROM.getTime()) % AHEAD === 0) await core.intake.record(between(new Date(at), new Date(at + AHEAD)));
    clock.set(new Date(at));
    if (await evaluated(at)) minutes.push(at);
    if ((at - FROM.getTime()) % (6 * HOUR) === 0) progress(new Date(at), (at - FROM.getTime()) / MINUTE + 1 - minutes.length);
  }
  await told();
  replicas.spare();
  const incidents = await incidentStore(store).find({ limit: 100_000 });
  return { incidents, minutes, killed: replicas.killed(), errors: replicas.errors() };
}

const began = Date.now();

/** A long story tells how far it has come. */
function progress(at: Date, passedOver: number): void {
  const seconds = Math.round((Date.now() - began) / 1_000);
  process.stderr.write(
    `${String(seconds).padStart(4)} s  ${at.toISOString()}  ${replicas.killed()} kills, ${passedOver} minutes passed over\n`,
  );
}

/** False when whoever had the minute was killed before the board was written: nobody else takes it then, and the next one is due. */
async function evaluated(at: number): Promise<boolean> {
  const minute = new Date(at);
  const isWritten = async (): Promise<boolean> =>
    (await store.alerts.findOne({ _id: 'board' }, { projection: { at: 1 } }))?.at?.getTime() === at;
  const end = Date.now() + LONGEST_MINUTE_MS;
  while (!(await clock.evaluated(minute, LOOK_MS))) {
    if (Date.now() > end) return isWritten();
    const lease = await store.leases.findOne({ _id: `alerts:${minute.toISOString()}` });
    if (!lease || replicas.lives(Number(lease.owner))) continue;
    await sleep(LAST_WRITE_MS);
    return isWritten();
  }
  return true;
}

/** Until the outbox is empty, with the chats as bad as before. */
async function told(): Promise<void> {
  for (const end = Date.now() + 4 * MINUTE; Date.now() < end; await sleep(200)) {
    const [{ waiting }, board] = [await outboxStore(store).status(new Date()), await store.alerts.findOne({ _id: 'board' })];
    if (waiting === 0 && board?.intents.length === 0) return;
  }
  throw new Error(
    `the outbox is not empty: ${JSON.stringify(
      await store.deliveries
        .find({ state: { $ne: 'sent' } }, { projection: { card: 0 } })
        .limit(5)
        .toArray(),
    )}`,
  );
}

const minuteOf = (at: number | null): number | null => at && at / MINUTE;

test.each(RULES)('$id: every crossing of the week begins once and ends once, at its minute, give or take one evaluation', (rule) => {
  const expected = stretches(calls, watchOf(rule, calls, isOpen), lived.minutes);
  const found = lived.incidents
    .filter((one) => one.rule === rule.id)
    .map((one): Stretch => ({ start: one.startedAt.getTime(), end: one.endedAt?.getTime() ?? null }))
    .sort((a, b) => a.start - b.start);
  if (DAYS >= 7) expect(expected.length).toBeGreaterThan(0);
  expect(found).toHaveLength(expected.length);
  found.forEach(({ start, end }, index) => {
    const wanted = expected[index];
    expect(Math.abs((minuteOf(start) ?? 0) - (minuteOf(wanted?.start ?? null) ?? 0))).toBeLessThanOrEqual(1);
    expect(end === null).toBe(wanted?.end === null);
    expect(Math.abs((minuteOf(end) ?? 0) - (minuteOf(wanted?.end ?? null) ?? 0))).toBeLessThanOrEqual(1);
  });
});

test('replicas were killed all the way, and none of them failed by itself', () => {
  expect(lived.killed).toBeGreaterThan(DAYS * 2);
  expect(lived.errors).toEqual([]);
});

test('nothing is lost: every message that was planned stands in its chat, and says how its incidents ended', async () => {
  expect(await store.deliveries.countDocuments({ state: { $ne: 'sent' } })).toBe(0);
  const messages = await store.deliveries.find({ kind: 'alert' }).toArray();
  const planned = new Set(lived.incidents.flatMap((one) => one.messages.map(({ key }) => key)));
  expect(new Set(messages.map(({ _id }) => _id))).toEqual(planned);
  const wrong = messages.flatMap(({ _id, message, target, card }) => {
    const shown = target.startsWith('slack:')
      ? slack.state.messages.find(({ channel, ts }) => `${channel}:${ts}` === message)
      : teams.shown(TEAM.slice('teams:'.length)).find(({ id }) => message?.endsWith(`|${id}`));
    // The last thing that was to be said is what stands there.
    const title = JSON.stringify((card as { title: string }).title).slice(1, -1);
    return JSON.stringify(shown ?? '').includes(title) ? [] : [{ key: _id, message, title, shown: shown ?? null }];
  });
  expect(wrong).toEqual([]);
  // Words go first, their pictures follow.
  expect(slack.state.messages.filter(({ blocks }) => JSON.stringify(blocks).includes('slack_file')).length).toBeGreaterThan(0);
});

test('what comes twice stays within what the docs promise: nothing in Slack, in Teams no more than was doubtful', async () => {
  const keys = slack.state.messages.map(
    ({ metadata }) => (metadata as { event_payload?: { key?: string } } | undefined)?.event_payload?.key ?? '',
  );
  const twiceInSlack = keys.length - new Set(keys).size;
  const sentToTeams = await store.deliveries.countDocuments({ target: TEAM });
  const conversation = TEAM.slice('teams:'.length);
  const roots = teams.shown(conversation);
  const replies = roots.flatMap(({ id }) => teams.shown(`${conversation};messageid=${id}`));
  const twiceInTeams = roots.length + replies.length - sentToTeams;
  const doubtful = (await store.deliveries.find({ target: TEAM }).toArray()).reduce((sum, one) => sum + one.doubtful, 0);
  process.stdout.write(
    `\n${DAYS} days, ${lived.incidents.length} incidents, ${keys.length} messages in Slack (${twiceInSlack} twice), ${sentToTeams} in Teams ` +
      `(${twiceInTeams} twice, ${doubtful} doubtful), ${lived.killed} kills, ${DAYS * 1_440 + 1 - lived.minutes.length} minutes passed over\n`,
  );
  expect(twiceInSlack).toBe(0);
  expect(twiceInTeams).toBeLessThanOrEqual(doubtful);
});
