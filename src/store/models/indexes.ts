/** Every collection's indexes beside `_id`; the names used by the queries' hints stand here. */
import type { IndexDefinition, IndexOptions } from 'mongoose';

type Index = [IndexDefinition, IndexOptions & { name: string }];

const LIVE = { partialFilterExpression: { live: true } };
/** Deliveries with something left to do. */
const OPEN = { partialFilterExpression: { state: { $in: ['waiting', 'sending'] } } };

/** Collections and their indexes beside `_id`. */
export const INDEXES: Record<string, Index[]> = {
  events: [
    [{ 'conversation.id': 1 }, { name: 'by_conversation', partialFilterExpression: { 'conversation.id': { $exists: true } } }],
    [
      { 'agent.id': 1, occurredAt: -1 },
      { name: 'presence', partialFilterExpression: { type: 'agent.presence' } },
    ],
    [
      { 'agent.id': 1, presence: 1, occurredAt: 1 },
      { name: 'presence_kinds', partialFilterExpression: { type: 'agent.presence' } },
    ],
  ],
  messages: [[{ 'conversation.id': 1, occurredAt: 1 }, { name: 'by_conversation' }]],
  conversations: [
    [
      // All that the real-time figures and counts need: they are read often, and from here alone.
      { live: 1, startedAt: 1, lastAt: 1, _id: 1, openedAt: 1, channel: 1, state: 1, standing: 1 },
      { name: 'live_standing', ...LIVE },
    ],
    // Everything that the day's counts need, so that they read no documents.
    [{ endedAt: 1, startedAt: 1, lastAt: 1, channel: 1, state: 1, openedAt: 1 }, { name: 'ended_on' }],
    [{ lastAt: 1, startedAt: 1 }, { name: 'moved' }],
    // State, channel and department ride along, so that searches by them read no documents.
    [{ openedAt: 1, _id: 1, state: 1, channel: 1, 'department.id': 1 }, { name: 'opened' }],
    [{ 'agent.id': 1, openedAt: 1, _id: 1 }, { name: 'agent' }],
    [
      { direction: 1, openedAt: 1, _id: 1 },
      { name: 'outbound', partialFilterExpression: { direction: 'outbound' } },
    ],
    [{ 'contact.id': 1 }, { name: 'contact_id', sparse: true }],
    [{ 'contact.phone': 1 }, { name: 'contact_phone', sparse: true }],
    [{ 'contact.email': 1 }, { name: 'contact_email', sparse: true }],
    [{ hours: 1 }, { name: 'hours' }],
    [{ protocol: 1 }, { name: 'protocol', sparse: true }],
    [{ 'department.id': 1, 'agent.id': 1 }, { name: 'members' }],
  ],
  rollups: [],
  stale: [],
  coverage: [],
  openHours: [],
  agents: [],
  departments: [],
  intake: [[{ at: 1 }, { name: 'age' }]],
  configurations: [],
  people: [],
  settings: [],
  drafts: [[{ expiresAt: 1 }, { name: 'expiry' }]],
  audit: [
    [{ at: -1, _id: -1 }, { name: 'latest' }],
    [{ what: 1, at: -1, _id: -1 }, { name: 'subject' }],
  ],
  files: [[{ expiresAt: 1 }, { name: 'expiry' }]],
  exports: [[{ expiresAt: 1 }, { name: 'expiry' }]],
  seen: [[{ expiresAt: 1 }, { name: 'expiry' }]],
  references: [],
  leases: [[{ until: 1 }, { name: 'until' }]],
  alerts: [],
  incidents: [
    [{ startedAt: -1, _id: -1 }, { name: 'latest' }],
    [{ rule: 1, startedAt: -1, _id: -1 }, { name: 'rule' }],
    [{ 'messages.key': 1 }, { name: 'message' }],
    [{ endedAt: 1 }, { name: 'ended' }],
  ],
  samples: [[{ at: 1 }, { name: 'at' }]],
  deliveries: [
    [
      { nextAt: 1, target: 1, step: 1 },
      { name: 'due', ...OPEN },
    ],
    [
      { target: 1, step: -1, order: 1 },
      { name: 'lane', ...OPEN },
    ],
    [
      { step: 1, plannedAt: 1 },
      { name: 'depth', ...OPEN },
    ],
    [{ failedAt: -1 }, { name: 'failed', partialFilterExpression: { state: 'failed' } }],
    [{ plannedAt: 1 }, { name: 'doubtful', partialFilterExpression: { doubtful: { $gt: 0 } } }],
    [{ plannedAt: 1, state: 1 }, { name: 'age' }],
  ],
  pauses: [[{ until: 1 }, { name: 'until' }]],
  jobRuns: [],
  progress: [],
};

/** Indexes of earlier versions, which another one has replaced. */
export const OBSOLETE: readonly { collection: string; index: string }[] = [
  { collection: 'conversations', index: 'ended' },
  { collection: 'conversations', index: 'live' },
  { collection: 'conversations', index: 'live_now' },
  { collection: 'people', index: 'role' },
  { collection: 'audit', index: 'newest' },
];
