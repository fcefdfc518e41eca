/** The rows of a transcript: who said what and when; contacts, agents and bots apart. */
import type { Attachment } from '../../domain/events.ts';
import type { Parameters } from '../../domain/parameters.ts';
import type { Spoken, TranscriptPage } from '../../domain/transcript.ts';
import type { Figures, ListRow, Span } from '../../view/card.ts';
import type { Services } from '../services.ts';
import { contactName, contactText } from './contact.ts';
import { momentText } from './conversations.ts';

/** Longer messages are cut at a word: ten of them must fit in one message of every platform. */
const LONGEST = 1_200;

function cut(text: string): string {
  if (text.length <= LONGEST) return text;
  const room = text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '');
  const space = room.search(/\s\S*$/);
  return `${(space > LONGEST / 2 ? room.slice(0, space) : room).trimEnd()}…`;
}

function attachmentSpan({ url, name, type }: Attachment, parameters: Parameters, { t }: Services): Span {
  const called = name ? contactText(name, parameters) : t('talk.attachment', { type: type ?? '–' });
  return /^https?:\/\//i.test(url) ? { link: called, url } : called;
}

function speaker({ from, agent }: Spoken, { conversation }: TranscriptPage, parameters: Parameters, services: Services): string {
  const { t } = services;
  if (from === 'contact') return contactName(conversation.contact, parameters, services);
  return from === 'bot' ? t('talk.bot') : (agent?.name ?? agent?.id ?? t('talk.agent'));
}

/** When and who in front, what was said below; agents and bots are named as such, the contact stands alone. */
export function messageRow(one: Spoken, page: TranscriptPage, at: Date, parameters: Parameters, services: Services): ListRow {
  const { t } = services;
  const role = one.from === 'contact' ? [t('talk.role.contact')] : one.from === 'agent' && one.agent ? [t('talk.role.agent')] : [];
  const text: Span[] = one.text ? [{ quote: cut(contactText(one.text, parameters)) }] : [];
  const files = one.attachments.flatMap((file, index): Span[] => [
    ...(index > 0 || text.length > 0 ? ['\n'] : []),
    '📎 ',
    attachmentSpan(file, parameters, services),
  ]);
  const detail = [...text, ...files];
  return {
    lead: speaker(one, page, parameters, services),
    facts: [...role, momentText(one.at, at, parameters.timeZone, services)],
    detail: detail.length > 0 ? detail : t('talk.wordless'),
  };
}

/** The raw messages of a page, for `--json`; texts are masked as they are on the card. */
export function messageFigures({ messages }: TranscriptPage, parameters: Parameters): NonNullable<Figures['table']> {
  return {
    columns: ['at', 'from', 'agent', 'text', 'attachments'],
    rows: messages.map(({ at, from, agent, text, attachments }) => [
      at.toISOString(),
      from,
      agent?.id ?? null,
      text === undefined ? null : contactText(text, parameters),
      attachments.length,
    ]),
  };
}
