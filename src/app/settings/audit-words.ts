/** Entries of the audit that tell of files: what was taken out, and what became of it. */
import type { Services } from '../services.ts';

type Words = Pick<Services, 't' | 'format'>;
type Entry = Readonly<Record<string, unknown>>;

function textIn(entry: Entry, name: string): string {
  const value = entry[name];
  return typeof value === 'string' ? value : '';
}

/** A file: by which words, whether contacts were hidden, and, once it is over, how it ended. */
export function toldExport(what: string, to: Entry, { t, format }: Words): { subject: string; lines: string[] } {
  const fileName = textIn(to, 'fileName') || what;
  const rows = format.number(typeof to['rows'] === 'number' ? to['rows'] : null);
  return { subject: t('audit.export', { name: fileName }), lines: [outcomeText(textIn(to, 'outcome'), rows, to, { t, format })] };
}

function outcomeText(outcome: string, rows: string, to: Entry, { t }: Words): string {
  switch (outcome) {
    case 'done':
      return t('audit.export.done', { rows });
    case 'cancelled':
      return t('audit.export.cancelled', { rows });
    case 'failed':
      return t('audit.export.failed', { rows });
    default: {
      const contacts = t(to['masked'] === true ? 'audit.export.masked' : 'audit.export.open');
      return [textIn(to, 'filters'), contacts].filter(Boolean).join(' · ');
    }
  }
}
