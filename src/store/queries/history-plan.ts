/** How a search is read: which index leads, what of it is checked row by row, and what is small enough to be sorted here. */
import { fits, type HistoryFilter, type HistoryRow, outcomeOf, phoneSpellings, protocolSpellings, wordsOf } from '../../domain/history.ts';
import type { Store } from '../connect.ts';
import type { Folded } from './asof.ts';

/** What a row needs of its document. */
export const ROW = {
  channel: 1,
  direction: 1,
  state: 1,
  department: 1,
  agent: 1,
  protocol: 1,
  contact: 1,
  subject: 1,
  url: 1,
  openedAt: 1,
  firstAssignedAt: 1,
  endedAt: 1,
} as const;

/** The part of a search that the database walks, newest first. */
export interface Walk {
  /** The index that leads. */
  hint: string;
  /** What the index seeks beside the instant of opening. */
  seek: object;
  opened: { $gte?: Date; $lt?: Date; $lte: Date };
  /** Checked row by row; null where the index knows everything. */
  residual: { $and?: object[]; [condition: string]: unknown } | null;
  /** The residual is answered by the index's keys, without reading documents. */
  covered: boolean;
  /** One contact's or one protocol's: read whole. */
  small: boolean;
}

export interface Plan {
  walk: Walk | null;
  /** Conversations beside the walk's, all of them. */
  memory: Key[];
  /** Those of them that have moved since, as they stood. */
  moved: Moved[];
}

/** A row's place in the order. */
export type Key = Pick<HistoryRow, 'openedAt' | 'id'>;
export type Moved = HistoryRow & { replied: boolean };

export interface Moment {
  at: Date;
  dayStart: Date;
  /** As they stood at `at`; the walk leaves them out. */
  moved: Folded[];
}

/** What a search for a protocol or a contact comes down to. */
interface Found {
  field: 'protocol' | 'contact.phone' | 'contact.email' | 'contact.id' | '_id';
  hint: string;
  values: string[];
}

const LIVE_STATES = ['triage', 'queued', 'in_service'];
/** The index `opened` carries these. */
const COVERED = ['state', 'channel', 'department.id'];

/** Plans a search over the conversations as of a moment. */
export async function planOf(store: Store, filter: HistoryFilter, moment: Moment): Promise<Plan> {
  const found = filter.find === undefined ? undefined : await findOut(store, filter.find);
  if (found === null) return { walk: null, memory: [], moved: [] };
  const moved = moment.moved.filter((one) => inSet(one, filter, moment) && suits(one, filter, found));
  const standingBy = found ? [] : await standing(store, filter, moment);
  return { walk: walkOf(filter, moment, found), memory: [...standingBy, ...moved], moved: moved.map(rowOf) };
}

/** A protocol first, then a contact's telephone, e-mail or id, then a conversation's id; null when nothing is called so. */
async function findOut(store: Store, typed: string): Promise<Found | null> {
  const exact = [...new Set([typed.trim(), typed.trim().toLowerCase()])];
  const ways: Found[] = [
    { field: 'protocol', hint: 'protocol', values: protocolSpellings(typed) },
    { field: 'contact.phone', hint: 'contact_phone', values: phoneSpellings(typed) },
    { field: 'contact.email', hint: 'contact_email', values: typed.includes('@') ? exact : [] },
    { field: 'contact.id', hint: 'contact_id', values: exact },
    { field: '_id', hint: '_id_', values: exact },
  ];
  for (const way of ways.filter(({ values }) => values.length > 0)) {
    const one = await store.conversations.findOne({ [way.field]: { $in: way.values } }, { projection: { _id: 1 }, hint: way.hint });
    if (one) return way;
  }
  return null;
}

function inSet(one: Folded, { day }: HistoryFilter, { at, dayStart }: Moment): boolean {
  if (one.openedAt > at) return false;
  if (!day) return true;
  const live = one.endedAt === null || LIVE_STATES.includes(one.state);
  return (live || (one.endedAt !== null && one.endedAt >= dayStart)) && (day === 'all' || one.openedAt < dayStart);
}

function suits(one: Folded, filter: HistoryFilter, found: Found | undefined): boolean {
  const isFound = !found || found.values.includes(String(valueOf(one, found.field)));
  return isFound && fits(one, filter) && (!filter.outcome || outcomeOf(one, one.replied) === filter.outcome);
}

function valueOf({ id, protocol, contact }: Folded, field: Found['field']): string | undefined {
  switch (field) {
    case 'protocol':
      return protocol;
    case 'contact.phone':
      return contact?.phone;
    case 'contact.email':
      return contact?.email;
    case 'contact.id':
      return contact?.id;
    case '_id':
      return id;
  }
}

function rowOf({ id, replied, ...one }: Folded): Moved {
  const { channel, direction, state, department, agent, protocol, contact, subject, url, openedAt, firstAssignedAt, endedAt } = one;
  return { id, channel, direction, state, department, agent, protocol, contact, subject, url, openedAt, firstAssignedAt, endedAt, replied };
}

