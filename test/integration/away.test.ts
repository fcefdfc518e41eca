/** The database goes away in the middle of the work: what was acknowledged is there, what could not be kept is said to be so. */
import { setTimeout as sleep } from 'node:timers/promises';
import { connectStore, type Store } from '../../src/store/connect.ts';
import { createIntake } from '../../src/store/intake.ts';
import { leaseStore } from '../../src/store/queries/leases.ts';
import { seenStore } from '../../src/store/queries/seen.ts';
import { type Line, openLine } from '../fakes/line.ts';
import { dropStore, engineUri, openStore } from '../store.ts';
import { clock, life } from '../told.ts';

const now = (): Date => clock('12:00');
let steady: Store;
let line: Line;
let store: Store;
/** Waits for the database as long as the product does, so that a read after a broken write succeeds once the line is mended. */
let waiting: Store;

beforeAll(async () => {
  steady = await openStore();
  line = await openLine(engineUri());
  store = await connectStore(line.uri, steady.connection.name, { serverSelectionTimeoutMS: 400 });
  waiting = await connectStore(line.uri, steady.connection.name, { heartbeatFrequencyMS: 500 });
});
afterEach(() => line.mend());
afterAll(async () => {
  await store.close();
  await waiting.close();
  await line.close();
  await dropStore(steady);
});

/** The line is mended shortly after it breaks at `text`. */
async function shortlyBroken(text: string): Promise<void> {
  await line.cutAt(text);
  await sleep(300);
  line.mend();
}

test.each(['insert', 'update'])('the line breaks at an %s: the post waits for the database and nothing of it is lost', async (command) => {
  // The id must not hold the word at which the line breaks.
  const id = `broken-${command.length}${command[0]}`;
  const { opened, queued, customer } = life(id);
  const mended = shortlyBroken(command);
  const events = [opened('10:00'), queued('10:01'), customer('10:02')];
  await createIntake(waiting, now).record(events);
  await mended;
  expect(await steady.events.countDocuments({ 'conversation.id': id })).toBe(2);
  expect(await steady.messages.countDocuments({ 'conversation.id': id })).toBe(1);
  expect(await steady.conversations.findOne({ _id: id })).toMatchObject({ state: 'queued', lastMessageFrom: 'contact' });
  expect(await steady.intake.countDocuments()).toBe(0);
});

test('an event is told to be new although the first attempt to apply it broke', async () => {
  const mended = shortlyBroken('delete');
  expect(await createIntake(store, now).record([life('late-apply').opened('10:00')])).toEqual([true]);
  await mended;
});

test('a request that could not be noted is not taken for a repetition, and a lease not for somebody else’s', async () => {
  line.cut();
  await expect(seenStore(store, now).first('request-1')).rejects.toThrow();
  await expect(leaseStore(store).take('sweep:10:00', 'me', clock('12:05'), clock('12:00'))).rejects.toThrow();
  line.mend();
  await sleep(600);
  expect(await seenStore(store, now).first('request-1')).toBe(true);
});

test('a question at the very moment its connection ends is answered over another one', async () => {
  await waiting.ping();
  // From here until its 'close', which takes a turn of the event loop, the driver takes each of them for alive.
  for (const socket of line.callers()) socket.destroy();
  expect(await Promise.race([waiting.conversations.countDocuments({ _id: 'nobody' }), sleep(8000, 'no answer')])).toBe(0);
});
