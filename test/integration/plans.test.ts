/** Every query of the product uses an index: the real functions run, each command they send is explained afterwards. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertRule } from '../../src/domain/alert-rule.ts';
import type { HelpdeskEvent } from '../../src/domain/events.ts';
import type { HistoryFilter } from '../../src/domain/history.ts';
import { NO_RULES, type Rules } from '../../src/domain/limits.ts';
import { defaultParameters } from '../../src/domain/parameters.ts';
import { measuringQueries } from '../../src/store/alerts/measuring.ts';
import { connectStore, type Store } from '../../src/store/connect.ts';
import { derive, timelinesFromJournal } from '../../src/store/derive.ts';
import { createIntake } from '../../src/store/intake.ts';
import { agentsAt, membersOf, rulingOf } from '../../src/store/queries/agents.ts';
import { auditQueries } from '../../src/store/queries/audit.ts';
import { configurationStore } from '../../src/store/queries/configuration.ts';
import { deskQueries } from '../../src/store/queries/desk.ts';
import { draftStore } from '../../src/store/queries/drafts.ts';
import { exportAudit } from '../../src/store/queries/exports.ts';
import { fileStore } from '../../src/store/queries/files.ts';
import { historyQueries } from '../../src/store/queries/history.ts';
import { nameQueries } from '../../src/store/queries/known.ts';
import { laneStore } from '../../src/store/queries/lanes.ts';
import { leaseStore } from '../../src/store/queries/leases.ts';
import { outboxStore } from '../../src/store/queries/outbox.ts';
import { referenceStore } from '../../src/store/queries/references.ts';
import { periodQueries } from '../../src/store/queries/periods.ts';
import { rosterQueries } from '../../src/store/queries/roster.ts';
import { seenStore } from '../../src/store/queries/seen.ts';
import { transcriptQueries } from '../../src/store/queries/transcript.ts';
import { post, words } from '../outbox.ts';
import { rule } from '../rules.ts';
import { dropStore, engineUri, openStore } from '../store.ts';
import { ana, bia, clock, life, sales, support } from '../told.ts';

type Command = Record<string, unknown>;
interface Plan {
  stage?: string;
  [field: string]: unknown;
}

/** Read whole on purpose: a desk has some dozens of each. */
const SMALL = new Set(['stale', 'agents', 'departments', 'pauses', 'jobRuns']);
const EXPLAINED = ['find', 'aggregate', 'distinct', 'update', 'delete', 'findAndModify', 'count'];
const CONVERSATIONS = 3_000;
const DAY = 86_400_000;

let plain: Store;
let store: Store;
let sent: Command[] = [];

/** Thousands of conversations over a month, a few of them live, with messages and presence. */
function history(): HelpdeskEvent[] {
  return Array.from({ length: CONVERSATIONS }, (_, index) => {
    const c = life(`c-${index}`);
    const agent = index % 2 === 0 ? ana : bia;
    const told: HelpdeskEvent[] = [
      c.opened('10:00', { protocol: `p-${index}` }),
      c.queued('10:01', index % 3 === 0 ? sales : support),
      ...(index % 50 === 0 ? [] : [c.assigned('10:05', agent), c.agent('10:06', agent)]),
      ...(index % 25 === 0 ? [] : [c.closed('10:30')]),
    ];
    if (index % 10 === 0) told.push({ id: `p-${index}`, type: 'agent.presence', occurredAt: clock('09:00'), agent, presence: 'online' });
    const shift = (index % 30) * DAY;
    return told.map((event) => ({ ...event, occurredAt: new Date(event.occurredAt.getTime() - shift) }));
  }).flat();
}

