/** Entries of the audit that tell of messages to contacts: by which template, and what became of them. */
import { OUTCOMES } from '../sending/outcome.ts';
import type { Services } from '../services.ts';

/** @param key the conversation's id */
export function toldSent(
  key: string,
  to: Readonly<Record<string, unknown>>,
  { t }: Pick<Services, 't'>,
): { subject: string; lines: string[] } {
  const { protocol, title } = to;
  const name = typeof protocol === 'string' ? `#${protocol}` : key;
  const outcome = OUTCOMES.find((one) => one === to['outcome']) ?? 'begun';
  return { subject: t('audit.sent', { name }), lines: [t(`audit.sent.${outcome}`, { template: typeof title === 'string' ? title : '–' })] };
}
