/** The columns of conversations in a file: stable names (docs/csv.md), each beside the value it takes. */
import { shortName } from '../domain/contact.ts';
import { firstResponseMs, reactionMs, waitMs } from '../domain/durations.ts';
import { handleMs } from '../domain/indicators.ts';
import { HIDDEN, maskText } from '../domain/masking.ts';
import type { ConversationRecord } from '../domain/record.ts';
import type { Cell } from './services.ts';

type Value = (record: ConversationRecord) => Cell;
type Columns = readonly (readonly [name: string, value: Value])[];

/** What is hidden of a contact when masking is on; otherwise everything is as the helpdesk says. */
export interface Hiding {
  name: (text: string | undefined) => Cell;
  number: (text: string | undefined) => Cell;
  text: (text: string | null | undefined) => Cell;
}

const NOTHING_HIDDEN: Hiding = { name: (text) => text, number: (text) => text, text: (text) => text };
/** Most texts have neither a digit nor an @, which is far quicker to see. */
const MAY_TELL = /[\p{Nd}@]/u;
const masked = (text: string): string => (MAY_TELL.test(text) ? maskText(text) : text);
const MASKED: Hiding = {
  // Some helpdesks put a telephone there.
  name: (text) => text && shortName(masked(text)),
  number: (text) => text && HIDDEN,
  text: (text) => text && masked(text),
};

/** What of contacts a file says. */
export function hiding(masked: boolean): Hiding {
  return masked ? MASKED : NOTHING_HIDDEN;
}

function columns({ name, number, text }: Hiding): Columns {
  return [
    ['id', ({ id }) => id],
    ['protocol', ({ protocol }) => protocol],
    ['channel', ({ channel }) => channel],
    ['direction', ({ direction }) => direction],
    ['department_id', ({ department }) => department?.id],
    ['department', ({ department }) => department?.name ?? department?.id],
    ['agent_id', ({ agent }) => agent?.id],
    ['agent', ({ agent }) => agent?.name ?? agent?.id],
    ['state', ({ state }) => state],
    ['contact_name', ({ contact }) => name(contact?.name)],
    ['contact_phone', ({ contact }) => number(contact?.phone)],
    ['contact_email', ({ contact }) => number(contact?.email)],
    ['subject', ({ subject }) => text(subject)],
    ['opened_at', ({ openedAt }) => openedAt],
    ['first_queued_at', ({ firstQueuedAt }) => firstQueuedAt],
    ['first_assigned_at', ({ firstAssignedAt }) => firstAssignedAt],
    ['first_agent_message_at', ({ firstAgentMessageAt }) => firstAgentMessageAt],
    ['contact_replied_at', ({ contactRepliedAt }) => contactRepliedAt],
    ['ended_at', ({ endedAt }) => endedAt],
    ['ended_by', ({ endedBy }) => endedBy],
    ['end_reason', ({ endReason }) => text(endReason)],
    ['wait_ms', waitMs],
    ['first_response_ms', firstResponseMs],
    ['reaction_ms', reactionMs],
    ['handle_ms', handleMs],
    ['transfers', ({ transfers }) => transfers],
    ['score', ({ rating }) => rating?.score],
    ['comment', ({ rating }) => text(rating?.comment)],
    ['rated_at', ({ rating }) => rating?.at],
    ['url', ({ url }) => url],
  ];
}

const PLAIN = columns(NOTHING_HIDDEN);
const HIDING = columns(MASKED);

/** Every conversation's columns, in their order. */
export const CONVERSATION_COLUMNS: readonly string[] = PLAIN.map(([name]) => name);

/** The fields of one conversation, and `last` behind them. */
export function conversationCells(masked: boolean, ...last: readonly Cell[]): (record: ConversationRecord) => Cell[] {
  const values = (masked ? HIDING : PLAIN).map(([, value]) => value);
  return (record) => {
    const cells: Cell[] = [];
    for (const value of values) cells.push(value(record));
    for (const cell of last) cells.push(cell);
    return cells;
  };
}
