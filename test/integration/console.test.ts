/** Who may open the console and what it takes: over real HTTP, as a browser, a proxy, another site or a script would send it. */
import { request as httpRequest } from 'node:http';
import type { ConsoleConfig } from '../../src/platforms/console/config.ts';
import { createConsole } from '../../src/platforms/console/console.ts';
import type { CardAnswer, ConsoleState, WireAnswer, WireOptions } from '../../src/platforms/console/wire.ts';
import { type Bench, workbenchDesk } from '../fakes/console/bench.ts';
import { todayChart } from '../fakes/console/cards.ts';
import { buildPage, renderCardToHtml } from '../fakes/console/bundle.ts';
import { sampleDesk, type SampleDesk } from '../fakes/console/desk.ts';
import { assetsWith, contextAround, type RunningConsole, startConsole } from '../fakes/console/server.ts';

interface Got {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

const script = buildPage();
const logged: object[] = [];
let desk: SampleDesk;
let running: RunningConsole | undefined;

async function open(config: Partial<ConsoleConfig> = {}): Promise<RunningConsole> {
  desk = sampleDesk();
  running = await startConsole(contextAround(desk.dispatch, logged, desk.exports), { ...config, assets: assetsWith(script) });
  return running;
}

afterEach(async () => {
  await running?.close();
  running = undefined;
  logged.length = 0;
});

/** A request with exactly these headers; fetch would not let Host or Origin be forged. */
function send(path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Got> {
  const { method = 'GET', headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ host: '127.0.0.1', port: running?.port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Got> =>
  send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const errorOf = ({ body }: Got): string => (JSON.parse(body) as { error: string }).error;
const basic = (password: string, user = 'ana'): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

describe('on loopback', () => {
  it('opens to whoever sits at the machine, under each of its own names', async () => {
    const { port } = await open();
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, 'LOCALHOST']) {
      const { status, body } = await send('/', { headers: { host } });
      expect({ host, status }).toEqual({ host, status: 200 });
      expect(body).toContain('<div id="page">');
    }
  });

  it.each(['vigia.example', 'localhost.evil.example', '127.0.0.1.evil.example:3000', '192.168.0.10:3000', 'x@localhost'])(
    'stays closed to a forged Host: %s',
    async (host) => {
      await open();
      expect((await send('/', { headers: { host } })).status).toBe(403);
      expect((await post('/console/ask', { text: 'now' }, { host })).status).toBe(403);
      expect(desk.heard).toEqual([]);
    },
  );

  it.each(['forwarded', 'x-forwarded-for', 'x-real-ip', 'x-forwarded-host', 'via'])(
    'stays closed behind a proxy that adds %s',
    async (header) => {
      await open();
      const refused = await send('/', { headers: { [header]: '203.0.113.9', 'accept-language': 'en' } });
      expect(refused.status).toBe(403);
      expect(refused.body).toContain('CONSOLE=public');
      expect(refused.body).toContain('CONSOLE_PASSWORD');
      expect((await send('/console/page.js', { headers: { [header]: '203.0.113.9' } })).status).toBe(403);
      expect((await send('/console/state', { headers: { [header]: '203.0.113.9' } })).status).toBe(403);
    },
  );

  it('tells in the log that it refused, and not what was asked', async () => {
    await open();
    await post('/console/ask', { text: 'contact maria' }, { host: 'evil.example' });
    expect(logged).toEqual([expect.objectContaining({ status: 403, message: 'console: refused' })]);
    expect(JSON.stringify(logged)).not.toContain('maria');
  });
});

describe('with a password', () => {
  const password = 'correct horse: battery';

  it('does not start with a password that can be guessed', () => {
    const config = {
      mode: 'public',
      commands: () => [],
      personId: 'console:local',
      startCommand: 'now',
      assets: assetsWith(script),
    } as const;
    for (const weak of [undefined, '', 'elevenchars']) {
      expect(() => createConsole({ ...config, password: weak }, contextAround(sampleDesk().dispatch))).toThrow(
        /^CONSOLE_PASSWORD: .*12 characters$/,
      );
    }
  });

  it('asks for it, takes the right one from anywhere, and no other', async () => {
    await open({ mode: 'public', password });
    const outside = { host: 'vigia.example', 'x-forwarded-for': '203.0.113.9' };
    const asked = await send('/', { headers: outside });
    expect(asked.status).toBe(401);
    expect(asked.headers['www-authenticate']).toBe('Basic realm="Vigia", charset="UTF-8"');
    expect((await send('/', { headers: { ...outside, ...basic(password) } })).status).toBe(200);
    expect((await send('/', { headers: { ...outside, ...basic(password, '') } })).status).toBe(200);
    expect((await post('/console/ask', { text: 'now' }, { ...outside, ...basic(password) })).status).toBe(200);
    for (const wrong of ['', 'correct horse', `${password} `, password.toUpperCase()]) {
      expect((await send('/', { headers: { ...outside, ...basic(wrong) } })).status).toBe(401);
    }
    expect((await send('/console/state', { headers: outside })).status).toBe(401);
    expect((await post('/console/ask', { text: 'now' }, outside)).status).toBe(401);
  });

  it('stops comparing after ten wrong ones, even the right one, and starts again ten minutes later', async () => {
    let now = Date.UTC(2026, 10, 22, 17);
    await open({ mode: 'public', password, now: () => new Date(now) });
    for (let tries = 0; tries < 10; tries += 1) {
      expect((await send('/', { headers: basic(`guess ${tries}`) })).status).toBe(401);
    }
    const limited = await send('/', { headers: basic(password) });
    expect(limited.status).toBe(429);
    expect(limited.headers['retry-after']).toBe('600');
    now += 10 * 60_000;
    expect((await send('/', { headers: basic(password) })).status).toBe(200);
  });

  it('does not count a first visit without a password as a wrong one', async () => {
    await open({ mode: 'public', password });
    for (let visit = 0; visit < 12; visit += 1) await send('/');
    expect((await send('/', { headers: basic(password) })).status).toBe(200);
  });
});

describe('from another site', () => {
  it.each([
    ['a form of another origin', { origin: 'https://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a page without an origin', { origin: 'null' }],
    ['a fetch that the browser calls cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling of the site', { 'sec-fetch-site': 'same-site' }],
  ])('nothing is asked: %s', async (_what, headers) => {
    await open();
    const refused = await post('/console/act', { action: 'now.refresh', value: '' }, headers);
    expect(refused.status).toBe(403);
    expect(desk.heard).toEqual([]);
  });

  it('takes its own page and clients that are no browser', async () => {
    const { port } = await open();
    const own = { origin: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' };
    expect((await post('/console/ask', { text: 'now' }, own)).status).toBe(200);
    expect((await post('/console/ask', { text: 'now' })).status).toBe(200);
  });

  it('takes JSON only, which no form of another site can send', async () => {
    await open();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await post('/console/ask', 'text=now', form)).status).toBe(415);
    expect((await post('/console/ask', '{"text":"now"}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect(desk.heard).toEqual([]);
  });
});

describe('what it takes', () => {
  const english = { 'accept-language': 'en' };

  it('says what is wrong with a body, in the person’s language', async () => {
    await open();
    expect(errorOf(await post('/console/ask', '{"text":', english))).toBe('This is not JSON.');
    expect(errorOf(await post('/console/ask', '{"text":', { 'accept-language': 'pt-PT,pt;q=0.9' }))).toBe('Isto não é JSON.');
    const missing = await post('/console/act', { action: 'now.refresh', language: 'de' }, english);
    expect(missing.status).toBe(400);
    expect(errorOf(missing)).toBe('These parts are missing or not as expected: value, language.');
    expect((await post('/console/ask', { text: 'now', admin: true })).status).toBe(400);
    expect((await post('/console/submit', { submit: 'settings.save', state: '', values: { idle: [1] } })).status).toBe(400);
    expect((await post('/console/ask', '[]')).status).toBe(400);
  });

  it('refuses more than 64 KB', async () => {
    await open();
    const long = await post('/console/ask', { text: 'x'.repeat(65 * 1024) }, english);
    expect(long.status).toBe(413);
    expect(errorOf(long)).toBe('This is too long: at most 64 KB.');
  });

  it('passes a question on as its person’s, in the chosen language', async () => {
    await open({ personId: 'console:ana' });
    await post('/console/ask', { text: 'now suporte', language: 'en' });
    await post('/console/act', { action: 'now.refresh', value: '3' }, { 'accept-language': 'pt-BR' });
    expect(desk.heard).toEqual([
      { what: 'ask now suporte', origin: { platform: 'console', person: { id: 'console:ana' }, language: 'en' } },
      { what: 'act now.refresh 3', origin: { platform: 'console', person: { id: 'console:ana', locale: 'pt-BR' } } },
    ]);
  });
});

describe('what it answers', () => {
  const answerOf = ({ body }: Got): WireAnswer => JSON.parse(body) as WireAnswer;

  it('sends a card with its charts’ paths on its own origin, whatever PUBLIC_URL says', async () => {
    await open();
    const card = answerOf(await post('/console/ask', { text: 'hoje' })) as CardAnswer;
    expect(card).toMatchObject({ kind: 'card', title: 'Hoje', replace: false, failed: false, language: 'pt-BR' });
    expect(card.charts).toEqual([{ light: '/files/light?signed=1', dark: '/files/dark?signed=1' }]);
    expect((await send(card.charts[0]?.dark ?? '')).headers['content-type']).toBe('image/png');
  });

  it('sends the card even when its chart cannot be linked', async () => {
    desk = sampleDesk();
    const context = contextAround(desk.dispatch, logged);
    const media = { ...context.media, link: () => Promise.reject(new Error('no pictures today')) };
    running = await startConsole({ ...context, media }, { assets: assetsWith(script) });
    const card = answerOf(await post('/console/ask', { text: 'hoje' })) as CardAnswer;
    expect(card.charts).toEqual([null]);
    expect(logged).toEqual([expect.objectContaining({ message: 'console: a chart has no link' })]);
  });

  it('finishes what was asked and takes nothing new once it is told to stop', async () => {
    const { platform } = await open();
    expect(platform.ready()).toBe(true);
    desk.slowMs = 200;
    const last = post('/console/ask', { text: 'agora' });
    while (desk.heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const stopped = platform.stop();
    expect(platform.ready()).toBe(false);
    expect((await post('/console/ask', { text: 'fila' })).status).toBe(503);
    await stopped;
    expect((await last).status).toBe(200);
  });
});

describe('a form', () => {
  const bodyOf = (more: object): object => ({ submit: 'workbench.page', state: '', values: {}, language: 'en', ...more });
  let bench: Bench;

  async function openBench(): Promise<void> {
    bench = workbenchDesk();
    running = await startConsole(contextAround(bench.dispatch, logged), { assets: assetsWith(script) });
  }

  it('gives lists, and the value of the button that was pressed', async () => {
    await openBench();
    const values = { crew: ['chatwoot:1', 'chatwoot:4'], channels: [], count: 3, notify: true, lead: null, title: 'Order' };
    const turned = JSON.parse((await post('/console/submit', bodyOf({ values, value: 'next' }))).body) as WireAnswer;
    expect(bench.sent).toEqual([{ submit: 'workbench.page', values, value: 'next' }]);
    expect(turned).toMatchObject({ kind: 'form', step: 'replace', language: 'en' });
    expect(JSON.stringify(turned)).toContain('6–10 of 23, 2 chosen');
    await post('/console/submit', bodyOf({ submit: 'workbench.category' }));
    expect(bench.sent[1]).toEqual({ submit: 'workbench.category', values: {}, value: undefined });
  });

  it('tells whether the next one comes on top, and when it goes back', async () => {
    await openBench();
    const stepOf = async (submit: string, values: object): Promise<WireAnswer> =>
      JSON.parse((await post('/console/submit', bodyOf({ submit, values }))).body) as WireAnswer;
    expect(await stepOf('workbench.category', {})).toMatchObject({ kind: 'form', step: 'push', form: { depth: 1 } });
    expect(await stepOf('workbench.category.save', { name: 'Returns' })).toMatchObject({ kind: 'form', step: 'back' });
    expect(await stepOf('workbench.category.save', { name: 'Orders' })).toMatchObject({
      kind: 'invalid',
      errors: { name: 'Orders is there already' },
    });
  });

  it.each([
    ['a list of numbers', { values: { crew: [1] } }, 'values.crew'],
    ['a list in a list', { values: { crew: [['a']] } }, 'values.crew'],
    ['an object', { values: { crew: { $ne: null } } }, 'values.crew'],
    ['a list that nobody ticks', { values: { crew: Array.from({ length: 1001 }, () => 'a') } }, 'values.crew'],
    ['a button’s value that is no text', { value: 3 }, 'value'],
  ])('is refused with %s', async (_name, more, where) => {
    await openBench();
    const refused = await post('/console/submit', bodyOf(more));
    expect(refused.status).toBe(400);
    expect(errorOf(refused)).toContain(where);
    expect(bench.sent).toEqual([]);
  });
});

describe('a search', () => {
  const optionsOf = ({ body }: Got): string[] => (JSON.parse(body) as WireOptions).options.map(({ label }) => label);

  it('offers what fits, as many as a person reads, in the asker’s language', async () => {
    await open();
    expect(optionsOf(await post('/console/search', { action: 'chart.agents', typed: 'car', language: 'en' }))).toEqual(['Carla Dias']);
    expect(optionsOf(await post('/console/search', { action: 'chart.agents', typed: '' }))).toHaveLength(50);
    expect(desk.heard[0]).toMatchObject({ what: 'search chart.agents car', origin: { person: { id: 'console:local' }, language: 'en' } });
  });

  it.each([
    ['another site', { typed: 'a', action: 'chart.agents' }, { origin: 'https://evil.example' }, 403],
    ['a form of another site', 'typed=a', { 'content-type': 'text/plain' }, 415],
    ['no action', { typed: 'a' }, {}, 400],
    ['too many words', { action: 'chart.agents', typed: 'a'.repeat(201) }, {}, 400],
    ['an unknown part', { action: 'chart.agents', typed: 'a', as: 'console:boss' }, {}, 400],
  ])('is refused to %s', async (_name, body, headers, status) => {
    await open();
    expect((await post('/console/search', body, headers as Record<string, string>)).status).toBe(status);
    expect(desk.heard).toEqual([]);
  });

  it('is behind the password too', async () => {
    await open({ mode: 'public', password: 'uma senha bem longa' });
    expect((await post('/console/search', { action: 'chart.agents', typed: 'a' })).status).toBe(401);
  });
});

describe('an export', () => {
  const linesOf = ({ body }: Got): CardAnswer[] =>
    body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as CardAnswer);
  const textOf = ({ card }: CardAnswer): string => JSON.stringify(card.blocks[0]);

  it('answers line after line, the last with the file on the page’s own origin', async () => {
    await open();
    desk.exports.slowMs = 500;
    const got = await post('/console/ask', { text: 'csv history', language: 'en' });
    expect(got.headers['content-type']).toContain('application/x-ndjson');
    const lines = linesOf(got);
    expect(lines.map((line) => line.export?.running)).toEqual([true, true, false]);
    const last = lines.at(-1);
    expect(last?.export?.download).toEqual({ path: '/files/export-0?signed=1', name: 'vigia-history-2026-11-22.csv' });
    expect(last && textOf(last)).toContain('Ready: 5000 rows');
    expect((await send(last?.export?.download?.path ?? '')).body).toBe(desk.exports.files[0]?.toString());
  });

  it('that breaks ends with the reason and no file', async () => {
    await open();
    desk.exports.broken = true;
    const lines = linesOf(await post('/console/act', { action: 'csv.start', value: '', language: 'en' }));
    expect(lines.at(-1)).toMatchObject({ export: { running: false } });
    expect(lines.at(-1)?.export).not.toHaveProperty('download');
    expect(textOf(lines.at(-1) as CardAnswer)).toContain('Failed (abcd1234)');
  });

  it('goes on when the page is closed, and a stop waits for it', async () => {
    const { platform } = await open();
    desk.exports.slowMs = 50;
    const outgoing = httpRequest({
      host: '127.0.0.1',
      port: running?.port,
      path: '/console/ask',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    outgoing.on('error', () => undefined);
    await new Promise<void>((resolve) => {
      outgoing.on('response', (response) => response.once('data', () => resolve()));
      outgoing.end(JSON.stringify({ text: 'csv history' }));
    });
    outgoing.destroy();
    await platform.stop();
    expect(desk.exports.files).toHaveLength(1);
    expect(logged).toEqual([]);
  });
});

describe('the page', () => {
  it('forbids everything that does not come from its own origin', async () => {
    await open();
    for (const path of ['/', '/console/page.js', '/console/state']) {
      const { headers } = await send(path);
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
    }
  });

  it('starts in the language and the colours that were chosen, or that the browser prefers', async () => {
    await open();
    const html = async (headers: Record<string, string>): Promise<string> => (await send('/', { headers })).body.slice(0, 80);
    expect(await html({})).toContain('lang="pt-BR" data-theme="auto"');
    expect(await html({ 'accept-language': 'de, en-GB;q=0.8' })).toContain('lang="en"');
    expect(await html({ 'accept-language': 'de' })).toContain('lang="pt-BR"');
    expect(await html({ 'accept-language': 'en', cookie: 'vigia_language=pt-BR; vigia_theme=dark' })).toContain(
      'lang="pt-BR" data-theme="dark"',
    );
    expect(await html({ cookie: 'vigia_theme="><script>' })).toContain('data-theme="auto"');
  });

  it('carries its words and commands inside, where no text of theirs can end the element', async () => {
    await open({ startCommand: '</script><script>alert(1)</script>' });
    const { body } = await send('/', { headers: { 'accept-language': 'en' } });
    expect(body).not.toContain('<script>alert');
    const inside = JSON.parse(/id="state">(.*?)<\/script>/.exec(body)?.[1] ?? '') as ConsoleState;
    expect(inside.startCommand).toBe('</script><script>alert(1)</script>');
    expect(inside.words['console.page.waiting']).toBe('Writing…');
    expect(JSON.parse((await send('/console/state?language=pt-BR')).body)).toMatchObject({
      words: { 'console.page.waiting': 'Escrevendo…' },
    });
  });

  it('serves its files compressed, and only once to a browser that keeps them', async () => {
    await open();
    for (const [file, type] of [
      ['page.js', 'text/javascript'],
      ['page.css', 'text/css'],
      ['icon.svg', 'image/svg+xml'],
      ['inter-400.ttf', 'font/ttf'],
    ]) {
      const first = await send(`/console/${file}`, { headers: { 'accept-encoding': 'gzip, br' } });
      expect(first.headers['content-type']).toContain(type);
      expect(first.headers['content-encoding']).toBe('br');
      const again = await send(`/console/${file}`, {
        headers: { 'accept-encoding': 'gzip, br', 'if-none-match': String(first.headers['etag']) },
      });
      expect({ status: again.status, body: again.body }).toEqual({ status: 304, body: '' });
    }
    expect((await send('/console/page.css')).body).toContain('@font-face');
    expect((await send('/console/..%2fconsole.ts')).status).toBe(404);
  });

  it('says what to do when it was not built', async () => {
    const missing = createConsole(
      {
        mode: 'loopback',
        commands: () => [],
        personId: 'console:local',
        startCommand: 'now',
        assets: { ...assetsWith(script), script: '/nowhere/page.js' },
      },
      contextAround(sampleDesk().dispatch),
    );
    await expect(missing.start()).rejects.toThrow('npm run build');
  });
});

describe('a card as the page draws it', () => {
  it('keeps what customers wrote as text, and their links to http and https', () => {
    const html = renderCardToHtml(
      {
        title: '<b>Fila</b>',
        blocks: [
          { kind: 'text', text: [{ quote: '<img src=x onerror=alert(1)>' }, { link: 'here', url: 'javascript:alert(1)' }] },
          { kind: 'context', text: { link: 'there', url: 'https://desk.example/c/1' } },
        ],
      },
      'en',
    );
    expect(html).not.toMatch(/<img|<b>|javascript:/);
    expect(html).toContain('&lt;img src=x onerror=alert(1)>');
    expect(html).toMatch(/<a[^>]+href="https:\/\/desk\.example\/c\/1"[^>]+rel="noopener noreferrer"/s);
  });

  it('gives a chart its finding as words and its numbers as a table', () => {
    const html = renderCardToHtml({ title: 'Hoje', blocks: [{ kind: 'chart', chart: todayChart('pt-BR') }] }, 'pt-BR');
    expect(html).toContain('alt="WhatsApp traz mais: 121 de 214 atendimentos"');
    expect(html).toMatch(/<caption>\s*Atendimentos por canal e estado, 22 de nov\.\s*<\/caption>/);
    expect(html.match(/scope="row"/g)).toHaveLength(5);
    expect(html).toContain('–');
  });
});
