/** What is said of an export while it is written, and when it is over. */
import type { Card } from '../../view/card.ts';
import type { ExportState } from '../command.ts';
import type { ExportPhase, Services } from '../services.ts';

/** What the message is about: `History`, and the words that chose the rows. */
export interface Subject {
  id: string;
  name: string;
  filters: string;
  fileName: string;
  total: number | null;
}

/** The message for each state of an export. */
export function exportCard(subject: Subject, state: ExportState, services: Services): Card {
  const { t, format } = services;
  const card = { title: t('csv.title', { name: subject.name }), ...(subject.filters && { scope: subject.filters }), foot: [] };
  switch (state.phase) {
    case 'running':
      return {
        ...card,
        blocks: [
          { kind: 'text', text: runningText(subject, state.rows, services) },
          { kind: 'actions', controls: [{ kind: 'button', label: t('csv.cancel'), action: 'csv.cancel', value: subject.id }] },
        ],
      };
    case 'done': {
      const text = [{ bold: t('csv.done', { count: state.rows }) }, ` ${subject.fileName} · ${sizeText(state.size, services)}`];
      const link = state.link === undefined ? [] : ['\n', { link: t('csv.link'), url: state.link }, ` ${t('csv.link.day')}`];
      return { ...card, blocks: [{ kind: 'text', text: [...text, ...link], tone: 'good' }], foot: [] };
    }
    case 'cancelled':
      return { ...card, blocks: [{ kind: 'text', text: t('csv.cancelled', { rows: format.number(state.rows) }) }] };
    case 'failed':
      return { ...card, blocks: [{ kind: 'text', text: t('csv.failed', { reference: state.reference }), tone: 'bad' }] };
  }
}

function runningText({ total }: Subject, rows: number, { t, format }: Services): string {
  if (rows === 0) return total === null ? t('csv.begun') : t('csv.begun.of', { count: total });
  // Rows that arrive meanwhile may belong to it as well: never 101 %.
  if (total === null || rows > total) return t('csv.running', { count: rows });
  return t('csv.running.of', { rows: format.number(rows), total: format.number(total), share: format.percent(rows / total) });
}

const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/** `1.2 MB`, in thousands. */
function sizeText(bytes: number, { format }: Services): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${format.number(bytes / 1000 ** power)} ${UNITS[power]}`;
}

/** The answer to a press of the cancel button, in place of the message that it stands on. */
export function cancelCard(found: { phase: ExportPhase; rows: number } | null, { t, format }: Services): Card {
  const card = { title: t('csv.name'), foot: [] };
  if (!found || found.phase === 'lost' || found.phase === 'failed')
    return { ...card, blocks: [{ kind: 'text', text: t('csv.lost'), tone: 'warning' }] };
  if (found.phase === 'done') return { ...card, blocks: [{ kind: 'text', text: t('csv.late'), tone: 'good' }] };
  if (found.phase === 'cancelled')
    return { ...card, blocks: [{ kind: 'text', text: t('csv.cancelled', { rows: format.number(found.rows) }) }] };
  return { ...card, blocks: [{ kind: 'text', text: t('csv.cancelling') }] };
}
