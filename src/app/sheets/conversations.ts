/** Conversations as sheets, a row each, from a cursor: as many as there are. */
import { outcomeOf } from '../../domain/history.ts';
import { localDate, type Period, periodAt } from '../../domain/periods.ts';
import type { ConversationRecord } from '../../domain/record.ts';
import { type Asked, filterOf } from '../asked.ts';
import { filterText } from '../cards/filters.ts';
import { CONVERSATION_COLUMNS, conversationCells } from '../columns.ts';
import type { Request } from '../command.ts';
import { departmentIn } from '../department.ts';
import { periodDates, periodOf } from '../period.ts';
import type { Cell, Records, Services } from '../services.ts';
import type { Sheet } from './sheet.ts';

/** What a file's name says of a period: `2026-11`, `2026-11-01-to-2026-11-15`. */
function datesOf(period: Period, timeZone: string): string {
  return periodDates(period, timeZone).replace('..', '-to-');
}

/** The rows of records, made of each batch when it is taken. */
async function* rowsOf(found: Records, cells: (record: ConversationRecord) => Cell[]): AsyncGenerator<Cell[][]> {
  for await (const batch of found.batches()) yield batch.map(cells);
}

/** `conversations [period] [department]`: every conversation opened in the period (default: today). */
export async function conversationsSheet(words: string[], { at }: Request, services: Services): Promise<Sheet> {
  const { t, format } = services;
  const { timeZone, maskContacts } = await services.parameters();
  const named = words[0] === undefined ? undefined : periodOf(words[0], at, timeZone);
  const period = named ?? periodAt('day', at, timeZone);
  const department = await departmentIn(named ? words.slice(1) : words, services);
  const found = services.conversations.opened({ from: period.from, to: period.to, at, department: department?.id });
  return {
    what: 'conversations',
    name: t('csv.conversations'),
    filters: [format.period(period, timeZone, at), ...(department ? [department.name ?? department.id] : [])].join(' · '),
    stem: [datesOf(period, timeZone)],
    columns: CONVERSATION_COLUMNS,
    total: await found.total(),
    masked: maskContacts,
    batches: () => rowsOf(found, conversationCells(maskContacts)),
  };
}

/** Every conversation that a search finds, newest first, whatever its page shows; `outbound` says how each of ours went, too. */
export async function foundSheet(kind: 'history' | 'outbound', asked: Asked, { at }: Request, services: Services): Promise<Sheet> {
  const { t, conversations, desk } = services;
  const [parameters, departments, agents] = await Promise.all([services.parameters(), desk.departments(), desk.agents()]);
  const { timeZone, maskContacts } = parameters;
  const direction = kind === 'outbound' ? { direction: 'outbound' as const } : {};
  const found = conversations.found({ ...filterOf(asked, at, timeZone), ...direction }, at);
  const cells = conversationCells(maskContacts);
  const outcome = (record: ConversationRecord): Cell[] => [...cells(record), outcomeOf(record, record.replied === true)];
  return {
    what: kind,
    name: t(`${kind}.title`),
    filters: filterText(asked, { departments, agents }, at, parameters, services).join(' · ') || t('history.all'),
    stem: [asked.when?.replace('..', '-to-') ?? '', localDate(at, timeZone)],
    columns: kind === 'outbound' ? [...CONVERSATION_COLUMNS, 'outcome'] : CONVERSATION_COLUMNS,
    total: await found.total(),
    masked: maskContacts,
    batches: () => rowsOf(found, kind === 'outbound' ? outcome : cells),
  };
}
