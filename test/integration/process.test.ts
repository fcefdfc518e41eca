/** The process from outside: starts, refusals, signals, and the terminal beside it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { glibc } from '../../src/store/embedded/runtime.ts';
import { createHome, type Home, lives, postEvents, type RunningVigia, runCli, startVigia, until } from '../process.ts';

let home: Home;
let vigia: RunningVigia | undefined;
beforeEach(() => {
  home = createHome();
  vigia = undefined;
});
afterEach(async () => {
  vigia?.process.kill('SIGTERM');
  await vigia?.ended;
  home.remove();
});

const opened = (id: string): object => ({
  id: `e-${id}`,
  type: 'conversation.opened',
  occurredAt: new Date().toISOString(),
  conversation: { id, channel: 'telegram' },
});

async function total(): Promise<number | null | undefined> {
  const { out, err, code } = await runCli(home, ['ask', 'today', '--json']);
  if (code !== 0) throw new Error(err);
  const { indicators } = JSON.parse(out) as { indicators: { id: string; value: number | null }[] };
  return indicators.find(({ id }) => id === 'today.total')?.value;
}

test('a second start on the same DATA_DIR is refused with one line, and the first goes on', async () => {
  vigia = await startVigia(home);
  await expect(startVigia(home)).rejects.toThrow(/DATA_DIR .* is in use by process \d+\. Stop it first/);
  expect((await fetch(`${vigia.url}/readyz`)).status).toBe(200);
});

test('the terminal uses the running Vigia’s engine, and opens it itself when none runs', async () => {
  vigia = await startVigia(home);
  expect((await postEvents(vigia.url, home.secret, [opened('c-1')])).status).toBe(202);
  expect(await total()).toBe(1);
  vigia.process.kill('SIGTERM');
  await vigia.ended;
  expect(await total()).toBe(1);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s to the whole process group ends it cleanly, its engine after it', async (signal) => {
  vigia = await startVigia(home);
  const engine = vigia.enginePid();
  await postEvents(vigia.url, home.secret, [opened('c-1')]);
  process.kill(-(vigia.process.pid ?? 0), signal);
  expect(await vigia.ended).toEqual({ code: 0, signal: null });
  await until(() => !lives(engine), 'end of the engine');
  expect(vigia.printed()).not.toMatch(/did not stop cleanly|error/i);
});

test('an engine that is killed comes back, and questions meanwhile wait or get a clear answer', async () => {
  vigia = await startVigia(home);
  const { url } = vigia;
  await postEvents(url, home.secret, [opened('c-1')]);
  process.kill(vigia.enginePid(), 'SIGKILL');
  const answer = await fetch(`${url}/console/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ text: 'today', language: 'en', theme: 'light' }),
  });
  const said = JSON.stringify(await answer.json());
  if (/Something went wrong/.test(said)) throw new Error(`an absent database was not recognised: ${vigia.printed()}`);
  expect(said).toMatch(/1 conversation today|The database does not answer right now/);
  await until(async () => (await fetch(`${url}/readyz`)).status === 200, 'database');
  expect(await total()).toBe(1);
});

test('a bad variable stops the start with one line that names it', async () => {
  const wrong = createHome({ DEFAULT_TIME_ZONE: 'Brasil/Lua' });
  await expect(startVigia(wrong)).rejects.toThrow(
    /^Vigia did not start: DEFAULT_TIME_ZONE: expected an IANA time zone such as America\/Sao_Paulo\n$/,
  );
  wrong.remove();
});

test('where the engine cannot run, one line says what to do instead', async () => {
  const bare = join(home.dataDirectory, 'bin');
  mkdirSync(bare);
  const bareHome = createHome({ PATH: bare, XDG_CACHE_HOME: join(home.dataDirectory, 'cache') });
  const [major = 0, minor = 0] = glibc() ?? [];
  if (major > 2 || minor >= 38) {
    // This machine's C library is new enough: nothing has to be fetched, and it starts.
    vigia = await startVigia(bareHome);
  } else {
    const refusal = await startVigia(bareHome).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(refusal).toMatch(/needs a C library newer than this system's 2\.\d+: fetching/);
    expect(refusal).toMatch(
      /cannot run here: a newer C library could not be fetched through apt\. Set MONGODB_URI .* \(compose\.yaml starts one\)\.\n$/,
    );
  }
  bareHome.remove();
});

test('import reports what it took and the numbers of the lines it could not take', async () => {
  const file = join(home.dataDirectory, 'events.jsonl');
  writeFileSync(
    file,
    [JSON.stringify(opened('c-1')), '{', JSON.stringify(opened('c-1')), JSON.stringify({ id: 'x' }), JSON.stringify(opened('c-2'))].join(
      '\n',
    ),
  );
  const { out, code } = await runCli(home, ['import', file]);
  expect(code).toBe(0);
  expect(out).toMatch(/accepted 2, duplicates 1, rejected 2/);
  expect(out).toMatch(/line 2: not JSON/);
  expect(out).toMatch(/line 4: /);
  expect(await total()).toBe(2);
});

test('a wrong call of the terminal says how it is called', async () => {
  expect((await runCli(home, ['ask', 'now', '--at', 'yesterday'])).err).toMatch(/--at: expected an ISO instant/);
  expect((await runCli(home, ['import'])).err).toMatch(/Usage/);
  const unknown = await runCli(home, ['ask', 'hojee', '--language', 'pt-BR']);
  expect(unknown.code).toBe(1);
  expect(unknown.err).toMatch(/Você quis dizer “hoje”/);
});
