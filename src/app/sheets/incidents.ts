/** What fired, as rows. */
import { localDate } from '../../domain/periods.ts';
import { INCIDENT_COLUMNS, incidentFigures } from '../alerts/history.ts';
import { ruleIn } from '../alerts/rule-named.ts';
import type { Request } from '../command.ts';
import type { Cell, Services } from '../services.ts';
import type { Sheet } from './sheet.ts';
import { cellOf } from './shown.ts';

/** Rows that are read at once. */
const BATCH = 500;

/** Those that had begun by the question: later ones would move the pages. */
async function* rowsOf(rule: string | undefined, at: Date, { alerts }: Services): AsyncGenerator<Cell[][]> {
  const during = { from: new Date(0), to: new Date(at.getTime() + 1) };
  for (let offset = 0; ; offset += BATCH) {
    const found = await alerts.incidents({ rule, during, offset, limit: BATCH });
    if (found.length > 0) yield found.map((one) => incidentFigures(one).map(cellOf));
    if (found.length < BATCH) return;
  }
}

/** `alerts [rule]`: every time that a rule fired, newest first. @throws UserError for words that name no rule */
export async function incidentsSheet(words: string[], { at }: Request, services: Services): Promise<Sheet> {
  const [rule, { timeZone }] = await Promise.all([ruleIn(words, services), services.parameters()]);
  return {
    what: 'alerts',
    name: services.t('alerts.history.title'),
    filters: rule?.title ?? services.t('alerts.history.all'),
    stem: [localDate(at, timeZone)],
    columns: INCIDENT_COLUMNS,
    total: null,
    masked: true,
    batches: () => rowsOf(rule?.id, at, services),
  };
}
