/** What cards show, as sheets: a command's figures, and the live lists whole. */
import type { LiveList } from '../../domain/desk.ts';
import { localDate } from '../../domain/periods.ts';
import type { Button, Card, Figures } from '../../view/card.ts';
import { hiding } from '../columns.ts';
import type { Command, Request } from '../command.ts';
import { departmentIn } from '../department.ts';
import { UserError } from '../errors.ts';
import type { Cell, Services } from '../services.ts';
import { offsetOf, unpackState } from '../state.ts';
import type { Sheet } from './sheet.ts';

/** Instants of raw figures are in UTC; a file has them in the zone. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

async function* once<Item>(batch: Item): AsyncGenerator<Item> {
  yield batch;
}

/** A raw value as a field: instants get the file's zone. */
export function cellOf(value: string | number | null): Cell {
  return typeof value === 'string' && INSTANT.test(value) ? new Date(value) : value;
}

/** The figures behind a card as rows: its table, else its indicators. */
function rowsOf({ table, indicators = [] }: Figures): { columns: readonly string[]; rows: Cell[][] } {
  if (table) return { columns: table.columns, rows: table.rows.map((row) => row.map(cellOf)) };
  return {
    columns: ['indicator', 'value', 'unit', 'n'],
    rows: indicators.map(({ id, value, unit, n }) => [id, value, unit, n]),
  };
}

function nextPage(name: string, { blocks }: Card, offset: number): Button | undefined {
  const buttons = blocks.flatMap((block) => (block.kind === 'actions' ? block.controls : []));
  const offsetIn = (value = ''): number => offsetOf(unpackState(value)['offset']);
  return buttons.find((one): one is Button => one.kind === 'button' && one.action === `${name}.page` && offsetIn(one.value) > offset);
}

/** The pages after a list's first, by the button that a person would press: a file has them all. */
async function* nextPages({ name, actions }: Command, first: Card, request: Request, services: Services): AsyncGenerator<Card> {
  let offset = 0;
  for (let button = nextPage(name, first, offset); button && actions?.['page']; ) {
    const { value = '' } = button;
    const answer = await actions['page'].run({ ...request, value }, services);
    if (answer.kind !== 'card') return;
    yield answer.card;
    offset = offsetOf(unpackState(value)['offset']);
    button = nextPage(name, answer.card, offset);
  }
}

/**
 * Exactly the numbers that a command shows: it is asked with these words, and its figures are taken.
 * @throws UserError that the command throws, for instance for words that it does not know
 */
export async function shownSheet(what: string, words: string[], request: Request, services: Services): Promise<Sheet> {
  const command = services.commands.find(({ name }) => name === what);
  if (!command) throw new UserError('error.gone');
  const [card, { timeZone }] = await Promise.all([command.run({ ...request, args: words }, services), services.parameters()]);
  if ('kind' in card) throw new UserError('error.gone');
  const { columns, rows } = rowsOf(card.figures ?? {});
  for await (const page of nextPages(command, card, request, services)) rows.push(...rowsOf(page.figures ?? {}).rows);
  return {
    what,
    name: card.title,
    filters: card.scope ?? words.join(' '),
    stem: [localDate(request.at, timeZone)],
    columns,
    total: rows.length,
    masked: false,
    batches: () => once(rows),
  };
}

const LIVE_COLUMNS = [
  'id',
  'protocol',
  'channel',
  'department_id',
  'department',
  'agent_id',
  'agent',
  'contact_name',
  'subject',
  'since',
  'wait_ms',
  'url',
];
/** More rows than a live list ever has. */
const ALL = 1_000_000;

/** A live list whole, not a page of it. */
export async function liveSheet(what: string, list: LiveList, words: string[], { at }: Request, services: Services): Promise<Sheet> {
  const { desk, t, format } = services;
  const [department, parameters] = await Promise.all([departmentIn(words, services), services.parameters()]);
  const { rows: found } = await desk.list(list, at, { department: department?.id, offset: 0, limit: ALL });
  const { name, text } = hiding(parameters.maskContacts);
  const rows = found.map((row): Cell[] => [
    row.id,
    row.protocol,
    row.channel,
    row.department?.id,
    row.department?.name,
    row.agent?.id,
    row.agent?.name,
    name(row.contact?.name),
    text(row.subject),
    row.since,
    at.getTime() - row.since.getTime(),
    row.url,
  ]);
  return {
    what,
    name: t(`list.${list}`, { count: rows.length, idle: format.duration(parameters.idleMs) }),
    filters: department?.name ?? t('department.all'),
    stem: [list === 'queue' ? '' : list.replace('.', '-'), localDate(at, parameters.timeZone)],
    columns: LIVE_COLUMNS,
    total: rows.length,
    masked: parameters.maskContacts,
    batches: () => once(rows),
  };
}
