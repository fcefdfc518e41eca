/** Vigia or its engine is killed in the middle of an import, ten times: no acknowledged event is lost. */
import { setTimeout as sleep } from 'node:timers/promises';
import { connectStore } from '../../src/store/connect.ts';
import { runningEngine } from '../../src/store/embedded/engine.ts';
import { createHome, lives, postEvents, type RunningVigia, startVigia, until } from '../process.ts';

const ROUNDS = 10;
const SENDERS = 3;
const BATCH = 60;

const home = createHome();
let vigia: RunningVigia;
afterAll(async () => {
  vigia.process.kill('SIGTERM');
  await vigia.ended;
  home.remove();
});

/** Sends batches until told to stop; what was answered 202 is acknowledged. */
async function send(name: string, acknowledged: Set<string>, going: () => boolean): Promise<void> {
  for (let batch = 0; going(); batch += 1) {
    const events = Array.from({ length: BATCH }, (_, index) => {
      const conversation = `${name}-${batch}-${index % 20}`;
      const [type, body] = [
        ['conversation.opened', { conversation: { id: conversation, channel: 'whatsapp' } }],
        ['conversation.queued', { conversation: { id: conversation }, department: { id: 'd-1' } }],
        ['message.created', { conversation: { id: conversation }, message: { id: 'm-1', from: 'contact', text: 'oi' } }],
      ][Math.floor(index / 20)] as [string, object];
      return { id: `${name}-${batch}-${index}`, type, occurredAt: new Date().toISOString(), ...body };
    });
    try {
      const response = await postEvents(vigia.url, home.secret, events);
      if (response.status === 202) for (const { id } of events) acknowledged.add(id);
    } catch {
      // The process was just killed: nothing was acknowledged.
      await sleep(20);
    }
  }
}

async function kill(round: number): Promise<void> {
  if (round % 2 === 0) {
    const engine = vigia.enginePid();
    vigia.process.kill('SIGKILL');
    await vigia.ended;
    await until(() => !lives(engine), 'end of the engine whose parent was killed');
    vigia = await startVigia(home);
    return;
  }
  process.kill(vigia.enginePid(), 'SIGKILL');
  await until(async () => (await fetch(`${vigia.url}/readyz`)).status === 200, 'database after its engine was killed', 60_000);
}

test(`${ROUNDS} kills in the middle of an import lose nothing that was acknowledged`, async () => {
  vigia = await startVigia(home);
  const acknowledged = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    let going = true;
    const senders = Array.from({ length: SENDERS }, (_, index) => send(`r${round}s${index}`, acknowledged, () => going));
    await sleep(250 + round * 40);
    await kill(round);
    going = false;
    await Promise.all(senders);
  }
  expect(acknowledged.size).toBeGreaterThan(ROUNDS * BATCH);
  const store = await connectStore(runningEngine(home.dataDirectory)?.uri ?? '');
  try {
    const ids = [...acknowledged];
    const kept = (await store.events.countDocuments({ _id: { $in: ids } })) + (await store.messages.countDocuments({ _id: { $in: ids } }));
    expect(kept).toBe(ids.length);
    await until(
      async () => (await store.intake.countDocuments({ at: { $lt: new Date(Date.now() - 1000) } })) === 0,
      'end of the repairs',
      90_000,
    );
    const conversations = new Set(ids.filter((id) => Number(id.split('-')[2]) < 20));
    const derived = await store.conversations.countDocuments({
      _id: { $in: [...conversations] },
      state: 'queued',
      lastMessageFrom: 'contact',
    });
    expect(derived).toBe(conversations.size);
  } finally {
    await store.close();
  }
}, 180_000);