beforeAll(async () => {
  plain = await openStore();
  const events = history();
  const intake = createIntake(plain);
  for (let from = 0; from < events.length; from += 2_000) await intake.record(events.slice(from, from + 2_000));
  await plain.people.insertMany(Array.from({ length: 300 }, (_, index) => ({ _id: `slack:U${index}`, name: `Person ${index}` })));
  await plain.audit.insertMany(
    Array.from({ length: 300 }, (_, index) => ({
      _id: `entry-${index}`,
      at: new Date(clock('09:00').getTime() + index),
      by: `slack:U${index % 5}`,
      platform: 'slack',
      what: index % 2 === 0 ? `template.t-${index % 10}` : 'parameter.idleMinutes',
      from: null,
      to: null,
    })),
  );
  for (const name of ['seen', 'files', 'leases', 'drafts'] as const) {
    const many = Array.from({ length: 300 }, (_, index) => ({ _id: `${name}-${index}`, expiresAt: clock('23:00'), until: clock('23:00') }));
    await plain.connection.collection<{ _id: string }>(name).insertMany(many);
  }
  const { plan } = outboxStore(plain);
  await plan(
    Array.from({ length: 600 }, (_, index) => post(`message-${index}`, `slack:C${index % 7}`)),
    clock('09:00'),
  );
  await plain.deliveries.updateMany({ target: { $ne: 'slack:C1' } }, { $set: { state: 'sent', message: 'C:1.1' } });
  store = await connectStore(engineUri(), plain.connection.name, { monitorCommands: true });
  store.connection.getClient().on('commandStarted', ({ commandName, command }) => {
    if (EXPLAINED.includes(commandName)) sent.push(structuredClone(command));
  });
}, 60_000);
beforeEach(() => {
  sent = [];
});
afterAll(async () => {
  await store.close();
  await dropStore(plain);
});

const ENVELOPE = ['lsid', '$db', '$readPreference', 'writeConcern', 'txnNumber', '$clusterTime', 'apiVersion', 'comment'];

/** A captured command as explain takes it: one at a time where a command holds several updates or deletes. */
function explainable(command: Command): Command[] {
  const bare = Object.fromEntries(Object.entries(command).filter(([name]) => !ENVELOPE.includes(name)));
  for (const name of ['updates', 'deletes']) {
    const statements = bare[name];
    if (Array.isArray(statements)) return statements.slice(0, 5).map((statement: unknown) => ({ ...bare, [name]: [statement] }));
  }
  return [bare];
}

function stages(plan: unknown): string[] {
  if (Array.isArray(plan)) return plan.flatMap(stages);
  if (typeof plan !== 'object' || plan === null) return [];
  const { stage, ...rest } = plan as Plan;
  return [...(typeof stage === 'string' ? [stage] : []), ...Object.values(rest).flatMap(stages)];
}

/** Collections that a captured command reads whole, with the command. */
async function scanned(): Promise<string[]> {
  const found = new Set<string>();
  for (const command of sent.flatMap(explainable)) {
    const collection = String(Object.values(command)[0]);
    const explained = await plain.connection.db?.command({ explain: command, verbosity: 'queryPlanner' });
    const used = stages(explained);
    if (used.length === 0) throw new Error(`no plan for ${JSON.stringify(command)}`);
    if (used.includes('COLLSCAN') && !SMALL.has(collection)) found.add(`${collection}: ${JSON.stringify(command).slice(0, 300)}`);
  }
  return [...found];
}

const parameters = async () => defaultParameters('America/Sao_Paulo', 'en');
const ruled = async (): Promise<Rules> => ({
  agents: [{ id: ana.id, limit: 2, person: null }],
  departments: [{ id: support.id, active: true, limit: 4, members: null }],
});

/** A rule of each kind and of each family of indicators. */
const WATCHING: AlertRule[] = [
  { id: 'now', indicator: 'now.queue.longest', department: support.id },
  { id: 'agents', indicator: 'now.capacity.free', department: support.id },
  { id: 'handled', indicator: 'now.handle.mean' },
  { id: 'today', indicator: 'today.closed', department: support.id, agents: [ana.id] },
  { id: 'period', indicator: 'period.wait.p90', windowMs: DAY },
  { id: 'change', kind: 'change' as const, indicator: 'period.opened', weeks: 2 },
  { id: 'forecast', kind: 'forecast' as const, indicator: 'now.queue.size' },
  { id: 'silence', kind: 'silence' as const, indicator: null },
  { id: 'job', kind: 'job' as const, indicator: null, job: 'sweep' },
].map((part) => rule(part));

