/** Agents and departments as events tell of them: each field is a register that the latest event wins, whatever the order of arrival. */
import type mongoose from 'mongoose';
import { type HelpdeskEvent, type Named, orderKey } from '../domain/events.ts';

type Operation = mongoose.mongo.AnyBulkWriteOperation;
type Fields = Record<string, unknown>;

/** A sighting of somebody: when, in which event, and what it says of them. */
interface Sighting {
  id: string;
  at: Date;
  key: string;
  fields: Fields;
}

function namesOf(named: Named | undefined): Fields {
  return named?.name === undefined ? {} : { name: named.name };
}

/** What an event says of agents. */
function agentSightings(event: HelpdeskEvent): Sighting[] {
  const agent = event.type === 'conversation.opened' ? event.conversation.agent : 'agent' in event ? event.agent : undefined;
  if (!agent) return [];
  const fields = namesOf(agent);
  if (event.type === 'agent.presence') Object.assign(fields, { presence: event.presence, presenceAt: event.occurredAt });
  if (event.type === 'agent.updated') {
    for (const name of ['email', 'active'] as const) if (event.agent[name] !== undefined) fields[name] = event.agent[name];
  }
  return [{ id: agent.id, at: event.occurredAt, key: orderKey(event), fields }];
}

/** What an event says of departments. */
function departmentSightings(event: HelpdeskEvent): Sighting[] {
  const department =
    event.type === 'conversation.opened' ? event.conversation.department : 'department' in event ? event.department : undefined;
  if (!department) return [];
  const fields = namesOf(department);
  if (event.type === 'department.updated' && event.department.active !== undefined) fields['active'] = event.department.active;
  return [{ id: department.id, at: event.occurredAt, key: orderKey(event), fields }];
}

interface Register {
  key: string;
  value: unknown;
}

/** The newest value of each field, and the earliest instant, by id. */
function newest(sightings: Sighting[]): Map<string, { at: Date; registers: Map<string, Register> }> {
  const found = new Map<string, { at: Date; registers: Map<string, Register> }>();
  for (const { id, at, key, fields } of sightings) {
    const known = found.get(id) ?? { at, registers: new Map<string, Register>() };
    if (at < known.at) known.at = at;
    for (const [field, value] of Object.entries(fields)) {
      const before = known.registers.get(field);
      if (!before || before.key < key) known.registers.set(field, { key, value });
    }
    found.set(id, known);
  }
  return found;
}

/** Upserts that set a field only where the event is newer than the one it came from; safe in any order and repetition. */
function operations(sightings: Sighting[]): Operation[] {
  return [...newest(sightings)].map(([id, { at, registers }]) => {
    const set: Fields = { firstSeenAt: { $min: ['$firstSeenAt', at] } };
    for (const [field, { key, value }] of registers) {
      const wins = { $gt: [{ $literal: key }, { $ifNull: [`$keys.${field}`, ''] }] };
      set[field] = { $cond: [wins, { $literal: value }, `$${field}`] };
      set[`keys.${field}`] = { $cond: [wins, { $literal: key }, `$keys.${field}`] };
    }
    return { updateOne: { filter: { _id: id } as never, update: [{ $set: set }], upsert: true } };
  });
}

/** The updates of both collections for a batch of events. */
export function directoryUpdates(events: readonly HelpdeskEvent[]): { agents: Operation[]; departments: Operation[] } {
  return { agents: operations(events.flatMap(agentSightings)), departments: operations(events.flatMap(departmentSightings)) };
}
