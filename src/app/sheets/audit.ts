/** The audit as rows: everything that was changed, taken out and sent. */
import { localDate } from '../../domain/periods.ts';
import { mayAct } from '../access.ts';
import type { Request } from '../command.ts';
import { UserError } from '../errors.ts';
import type { AuditEntry, Cell, Services } from '../services.ts';
import type { Sheet } from './sheet.ts';

const COLUMNS = ['at', 'by', 'name', 'platform', 'what', 'from', 'to'] as const;

/** A value as a field: texts and numbers as they are, anything else as JSON. */
function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}

async function* rowsOf(batches: AsyncIterable<AuditEntry[]>, { people }: Services): AsyncGenerator<Cell[][]> {
  const names = new Map<string, string>();
  const asked = new Set<string>();
  for await (const batch of batches) {
    const fresh = [...new Set(batch.map(({ by }) => by))].filter((id) => !asked.has(id));
    for (const id of fresh) asked.add(id);
    for (const [id, name] of fresh.length > 0 ? await people.names(fresh) : []) names.set(id, name);
    yield batch.map(({ at, by, platform, what, from, to }) => [at, by, names.get(by), platform, what, cellOf(from), cellOf(to)]);
  }
}

/**
 * `audit`: every entry up to the question, newest first.
 * @throws UserError for whoever is no administrator, and for further words
 */
export async function auditSheet(words: string[], { at, person }: Request, services: Services): Promise<Sheet> {
  const { t, audit } = services;
  if (!mayAct(person.role, 'admin')) throw new UserError('error.role', { role: t('role.admin') });
  if (words.length > 0) throw new UserError('audit.error.csv', { word: words.join(' ').slice(0, 40) });
  const { timeZone } = await services.parameters();
  return {
    what: 'audit',
    name: t('audit.title'),
    filters: '',
    stem: [localDate(at, timeZone)],
    columns: COLUMNS,
    total: null,
    masked: true,
    batches: () => rowsOf(audit.all(at), services),
  };
}
