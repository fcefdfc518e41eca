/** The board of alerts in a real database: evaluations and people at the same moment, over replicas, and what a crash leaves. */
import { settle } from '../../src/app/alerts/settle.ts';
import { acknowledge, advance, type Board } from '../../src/domain/alert-board.ts';
import type { Incident } from '../../src/domain/alert-state.ts';
import type { Store } from '../../src/store/connect.ts';
import { alertBoardStore } from '../../src/store/queries/alert-board.ts';
import { incidentStore } from '../../src/store/queries/incidents.ts';
import { outboxStore } from '../../src/store/queries/outbox.ts';
import { minute, reading, rule } from '../rules.ts';
import { dropStore, openStore } from '../store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
beforeEach(async () => {
  await store.alerts.deleteMany({});
  await store.incidents.deleteMany({});
});
afterAll(() => dropStore(store));

const RULES = Array.from({ length: 20 }, (_, index) => rule({ id: `r-${String(index).padStart(2, '0')}` }));

/** An evaluation in which every rule reads so many minutes. */
function evaluated(number: number, minutes: number): (board: Board) => ReturnType<typeof advance> {
  const readings = new Map(RULES.map(({ id }) => [id, reading(number, minutes)]));
  return (board) => advance(board, RULES, readings, { at: minute(number), day: '2026-11-23' });
}

const openIn = ({ states }: Board): Incident[] => states.flatMap(({ incident }) => incident ?? []);

test('three replicas evaluate the same minute at once: it happens once, with one message', async () => {
  const replicas = [1, 2, 3].map(() => alertBoardStore(store));
  const boards = await Promise.all(replicas.map((one) => one.change(evaluated(0, 11))));
  expect(new Set(boards.map((one) => one?.rev))).toEqual(new Set([1]));
  const { intents } = await alertBoardStore(store).intents();
  expect(intents.filter(({ kind }) => kind === 'message')).toHaveLength(1);
  expect(intents.filter(({ kind }) => kind === 'incident')).toHaveLength(RULES.length);
});

test('twenty people acknowledge while a minute is evaluated: none of them is forgotten', async () => {
  const board = alertBoardStore(store);
  const fired = await board.change(evaluated(0, 11));
  const incidents = openIn(fired?.board ?? (await board.read()));
  await Promise.all([
    alertBoardStore(store).change(evaluated(1, 12)),
    ...incidents.map(({ id }) => alertBoardStore(store).change((current) => acknowledge(current, id, 'slack:UANA', minute(1)))),
  ]);
  const after = await board.read();
  expect(after.at).toEqual(minute(1));
  expect(openIn(after).map(({ acknowledged, value }) => [acknowledged?.by, value])).toEqual(
    RULES.map(() => ['slack:UANA', reading(1, 12).value]),
  );
});

test('what is to be told stands there until it is taken off, whoever dies in between', async () => {
  await alertBoardStore(store).change(evaluated(0, 11));
  const first = await alertBoardStore(store).intents();
  await alertBoardStore(store).change(evaluated(1, 3));
  await alertBoardStore(store).done(first.intents.map(({ id }) => id));
  const left = await alertBoardStore(store).intents();
  expect(left.rev).toBe(first.rev + 1);
  expect(
    left.intents.every((intent) => intent.kind === 'refresh' || (intent.kind === 'incident' && intent.incident.endedAt !== null)),
  ).toBe(true);
  expect(left.intents).toHaveLength(2 * RULES.length);
});

test('a message that cannot be made stays to be told, and holds no other back', async () => {
  const rules = ['a', 'b'].map((id) => rule({ id, targets: [`slack:C${id}`] }));
  const readings = new Map(rules.map(({ id }) => [id, reading(0, 11)]));
  const board = alertBoardStore(store);
  await board.change((current) => advance(current, rules, readings, { at: minute(0), day: '2026-11-23' }));
  let isBroken = true;
  const telling = {
    board,
    incidents: incidentStore(store),
    outbox: outboxStore(store),
    wording: {
      message: async ([first]: readonly Incident[]) => {
        if (isBroken && first?.rule === 'a') throw new Error('no words for it');
        return { title: first?.rule ?? '', blocks: [] };
      },
      reply: async () => ({ title: '', blocks: [] }),
      language: async () => 'en' as const,
    },
  };
  const planned = async (): Promise<string[]> => (await store.deliveries.find().sort({ target: 1 }).toArray()).map(({ target }) => target);
  await expect(settle(minute(0), telling)).rejects.toThrow('no words for it');
  expect(await planned()).toEqual(['slack:Cb']);
  expect((await board.intents()).intents).toMatchObject([{ kind: 'message', target: 'slack:Ca' }]);
  isBroken = false;
  await settle(minute(1), telling);
  expect(await planned()).toEqual(['slack:Ca', 'slack:Cb']);
  expect((await board.intents()).intents).toEqual([]);
});

test('a change that nobody needs writes nothing', async () => {
  const board = alertBoardStore(store);
  await board.change(evaluated(0, 3));
  expect(await board.change((current) => acknowledge(current, 'gone', 'slack:UANA', minute(1)))).toBeNull();
  expect(await board.change(evaluated(0, 11))).toMatchObject({ rev: 1 });
});

describe('the record of an incident', () => {
  const incident = (part: Partial<Incident> = {}): Incident => {
    const { board } = evaluated(0, 11)({ at: null, states: [], told: { day: '', counts: {} } });
    const [first] = openIn(board);
    if (!first) throw new Error('nothing fired');
    return { ...first, ...part };
  };

  test('keeps the newest description, in whatever order and however often they come', async () => {
    const records = incidentStore(store);
    const over = incident({ endedAt: minute(9), ending: 'recovered' });
    await records.keep(over, 7);
    await Promise.all([records.keep(incident(), 3), records.keep(over, 7), records.keep(incident({ value: 1 }), 5)]);
    expect(await records.find({ limit: 5 })).toEqual([over]);
  });

  test('is found by rule, by what is open, by the time it was open, and by the message it stands in', async () => {
    const records = incidentStore(store);
    const [key] = incident().messages.map((one) => one.key);
    await records.keep(incident({ id: 'old', startedAt: minute(-60), endedAt: minute(-50), messages: [] }), 1);
    await records.keep(incident({ id: 'other', rule: 'r-07', endedAt: minute(30) }), 2);
    await records.keep(incident({ id: 'open' }), 3);
    const ids = async (question: Parameters<typeof records.find>[0]): Promise<string[]> =>
      (await records.find(question)).map(({ id }) => id);
    expect(await ids({ limit: 9, open: true })).toEqual(['open']);
    expect(await ids({ limit: 9, rule: 'r-07' })).toEqual(['other']);
    expect(await ids({ limit: 9, during: { from: minute(-55), to: minute(-5) } })).toEqual(['old']);
    expect(await ids({ limit: 9, during: { from: minute(20), to: minute(40) } })).toEqual(['other', 'open']);
    expect((await records.inMessage(key ?? '')).map(({ id }) => id)).toEqual(['open', 'other']);
    expect(await records.sweep(minute(0))).toBe(1);
  });
});
