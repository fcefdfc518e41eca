/** A small desk with fixed answers, and everything else a platform is given, kept in memory. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../../../src/app/command.ts';
import type { Dispatch, Origin, Reply } from '../../../src/app/dispatch.ts';
import { languageOf, translator } from '../../../src/i18n/translate.ts';
import type { Log, PlatformContext } from '../../../src/platforms/platform.ts';
import type { Card, Chart, Option } from '../../../src/view/card.ts';
import type { Form, FormValues } from '../../../src/view/form.ts';
import { sampleExports, type SampleExports } from '../exports.ts';

export const CHART: Chart = {
  type: 'bar',
  title: 'Today by channel',
  alt: 'WhatsApp has the most conversations today: 31 of 57',
  categories: ['WhatsApp', 'Telegram'],
  series: [{ name: 'closed', values: [20, 4] }],
  language: 'en',
};

export const PANEL: Card = {
  title: 'Now',
  scope: 'all departments',
  blocks: [
    {
      kind: 'text',
      tone: 'bad',
      text: [{ bold: '7 customers without an answer for over 5 min.' }, ' The longest waits ', { bold: '12 min' }, '.'],
    },
    {
      kind: 'fields',
      fields: [
        { label: 'Awaiting agents', value: '12', tone: 'warning' },
        { label: 'Awaiting customers', value: '5' },
        { label: 'Agents', value: '9 online · 2 away\n8 serving' },
      ],
    },
    {
      kind: 'actions',
      controls: [
        { kind: 'button', label: 'Queue · 9', action: 'now.list', value: 'queue', style: 'primary' },
        { kind: 'button', label: 'Refresh', action: 'now.refresh' },
        {
          kind: 'select',
          label: 'Department',
          action: 'now.department',
          options: [
            { label: 'Suporte', value: 'd-1' },
            { label: 'Vendas', value: 'd-2' },
          ],
        },
      ],
    },
    { kind: 'context', text: 'Sun, 22 Nov, 14:37 · São Paulo' },
  ],
};

export const LIST: Card = {
  title: 'Queue',
  blocks: [
    {
      kind: 'list',
      rows: [
        {
          tone: 'bad',
          lead: '12 min',
          facts: ['Maria *S.*', 'WhatsApp'],
          detail: [
            { link: '#20261122-000123', url: 'https://desk.example/c/123' },
            ' · ',
            { quote: 'My [internet](http://evil.example) fell' },
          ],
          menu: [
            { kind: 'button', label: 'Details', action: 'show.open', value: '123' },
            { kind: 'button', label: 'Conversation', action: 'talk.open', value: '123' },
          ],
        },
      ],
    },
    { kind: 'context', text: '1 of 1' },
  ],
};

export const TODAY: Card = {
  title: 'Today',
  blocks: [
    { kind: 'text', text: '57 conversations' },
    { kind: 'chart', chart: CHART },
  ],
};

/** A card whose button opens a form, and one whose row does. */
export const SETTINGS: Card = {
  title: 'Settings',
  blocks: [
    {
      kind: 'list',
      rows: [
        {
          lead: 'Suporte',
          facts: ['limit 3'],
          menu: [{ kind: 'button', label: 'Edit', action: 'settings.edit', value: 'd-1', opens: 'form' }],
        },
      ],
    },
    {
      kind: 'actions',
      controls: [{ kind: 'button', label: 'Change', action: 'settings.edit', style: 'primary', opens: 'form' }],
    },
  ],
};

export const FORM: Form = {
  title: 'Parameters',
  submit: 'settings.save',
  state: 'v1',
  submitLabel: 'Save',
  cancelLabel: 'Cancel',
  blocks: [
    { kind: 'section', text: 'What the desk counts as idle.' },
    { kind: 'number', name: 'idleMinutes', label: 'Idle after (min)', value: 5, min: 1, max: 120, required: true },
    { kind: 'toggle', name: 'mask', label: 'Mask contacts', value: true },
    {
      kind: 'select',
      name: 'language',
      label: 'Language',
      value: 'en',
      options: [
        { label: 'English', value: 'en' },
        { label: 'Português', value: 'pt-BR' },
      ],
    },
    { kind: 'text', name: 'note', label: 'Note', hint: 'For the audit.', multiline: true, maxLength: 200 },
  ],
};

export const AGENTS: Option[] = [
  'Ana Lima',
  'Bruno Sá',
  'Carla Dias',
  ...Array.from({ length: 40 }, (_, index) => `Agent ${index + 4}`),
].map((name, index) => ({ label: name, value: `a-${index + 1}` }));

/** A filter by agents; what it shows tells what it was given. */
export function agentChart(value: string): Card {
  const bar = value.lastIndexOf('|');
  const chosen = AGENTS.filter((agent) =>
    value
      .slice(bar + 1)
      .split(',')
      .includes(agent.value),
  );
  return {
    title: 'Metrics',
    scope: chosen.map((agent) => agent.label).join(' and ') || 'everybody',
    blocks: [
      { kind: 'text', text: `of ${value.slice(0, bar)}` },
      {
        kind: 'actions',
        controls: [
          { kind: 'button', label: 'Refresh', action: 'chart.refresh' },
          { kind: 'search', label: 'Agents', action: 'chart.agents', state: value.slice(0, bar), chosen, options: AGENTS.slice(0, 10) },
        ],
      },
    ],
  };
}