/** Live ones by state, and those carried into the day: as many as the desk holds at a time, whatever the history. */
async function standing(store: Store, filter: HistoryFilter, { at, dayStart }: Moment): Promise<Key[]> {
  const isLive = filter.state !== undefined && LIVE_STATES.includes(filter.state);
  if (!filter.day && (!isLive || filter.outcome)) return [];
  const settled = {
    startedAt: { $lte: at },
    lastAt: { $lte: at },
    ...checks(filter),
    ...(filter.direction && { direction: filter.direction }),
  };
  const carried = { $lt: dayStart };
  const read = async (query: object, hint: string): Promise<Key[]> => {
    const documents = await store.conversations.find(query, { projection: { openedAt: 1 }, hint, batchSize: 5_000 }).toArray();
    return documents.map(({ _id, openedAt }) => ({ id: _id, openedAt }));
  };
  const live =
    isLive || !filter.state
      ? read({ live: true, ...settled, ...opened(filter, isLive && filter.day !== 'carried' ? {} : carried) }, 'live_standing')
      : [];
  const ended =
    filter.day && !isLive
      ? read({ endedAt: { $gte: dayStart }, ...settled, startedAt: { $lt: dayStart }, ...opened(filter, carried) }, 'ended_on')
      : [];
  return (await Promise.all([live, ended])).flat();
}

function opened({ from, to }: HistoryFilter, more: { $lt?: Date }): object {
  const bounds = [from && { openedAt: { $gte: from } }, to && { openedAt: { $lt: to } }, more.$lt && { openedAt: more }].filter(Boolean);
  return bounds.length > 0 ? { $and: bounds } : {};
}

/** What the index does not seek, as conditions on documents; empty for none. */
function checks({ state, channel, department, agents, text, outcome }: HistoryFilter, seeksAgents = false): Record<string, unknown> {
  return {
    ...(state && { state }),
    ...(channel && { channel }),
    ...(department !== undefined && { 'department.id': department }),
    ...(!seeksAgents && agents && agents.length > 0 && { 'agent.id': { $in: [...agents] } }),
    ...(text && wordsOf(text).length > 0 && { $and: wordsOf(text).map(hasWord) }),
    ...(outcome && { $expr: outcomeIs(outcome) }),
  };
}

function hasWord(word: string): object {
  const pattern = { $regex: spelled(word), $options: 'i' };
  return { $or: [{ subject: pattern }, { 'contact.name': pattern }] };
}

const ACCENTS: Record<string, string> = { a: 'aáàâãä', c: 'cç', e: 'eéèêë', i: 'iíìîï', n: 'nñ', o: 'oóòôõö', u: 'uúùûü' };

/** A pattern of the word as written with or without accents, also with marks of their own. */
function spelled(word: string): string {
  return [...word]
    .map((letter) => (ACCENTS[letter] ? `[${ACCENTS[letter]}]\\p{Mn}?` : letter.replaceAll(/[^\p{L}\p{N}]/gu, '\\$&')))
    .join('');
}

/** Whether the contact has ever written; of a timeline that was cut, what else tells of it. */
export const REPLIED = {
  $or: [
    { $in: ['contact', { $ifNull: ['$timeline.from', []] }] },
    { $ne: [{ $ifNull: ['$contactRepliedAt', null] }, null] },
    { $eq: ['$lastMessageFrom', 'contact'] },
  ],
};

/** The database's words for `outcomeOf`. */
export const OUTCOME = {
  $cond: [
    { $in: ['$state', ['closed', 'cancelled']] },
    '$state',
    { $cond: [REPLIED, { $cond: [{ $eq: ['$state', 'in_service'] }, 'in_service', 'answered'] }, 'waiting'] },
  ],
};

function outcomeIs(outcome: string): object {
  return { $eq: [OUTCOME, outcome] };
}

function walkOf(filter: HistoryFilter, { at, dayStart, moved }: Moment, found: Found | undefined): Walk | null {
  const { day, state, outcome } = filter;
  const opened = { ...(filter.from && { $gte: filter.from }), ...(filter.to && { $lt: filter.to }), $lte: at };
  if (!found && !outcome && state && LIVE_STATES.includes(state)) return null;
  if (!found && day === 'carried') return null;
  if (day && (!opened.$gte || opened.$gte < dayStart)) opened.$gte = dayStart;
  const lead = leadOf(filter, found);
  const settled = moved.length > 0 ? { lastAt: { $lte: at } } : {};
  const residual = {
    ...settled,
    ...checks(filter, lead.hint === 'agent'),
    ...(found && filter.direction && { direction: filter.direction }),
  };
  const names = Object.keys(residual);
  return {
    ...lead,
    opened,
    residual: names.length > 0 ? residual : null,
    covered: lead.hint === 'opened' && names.every((name) => COVERED.includes(name)),
    small: found !== undefined,
  };
}

function leadOf({ agents, direction }: HistoryFilter, found: Found | undefined): Pick<Walk, 'hint' | 'seek'> {
  if (found) return { hint: found.hint, seek: { [found.field]: { $in: found.values } } };
  if (direction === 'outbound') return { hint: 'outbound', seek: { direction } };
  if (agents && agents.length > 0) return { hint: 'agent', seek: { 'agent.id': { $in: [...agents] } } };
  return { hint: 'opened', seek: {} };
}
