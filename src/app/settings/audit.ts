/** The audit as people read it: who changed, took out or sent what, newest first. */
import type { Block, Button, Card, ListRow, Select } from '../../view/card.ts';
import { type MessageKey, replaced } from '../command.ts';
import { csvButton } from '../cards/file.ts';
import { isLocal, whoText } from '../called.ts';
import type { AuditEntry, Services } from '../services.ts';
import { type Asked, askedIn, KINDS, packAsked, unpackAsked } from './audit-asked.ts';
import { hubButton } from './hub-button.ts';
import type { Section } from './section.ts';
import { namesIn, told, type Names } from './words.ts';

/** Entries a page: what a phone shows without much scrolling. */
const PAGE = 8;
/** A text of a template would fill the page. */
const LINE = 160;

const PLATFORMS: Readonly<Record<string, MessageKey>> = {
  slack: 'audit.from.slack',
  teams: 'audit.from.teams',
  console: 'audit.from.console',
  terminal: 'audit.from.terminal',
};

interface Page {
  entries: AuditEntry[];
  newer: boolean;
  older: boolean;
}

/** The page that begins where was asked; what is newer than a page and does not fill one is the newest page. */
async function pageOf({ kind, by, before, after }: Asked, { audit }: Services): Promise<Page> {
  const part = { kind, by };
  const near = after ? await audit.entries({ ...part, after, limit: PAGE }) : [];
  const entries = near.length === PAGE ? near : await audit.entries({ ...part, before: after ? undefined : before, limit: PAGE });
  const [first, last] = [entries[0], entries.at(-1)];
  const [newer, older] = await Promise.all([
    first ? audit.entries({ ...part, after: first, limit: 1 }) : [],
    last ? audit.entries({ ...part, before: last, limit: 1 }) : [],
  ]);
  return { entries, newer: newer.length > 0, older: older.length > 0 };
}

function clipped(text: string): string {
  return text.length > LINE ? `${text.slice(0, LINE - 1).trimEnd()}…` : text;
}

interface Reading {
  names: Names;
  called: Names;
  timeZone: string;
}

function rowOf(entry: AuditEntry, { names, called, timeZone }: Reading, services: Services): ListRow {
  const { t, format } = services;
  const { subject, lines } = told(entry, names, services);
  const platform = PLATFORMS[entry.platform];
  const from = entry.by.startsWith(`${entry.platform}:`) && isLocal(entry.by) ? [] : [platform ? t(platform) : entry.platform];
  return {
    lead: subject,
    facts: [format.moment(entry.at, timeZone), whoText(entry.by, called, services), ...from],
    detail: lines.map(clipped).join('\n'),
  };
}

function kindSelect({ kind, by }: Asked, { t }: Services): Select {
  const options = [
    { label: t('audit.kind.all'), value: packAsked({ by }) },
    ...KINDS.map((one) => ({ label: t(one.label), value: packAsked({ kind: one.kind, by }) })),
  ];
  return { kind: 'select', label: t('audit.kind'), action: 'settings.audit.page', options, selected: packAsked({ kind, by }) };
}

function raw(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

async function auditCard(asked: Asked, services: Services, news: Block[] = []): Promise<Card> {
  const { t, people } = services;
  const [{ entries, newer, older }, { timeZone }] = await Promise.all([pageOf(asked, services), services.parameters()]);
  const by = [...entries.map((one) => one.by), ...(asked.by ? [asked.by] : [])];
  const [names, called] = await Promise.all([namesIn(entries, services), people.names(by)]);
  const turn = (label: MessageKey, place: Pick<Asked, 'before' | 'after'>): Button => ({
    kind: 'button',
    label: t(label),
    action: 'settings.audit.page',
    value: packAsked({ kind: asked.kind, by: asked.by, ...place }),
  });
  const kind = KINDS.find((one) => one.kind === asked.kind);
  const scope = [kind && t(kind.label), asked.by && whoText(asked.by, called, services)].filter(Boolean).join(' · ');
  return {
    title: t('audit.title'),
    ...(scope && { scope }),
    blocks: [
      ...news,
      entries.length > 0
        ? { kind: 'list', rows: entries.map((entry) => rowOf(entry, { names, called, timeZone }, services)) }
        : { kind: 'text', text: t('audit.nothing') },
      { kind: 'actions', controls: [kindSelect(asked, services)] },
      {
        kind: 'actions',
        controls: [
          ...(newer ? [turn('audit.newer', { after: entries[0] })] : []),
          ...(older ? [turn('audit.older', { before: entries.at(-1) })] : []),
          csvButton('audit', undefined, services),
          hubButton(services),
        ],
      },
    ],
    foot: [],
    figures: {
      table: {
        columns: ['at', 'by', 'platform', 'what', 'from', 'to'],
        rows: entries.map((one) => [one.at.toISOString(), one.by, one.platform, one.what, raw(one.from), raw(one.to)]),
      },
    },
  };
}

export const audit: Section = {
  name: 'audit',
  words: ['auditoria', 'changes', 'mudancas'],
  card: async (_by, services, { news, words = [] } = {}) => auditCard(await askedIn(words, services), services, news),
  actions: {
    audit: { run: async (_request, services) => replaced(await auditCard({}, services)) },
    'audit.page': { run: async (request, services) => replaced(await auditCard(unpackAsked(request.value), services)) },
  },
  submits: {},
};