export interface FakeDesk extends PlatformContext {
  samples: SampleExports;
  /** What was asked, pressed and submitted, in order, with who did it. */
  heard: { what: string; origin: Origin }[];
  submitted: FormValues[];
  logged: { level: 'info' | 'warn' | 'error'; fields: object; message: string }[];
  /** The next answers take this many ms. */
  slow: (ms: number) => void;
  /** Answers to strangers are refusals, as the product's are. */
  refusing: boolean;
  /** The answer to every pressed button from now on. */
  instead: Answer | undefined;
  /** Charts cannot be drawn, or come after this many ms. */
  pictures: (state: { broken?: boolean; afterMs?: number }) => void;
}

/** `stored` outlives the desk, as a database outlives the process. */
export function createDesk(stored: Map<string, unknown> = new Map()): FakeDesk {
  const heard: FakeDesk['heard'] = [];
  const logged: FakeDesk['logged'] = [];
  const submitted: FormValues[] = [];
  const seen = new Set<string>();
  const samples = sampleExports((index) => `https://vigia.example/files/export-${index}`);
  let delay = 0;
  let picture: { broken?: boolean; afterMs?: number } = {};

  async function reply(what: string, origin: Origin, answer: Answer, failed = false): Promise<Reply> {
    heard.push({ what, origin });
    await sleep(delay);
    const language = languageOf(origin.person.locale) ?? 'en';
    const refused = desk.refusing && stranger(origin) !== undefined;
    return { answer: stranger(origin) ?? answer, language, t: translator(language), failed: failed || refused };
  }

  const dispatch: Dispatch = {
    ask: (text, origin) =>
      text.startsWith('csv')
        ? reply(`ask ${text}`, origin, { kind: 'export', export: samples.make('en') })
        : text.startsWith('chart')
          ? reply(`ask ${text}`, origin, fresh(agentChart('metrics|')))
          : reply(`ask ${text}`, origin, fresh(cardOf(text))),
    act: (action, value, origin) => {
      const what = `act ${action} ${value}`.trim();
      if (desk.instead) return reply(what, origin, desk.instead);
      if (action === 'chart.agents') return reply(what, origin, { kind: 'card', replace: true, card: agentChart(value) });
      if (action === 'csv.cancel') {
        samples.cancel(value);
        return reply(what, origin, { kind: 'card', replace: true, card: { title: 'Cancelling', blocks: [] } });
      }
      if (action === 'settings.edit') return reply(what, origin, { kind: 'form', form: FORM });
      const replace = action !== 'now.list';
      return reply(what, origin, {
        kind: 'card',
        replace,
        card: action === 'now.list' ? LIST : { ...PANEL, title: 'Now, refreshed', scope: value || 'all departments' },
      });
    },
    search: async (action, typed, origin) => {
      heard.push({ what: `search ${action} ${typed}`, origin });
      await sleep(delay);
      return stranger(origin) ? [] : AGENTS.filter(({ label }) => label.toLowerCase().includes(typed.toLowerCase()));
    },
    submit: (submit, values, state, origin) => {
      submitted.push(values);
      const tooMuch = typeof values['idleMinutes'] !== 'number' || values['idleMinutes'] > 60;
      if (tooMuch) return reply(`submit ${submit} ${state}`, origin, { kind: 'invalid', errors: { idleMinutes: 'At most 60 minutes' } });
      return reply(`submit ${submit} ${state}`, origin, { kind: 'card', replace: true, card: { title: 'Saved', blocks: [] } });
    },
  };

  const log = (level: 'info' | 'warn' | 'error') => (fields: object, message: string) => void logged.push({ level, fields, message });
  const logger: Log = { info: log('info'), warn: log('warn'), error: log('error') };
  const desk: FakeDesk = {
    dispatch,
    refusing: false,
    instead: undefined,
    media: {
      png: async () => Buffer.from(''),
      link: async (chart) => {
        await sleep(picture.afterMs ?? 0);
        if (picture.broken) throw new Error('no fonts');
        return `https://vigia.example/files/${encodeURIComponent(chart.title)}.png`;
      },
    },
    exports: samples.exports,
    samples,
    references: {
      save: async (id, reference) => void stored.set(id, structuredClone(reference)),
      get: async (id) => stored.get(id),
      list: async (prefix) => [...stored].flatMap(([id, reference]) => (id.startsWith(prefix) ? [{ id, reference }] : [])),
    },
    first: async (key) => !seen.has(key) && Boolean(seen.add(key)),
    log: logger,
    heard,
    submitted,
    logged,
    slow: (ms) => {
      delay = ms;
    },
    pictures: (state) => {
      picture = state;
    },
  };
  return desk;
}

function cardOf(text: string): Card {
  if (text.startsWith('home')) return { ...PANEL, title: 'Your desk' };
  if (text.startsWith('settings')) return SETTINGS;
  if (text.startsWith('today')) return TODAY;
  return text.startsWith('queue') ? LIST : PANEL;
}

function fresh(card: Card): Answer {
  return { kind: 'card', card, replace: false };
}

function stranger(origin: Origin): Answer | undefined {
  if (origin.person.id !== 'teams:stranger') return undefined;
  return fresh({ title: 'I do not know you yet', blocks: [{ kind: 'text', text: ['Ask ', { person: 'teams:admin', name: 'Ana' }] }] });
}
