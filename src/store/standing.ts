/**
 * What the real-time figures need of a live conversation, packed into one value of its index: an index entry of a dozen fields takes
 * MongoDB three times as long to read as one of a single value, and every answer about now reads all live ones.
 */
import type { LiveConversation } from '../domain/indicators.ts';
import type { Conversation } from '../domain/conversation.ts';

/** Departments and agents by id alone; their names are looked up. */
export type Standing = LiveConversation & Pick<Conversation, 'channel' | 'department'> & { id: string };

type Packed = [
  id: string,
  channel: Standing['channel'],
  direction: Standing['direction'],
  state: Standing['state'],
  department: string | null,
  agent: string | null,
  openedAt: number,
  queuedAt: number | null,
  firstAgentMessageAt: number | null,
  contactRepliedAt: number | null,
  lastMessageAt: number | null,
  lastMessageFrom: Standing['lastMessageFrom'],
];

const ms = (date: Date | null): number | null => date && date.getTime();
const date = (at: number | null): Date | null => (at === null ? null : new Date(at));
const named = (id: string | null): { id: string } | null => (id === null ? null : { id });

export function packStanding(live: Standing): string {
  const packed: Packed = [
    live.id,
    live.channel,
    live.direction,
    live.state,
    live.department?.id ?? null,
    live.agent?.id ?? null,
    live.openedAt.getTime(),
    ms(live.queuedAt),
    ms(live.firstAgentMessageAt),
    ms(live.contactRepliedAt),
    ms(live.lastMessageAt),
    live.lastMessageFrom,
  ];
  return JSON.stringify(packed);
}

/** Of what `packStanding` gave. */
export function unpackStanding(text: string): Standing {
  const [id, channel, direction, state, department, agent, openedAt, queuedAt, firstAgentMessageAt, contactRepliedAt, lastMessageAt, from] =
    JSON.parse(text) as Packed;
  return {
    id,
    channel,
    direction,
    state,
    department: named(department),
    agent: named(agent),
    openedAt: new Date(openedAt),
    queuedAt: date(queuedAt),
    firstAgentMessageAt: date(firstAgentMessageAt),
    contactRepliedAt: date(contactRepliedAt),
    lastMessageAt: date(lastMessageAt),
    lastMessageFrom: from,
  };
}