/** Searches by each index, the first page and one further on, now and in the past. */
function searches(): [string, number, () => Promise<unknown>][] {
  const filters: Record<string, HistoryFilter> = {
    'by nothing': {},
    'by state, channel and department': { state: 'closed', channel: 'whatsapp', department: support.id },
    'by live state': { state: 'queued' },
    'by dates': { from: new Date(clock('00:00').getTime() - 9 * DAY), to: clock('00:00') },
    'by agents': { agents: [ana.id, bia.id], state: 'closed' },
    'by text': { text: 'fatura' },
    'by protocol': { find: '#P-7' },
    'by telephone': { find: '+55 11 99999-0000' },
    'by e-mail': { find: 'maria@example.com' },
    'by an unknown number': { find: '12345678' },
    'of the day': { day: 'all', state: 'closed' },
    'carried into the day': { day: 'carried' },
    'of our own': { direction: 'outbound', outcome: 'waiting' },
  };
  const page = async (filter: HistoryFilter, at: Date): Promise<void> => {
    const { history } = historyQueries(store, parameters);
    const first = await history({ filter, at, limit: 10, count: true });
    if (first.older) await history({ filter, at, limit: 10, count: false, cursor: first.older });
    await history({ filter, at, limit: 10, count: false, cursor: { side: 'newer', openedAt: clock('09:00'), id: 'c-1' } });
    if (filter.direction) await historyQueries(store, parameters).outcomes(filter, at);
  };
  return Object.entries(filters).flatMap(([name, filter]) => [
    [`a search ${name}`, 2, () => page(filter, clock('12:00'))] as const,
    [`a search ${name}, five days ago`, 2, () => page(filter, new Date(clock('10:20').getTime() - 5 * DAY))] as const,
  ]) as [string, number, () => Promise<unknown>][];
}

