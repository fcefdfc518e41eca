/** Drives the console over its HTTP routes, as its page does. Each person has a console of their own: the page knows one person only. */
import type { Language } from '../../../src/domain/parameters.ts';
import type { KeptFile } from '../../../src/platforms/platform.ts';
import type { CardAnswer, WireAnswer, WireOptions } from '../../../src/platforms/console/wire.ts';
import { type Block, type Card, chartsOf, type Control, type Option, plain, type Search, type Select } from '../../../src/view/card.ts';
import { buildPage } from '../../fakes/console/bundle.ts';
import { assetsWith, type ConsoleContext, type RunningConsole, startConsole } from '../../fakes/console/server.ts';
import type { PlatformDriver, Shown, TakenFile } from '../driver.ts';
import { formDesk } from './console-forms.ts';

export function consoleDriver(): PlatformDriver {
  const consoles = new Map<string, RunningConsole>();
  let context: ConsoleContext;

  async function consoleOf(person: string): Promise<RunningConsole> {
    const running =
      consoles.get(person) ?? (await startConsole(context, { personId: `console:${person}`, assets: assetsWith(buildPage()) }));
    consoles.set(person, running);
    return running;
  }

  return {
    name: 'console',
    open: async (given) => {
      const kept = new Map<string, KeptFile>();
      const run: typeof given.exports.run = async (one, show) => {
        const file = await given.exports.run(one, show);
        if (file) kept.set(new URL(file.link).pathname, file);
        return file;
      };
      context = { ...given, exports: { run }, fileAt: (path) => kept.get(path)?.open() };
    },
    close: async () => {
      await Promise.all([...consoles.values()].map((running) => running.close()));
      consoles.clear();
    },
    ask: async (text, person, locale) => {
      const language = languageOf(locale);
      return pageAt((await consoleOf(person)).url, language).ask(text);
    },
    take: async (text, person, locale) => pageAt((await consoleOf(person)).url, languageOf(locale)).take(text),
  };
}

function languageOf(locale: string | undefined): Language | undefined {
  if (locale === undefined) return undefined;
  return locale.toLowerCase().startsWith('pt') ? 'pt-BR' : 'en';
}

/** What a person can do on a page, in its language. */
function pageAt(url: string, language: Language | undefined) {
  async function send(path: string, body: object): Promise<Response> {
    const response = await fetch(`${url}console/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...body, ...(language && { language }) }),
    });
    if (!response.ok) throw new Error(`the console answered ${response.status}: ${await response.text()}`);
    return response;
  }

  /** The last answer of an export stands in the place of those before it. */
  async function post(path: string, body: object): Promise<WireAnswer> {
    const lines = (await (await send(path, body)).text()).trim().split('\n');
    return JSON.parse(lines.at(-1) ?? '') as WireAnswer;
  }

  async function press(action: string, value: string): Promise<Shown> {
    return shown(await post('act', { action, value }));
  }

  async function shown(answer: WireAnswer): Promise<Shown> {
    if (answer.kind === 'card') return cardShown(answer);
    if (answer.kind !== 'form') throw new Error('errors without a form');
    return formDesk({ post, search: offered, cardShown }).open(answer);
  }

  async function offered(action: string, typed: string): Promise<Option[]> {
    return ((await (await send('search', { action, typed })).json()) as WireOptions).options;
  }

  async function cardShown(answer: CardAnswer): Promise<Shown> {
    const controls = controlsOf(answer.card);
    return {
      text: wordsOf(answer.card),
      images: await picturesOf(url, answer),
      replaced: answer.replace,
      buttons: controls.flatMap((control) =>
        control.kind === 'button' ? [{ label: control.label, press: () => press(control.action, control.value ?? '') }] : [],
      ),
      selects: controls.flatMap((control) => (control.kind === 'select' ? [selectShown(control)] : [])),
      searches: controls.flatMap((control) => (control.kind === 'search' ? [searchShown(control)] : [])),
    };
  }

  function selectShown({ label, action, options }: Select): Shown['selects'][number] {
    return {
      label,
      options: options.map((option) => option.label),
      choose: (chosen) => press(action, options.find((option) => option.label === chosen)?.value ?? chosen),
    };
  }

  function searchShown({ label, action, state, chosen, options }: Search): Shown['searches'][number] {
    const known = [...chosen, ...options];
    return {
      label,
      chosen: chosen.map((option) => option.label),
      type: async (typed) => {
        const found = await offered(action, typed);
        known.push(...found);
        return found.map((option) => option.label);
      },
      choose: (labels) => {
        const values = labels.map((one) => known.find((option) => option.label === one)?.value ?? notOffered(one));
        return press(action, `${state}|${values.join(',')}`);
      },
    };
  }

  async function take(text: string): Promise<TakenFile> {
    const answer = await post('ask', { text });
    const download = answer.kind === 'card' ? answer.export?.download : undefined;
    if (!download || answer.kind !== 'card') throw new Error(`no file: ${JSON.stringify(answer)}`);
    const response = await fetch(new URL(download.path, url));
    // fetch would leave out the mark by which Excel knows the file's encoding.
    return { name: download.name, content: Buffer.from(await response.arrayBuffer()).toString(), said: wordsOf(answer.card) };
  }

  return { ask: async (text: string): Promise<Shown> => shown(await post('ask', { text })), take };
}

function notOffered(label: string): never {
  throw new Error(`“${label}” was never offered`);
}

/** Alternative texts of the charts whose PNG is really there. */
async function picturesOf(url: string, { card, charts }: CardAnswer): Promise<string[]> {
  const there = await Promise.all(
    chartsOf(card).map(async (chart, index) => {
      const link = charts[index];
      const response = link ? await fetch(new URL(link.light, url)) : null;
      return response?.headers.get('content-type') === 'image/png' ? [chart.alt] : [];
    }),
  );
  return there.flat();
}

function controlsOf({ blocks }: Card): Control[] {
  return blocks.flatMap((block): Control[] => {
    if (block.kind === 'actions') return block.controls;
    return block.kind === 'list' ? block.rows.flatMap((row) => row.menu ?? []) : [];
  });
}

const wordsOf = ({ title, scope, blocks }: Card): string => [title, scope ?? '', ...blocks.flatMap(blockWords)].filter(Boolean).join('\n');

function blockWords(block: Block): string[] {
  switch (block.kind) {
    case 'text':
    case 'context':
      return [plain(block.text)];
    case 'fields':
      return block.fields.map((field) => `${field.label}\n${plain(field.value)}`);
    case 'list':
      return block.rows.map(({ lead, facts, detail }) => [lead, ...facts, ...(detail === undefined ? [] : [plain(detail)])].join(' · '));
    case 'table':
      return [block.caption, block.columns.map(({ label }) => label).join(' '), ...block.rows.map((row) => row.join(' '))];
    case 'actions':
      return block.controls.map(({ label }) => label);
    case 'chart':
    case 'image':
    case 'divider':
      return [];
  }
}
