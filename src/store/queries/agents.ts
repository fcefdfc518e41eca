/** Linked agents and departments at an instant. */
import type { Named } from '../../domain/events.ts';
import type { AgentPresence } from '../../domain/indicators.ts';
import type { Store } from '../connect.ts';
import type { AgentDoc, DepartmentDoc } from '../models/models.ts';

/** A desk's people come in one reply. */
const BATCH = 1_000;

/** Until the first is linked, everyone known from events counts as linked. */
function linkedOf<Doc extends AgentDoc | DepartmentDoc>(documents: Doc[]): Doc[] {
  const linked = documents.filter((one) => one.linked === true);
  return linked.length > 0 ? linked : documents.filter((one) => one.active !== false);
}

/** The linked agents with their presence at `at`; null where none was ever reported. */
export async function agentsAt(store: Store, at: Date, defaultLimit: number): Promise<AgentPresence[]> {
  const known = await store.agents.find({ firstSeenAt: { $lte: at } }, { batchSize: BATCH }).toArray();
  return Promise.all(
    linkedOf(known).map(async (agent) => ({
      id: agent._id,
      presence: (await presenceAt(store, agent, at)) ?? null,
      limit: agent.limit ?? defaultLimit,
    })),
  );
}

async function presenceAt(store: Store, agent: AgentDoc, at: Date): Promise<AgentDoc['presence']> {
  if (!agent.presenceAt || agent.presenceAt <= at) return agent.presence;
  const [latest] = await store.events
    .find({ type: 'agent.presence', 'agent.id': agent._id, occurredAt: { $lte: at } } as never, { hint: 'presence' })
    .sort({ occurredAt: -1, _id: -1 })
    .limit(1)
    .toArray();
  return (latest as { presence?: AgentDoc['presence'] } | undefined)?.presence;
}

/** Whoever serves or has served a department, by an index that answers from its keys alone. */
export async function membersOf(store: Store, department: string): Promise<Set<string>> {
  const ids: unknown[] = await store.conversations.distinct('agent.id', { 'department.id': department });
  return new Set(ids.filter((id): id is string => typeof id === 'string'));
}

/** The linked departments by name. */
export async function departments(store: Store): Promise<Named[]> {
  return byName(await store.departments.find({}, { batchSize: BATCH }).toArray());
}

/** The linked agents by name. */
export async function agentNames(store: Store): Promise<Named[]> {
  return byName(await store.agents.find({}, { batchSize: BATCH }).toArray());
}

function byName(documents: AgentDoc[] | DepartmentDoc[]): Named[] {
  return linkedOf<AgentDoc | DepartmentDoc>(documents)
    .map(({ _id, name }) => ({ id: _id, name: name ?? _id }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** The newest names by id, for rows whose events carried none. */
export async function names(store: Store): Promise<{ agents: Map<string, string>; departments: Map<string, string> }> {
  const [agents, known] = await Promise.all([
    store.agents.find({}, { projection: { name: 1 }, batchSize: BATCH }).toArray(),
    store.departments.find({}, { projection: { name: 1 }, batchSize: BATCH }).toArray(),
  ]);
  const byId = (documents: { _id: string; name?: string }[]): Map<string, string> =>
    new Map(documents.flatMap(({ _id, name }) => (name ? [[_id, name]] : [])));
  return { agents: byId(agents), departments: byId(known) };
}