const WORK: [string, number, () => Promise<unknown>][] = [
  ['the panel now', 4, () => deskQueries(store, parameters).now(clock('12:00'))],
  ['the panel of a department', 4, () => deskQueries(store, parameters).now(clock('12:00'), support.id)],
  [
    'the panel as it was ten days ago',
    4,
    () => deskQueries(store, parameters).now(new Date(clock('10:20').getTime() - 10 * DAY), sales.id),
  ],
  ['the day', 3, () => deskQueries(store, parameters).today(clock('12:00'))],
  ['the day as it was ten days ago', 3, () => deskQueries(store, parameters).today(new Date(clock('10:20').getTime() - 10 * DAY))],
  ['a list', 3, () => deskQueries(store, parameters).list('idle.agents', clock('12:00'), { offset: 10, limit: 10 })],
  ['the queues', 4, () => deskQueries(store, parameters).queue(clock('12:00'), { offset: 0, limit: 10 })],
  ...searches(),
  [
    'the agents of a department and their day',
    8,
    async () => {
      const { roster, presentSince } = rosterQueries(store, parameters, periodQueries(store, parameters));
      const agents = await roster(clock('12:00'), support.id);
      await presentSince(agents, clock('12:00'));
    },
  ],
  [
    'a conversation by its protocol, its life and what was said',
    6,
    async () => {
      const { find, details, transcript } = transcriptQueries(store);
      expect(await find('P-7', clock('12:00'))).toHaveLength(1);
      await find('c-7', clock('12:00'));
      await details('c-7', clock('12:00'));
      await transcript('c-7', clock('12:00'), { limit: 10 });
    },
  ],
  ['the departments', 1, () => deskQueries(store, parameters).departments()],
  [
    'presence in the past',
    2,
    async () => agentsAt(store, new Date(clock('12:00').getTime() - 10 * DAY), await rulingOf(store, NO_RULES, 3)),
  ],
  ['the members of a department', 1, () => membersOf(store, support.id)],
  ['what all kinds of rules read', 15, () => measuringQueries(store, parameters, ruled).readings(WATCHING, clock('12:00'))],
  [
    'what they read ten days ago',
    15,
    () => measuringQueries(store, parameters, ruled).readings(WATCHING, new Date(clock('10:20').getTime() - 10 * DAY)),
  ],
  [
    'what they would have done in a week',
    20,
    async () => {
      const { preview } = measuringQueries(store, parameters, ruled);
      for (const one of WATCHING.filter(({ id }) => ['agents', 'change', 'silence'].includes(id))) await preview(one, clock('12:00'));
    },
  ],
  [
    'the values of a minute kept, told and swept',
    10,
    async () => {
      const { keep, samples, sweep } = measuringQueries(store, parameters, ruled);
      const [one] = WATCHING;
      if (!one) throw new Error('no rule');
      await keep(clock('12:00'), WATCHING, new Map([[one.id, { at: clock('12:00'), value: 1, open: true }]]));
      expect(await samples(one, { from: clock('11:00'), to: clock('13:00'), at: clock('13:00') })).toHaveLength(121);
      await sweep(clock('13:00'));
    },
  ],
  ['conversations from the journal', 2, () => timelinesFromJournal(store, ['c-1', 'c-2', 'nobody'])],
  ['conversations derived again', 4, () => derive(store, ['c-1', 'c-2', 'c-100'], 'a note')],
  ['an event recorded', 5, () => createIntake(store).record([life('fresh').opened('10:00', { agent: ana, department: support })])],
  [
    'what a crash left, repaired',
    6,
    async () => {
      await plain.intake.insertOne({ _id: 'left', at: clock('09:00'), conversations: ['c-7'], directory: ['p-10', 'gone'] });
      expect(await createIntake(store).repair(clock('12:00'))).toBe(1);
    },
  ],
  [
    'the queues where agents and departments are linked, with limits',
    5,
    () => deskQueries(store, parameters, undefined, ruled).queue(clock('12:00'), { offset: 0, limit: 10 }),
  ],
  [
    'what people of the chats are called',
    2,
    async () => {
      await nameQueries(store).of(['slack:U7', 'slack:U8']);
      await nameQueries(store).remember('slack:U7', 'Rui');
    },
  ],
  [
    'the configuration read, changed twice and read again',
    8,
    async () => {
      const { change, read, settle } = configurationStore(store, await parameters());
      for (const idleMs of [60_000, 120_000])
        await change(
          (current) => ({ next: { ...current, parameters: { idleMs } } }),
          { id: 'slack:U1', platform: 'slack' },
          clock('12:00'),
        );
      expect((await read()).parameters).toEqual({ idleMs: 120_000 });
      await settle();
    },
  ],
  [
    'the audit by page, subject, kind and person, and whole',
    5,
    async () => {
      const { entries, all, add } = auditQueries(store, () => clock('12:00'));
      const [, last] = await entries({ limit: 2 });
      expect(await entries({ limit: 2, ...(last && { before: last }) })).toHaveLength(2);
      await entries({ subject: 'template.t-4', limit: 5 });
      await entries({ kind: 'template', by: 'slack:U4', limit: 5 });
      for await (const batch of all(clock('12:00'))) expect(batch.length).toBeGreaterThan(0);
      await add('sent.c-1', { id: 'slack:U1', platform: 'slack' }, { from: null, to: null }, 'once');
    },
  ],
  [
    'an export under audit',
    2,
    async () => {
      const { begin, end } = exportAudit(store, () => clock('12:00'));
      await begin({ id: 'x', by: 'slack:U1', platform: 'slack', what: 'queue', filters: '', fileName: 'a.csv', masked: true });
      await end('x', { outcome: 'done', rows: 1 });
    },
  ],
  [
    'what open forms remember kept, found and swept',
    2,
    async () => {
      const { keep, find, sweep } = draftStore(store, () => clock('12:00'));
      expect(await find('slack:U1', await keep('slack:U1', { typed: 1 }))).toEqual({ typed: 1 });
      await sweep(clock('12:00'));
    },
  ],
  [
    'repeated requests noted and swept',
    1,
    async () => {
      await seenStore(store, () => clock('12:00')).first('once');
      await seenStore(store, () => clock('12:00')).sweep(clock('12:00'));
    },
  ],
  [
    'files kept, opened and swept',
    3,
    async () => {
      const files = await fileStore(store);
      await files.open(await files.keep('text/csv', Buffer.from('a'), clock('13:00')), clock('12:00'));
      await files.sweep(clock('12:00'));
    },
  ],
  [
    'leases taken, finished, released and swept',
    4,
    async () => {
      const leases = leaseStore(store);
      await leases.take('job', 'me', clock('12:05'), clock('12:00'));
      await leases.finish('job', 'me');
      await leases.release('job', 'me');
      await leases.sweep(clock('12:00'));
    },
  ],
  [
    'messages planned, changed, looked up, counted and swept',
    9,
    async () => {
      const { plan, edit, find, failed, again, status, sweep } = outboxStore(store);
      await plan([post('planned', 'slack:C1')], clock('12:00'));
      await edit('message-2', words('newer'), 1, clock('12:00'));
      await edit('nobody', words('newer'), 1, clock('12:00'));
      await find(['planned', 'message-2']);
      await failed(10);
      await again('message-1', clock('12:00'));
      await status(clock('12:00'));
      await sweep(clock('12:00'));
    },
  ],
  [
    'messages taken, sent, tried again, given up',
    10,
    async () => {
      const { due, open, parents, claim, stands, leave, fail, doubt, limit } = laneStore(store);
      expect(await due(clock('12:00'))).toContainEqual({ target: 'slack:C1', step: 'post' });
      const [first] = await open('slack:C1');
      await parents(['message-1', 'message-2']);
      const one = await claim({ key: first?.key ?? '', turn: 0 }, clock('12:00'));
      if (!one) throw new Error('nothing to claim');
      const left = { nextAt: clock('12:01'), attempts: 1, refusals: 0, error: null, uncertain: null };
      await leave(one, left);
      await stands(one, { message: 'C1:1.1', rev: 0, at: clock('12:00'), bare: null, error: null });
      await fail(one, 'gone', null, clock('12:00'));
      await doubt(one.key);
      await limit({ target: 'slack:C1', step: 'post', at: clock('12:00'), until: clock('12:01') });
    },
  ],
  [
    'references kept and read',
    2,
    async () => {
      await referenceStore(store, () => clock('12:00')).save('chat', { any: 1 });
      await referenceStore(store, () => clock('12:00')).get('chat');
    },
  ],
];

test.each(WORK)('%s', async (_, least, run) => {
  await run();
  await sleep(0);
  expect(sent.length).toBeGreaterThanOrEqual(least);
  expect(await scanned()).toEqual([]);
});

/** Documents that each read of conversations has looked at. */
async function examined(): Promise<number[]> {
  const reads = sent.filter((command) => ['find', 'aggregate'].some((name) => command[name] === 'conversations')).flatMap(explainable);
  const plans = await Promise.all(
    reads.map(async (command) => JSON.stringify(await plain.connection.db?.command({ explain: command, verbosity: 'executionStats' }))),
  );
  return plans.map((plan) => Number(/"totalDocsExamined":(\d+)/.exec(plan)?.[1]));
}

test('the present moment reads the live and the day’s conversations, not the month’s', async () => {
  await deskQueries(store, parameters).now(clock('12:00'), support.id);
  await deskQueries(store, parameters).today(clock('12:00'));
  const documents = await examined();
  expect(documents).toHaveLength(7);
  expect(Math.max(...documents)).toBeLessThanOrEqual(CONVERSATIONS / 10);
  expect(Math.max(...documents)).toBeGreaterThan(0);
});

test('rules of all kinds together read a day, and some hours of earlier weeks', async () => {
  await measuringQueries(store, parameters, ruled).readings(WATCHING, clock('12:00'));
  const documents = await examined();
  expect(documents.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(CONVERSATIONS / 5);
  expect(Math.max(...documents)).toBeGreaterThan(0);
});

test('a page of a search reads its rows, and its filters from the index', async () => {
  const { history } = historyQueries(store, parameters);
  const filter: HistoryFilter = { state: 'closed', channel: 'whatsapp', department: support.id };
  const first = await history({ filter, at: clock('12:00'), limit: 10, count: true });
  if (!first.older) throw new Error('there are more');
  await history({ filter, at: clock('12:00'), limit: 10, count: false, cursor: first.older });
  const reads = sent.filter((command) => command['find'] === 'conversations').flatMap(explainable);
  const plans = await Promise.all(
    reads.map(async (command) => JSON.stringify(await plain.connection.db?.command({ explain: command, verbosity: 'executionStats' }))),
  );
  const documents = plans.map((plan) => Number(/"totalDocsExamined":(\d+)/.exec(plan)?.[1]));
  expect(documents.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(30);
  expect(plans.filter((plan) => plan.includes('"stage":"SORT"'))).toEqual([]);
});

test('a query without an index would be seen', async () => {
  await store.conversations.findOne({ subject: 'Fatura' });
  await store.messages.countDocuments({ 'message.text': 'olá' });
  expect(await scanned()).toHaveLength(2);
});
