/** Linked agents and departments at an instant. */
import type { DirectoryEvent, Named, Presence } from '../../domain/events.ts';
import type { AgentPresence } from '../../domain/indicators.ts';
import { limited, type Limits, limitsOf, NO_RULES, type Rules } from '../../domain/limits.ts';
import type { Store } from '../connect.ts';
import type { AgentDoc, DepartmentDoc } from '../models/models.ts';

/** A desk's people come in one reply. */
const BATCH = 1_000;

/** Until the first is linked, everyone known from events counts as linked. */
function linkedOf<Doc extends AgentDoc | DepartmentDoc>(documents: Doc[], linked: readonly { id: string }[]): Doc[] {
  if (linked.length === 0) return documents.filter((one) => one.active !== false);
  const ids = new Set(linked.map(({ id }) => id));
  return documents.filter(({ _id }) => ids.has(_id));
}

const activeOf = ({ departments: known }: Rules): Rules['departments'] => known.filter(({ active }) => active);

/** The linked agents with their presence at `at` (null where none was ever reported) and their limit over the whole desk. */
export async function agentsAt(store: Store, at: Date, { rules, limits }: Pick<Ruling, 'rules' | 'limits'>): Promise<AgentPresence[]> {
  return Promise.all(
    (await linkedAgents(store, at, rules)).map(async (agent) => ({
      id: agent._id,
      presence: (await presenceAt(store, agent, at)) ?? null,
      limit: limits.of(agent._id, null),
    })),
  );
}

/** The linked agents that were known by `at`. */
export async function linkedAgents(store: Store, at: Date, { agents }: Pick<Rules, 'agents'>): Promise<AgentDoc[]> {
  return linkedOf(await store.agents.find({ firstSeenAt: { $lte: at } }, { batchSize: BATCH }).toArray(), agents);
}

/** Who belongs where and how much each takes. */
export interface Ruling {
  rules: Rules;
  limits: Limits;
}

/** Reads who belongs to the departments that decide over limits, and only that. */
export async function rulingOf(store: Store, rules: Rules, defaultLimit: number): Promise<Ruling> {
  const members = new Map(
    await Promise.all(limited(rules.departments).map(async ({ id }) => [id, await membersOf(store, id, rules)] as const)),
  );
  return { rules, limits: limitsOf(rules, defaultLimit, (department) => members.get(department) ?? NOBODY) };
}

const NOBODY: ReadonlySet<string> = new Set();

/** What was last reported of an agent by `at`. */
export async function presenceAt(store: Store, agent: AgentDoc, at: Date): Promise<AgentDoc['presence']> {
  return (await reportAt(store, agent, at))?.presence;
}

async function reportAt(store: Store, agent: AgentDoc, at: Date): Promise<Pick<AgentDoc, 'presence' | 'presenceAt'> | undefined> {
  if (!agent.presenceAt || agent.presenceAt <= at) return agent;
  const [latest] = await store.events
    .find({ type: 'agent.presence', 'agent.id': agent._id, occurredAt: { $lte: at } } as never, { hint: 'presence' })
    .sort({ occurredAt: -1, _id: -1 })
    .limit(1)
    .toArray();
  return latest && { ...latest, presenceAt: latest.occurredAt };
}

/** When the presence of anyone was last reported by `at`; null: never. */
export async function presenceHeard(store: Store, at: Date): Promise<Date | null> {
  const agents = await store.agents.find({ presenceAt: { $exists: true } }, { batchSize: BATCH }).toArray();
  const reports = await Promise.all(agents.map((agent) => reportAt(store, agent, at)));
  const instants = reports.flatMap((report) => report?.presenceAt?.getTime() ?? []);
  return instants.length > 0 ? new Date(Math.max(...instants)) : null;
}

/** Reports of presence in (after, until], everybody's with null, oldest first; of the same instant the one that counts comes last. */
export async function reportsBetween(
  store: Store,
  agents: readonly string[] | null,
  after: Date,
  until: Date,
): Promise<{ agent: string; presence: Presence; at: Date }[]> {
  const ids = agents ?? (await store.agents.find({}, { projection: { _id: 1 }, batchSize: BATCH }).toArray()).map(({ _id }) => _id);
  const filter = { type: 'agent.presence', 'agent.id': { $in: ids }, occurredAt: { $gt: after, $lte: until } };
  const found = await store.events
    .find(filter as never, { hint: 'presence', batchSize: BATCH })
    .sort({ occurredAt: 1, _id: 1 })
    .toArray();
  return (found as unknown as Extract<DirectoryEvent, { type: 'agent.presence' }>[]).map(({ agent, presence, occurredAt }) => ({
    agent: agent.id,
    presence,
    at: occurredAt,
  }));
}

/** The configured members of a department; without any, whoever has served it, by an index that answers from its keys alone. */
export async function membersOf(store: Store, department: string, { departments: known }: Rules = NO_RULES): Promise<Set<string>> {
  const configured = known.find(({ id }) => id === department)?.members;
  if (configured) return new Set(configured);
  const ids: unknown[] = await store.conversations.distinct('agent.id', { 'department.id': department });
  return new Set(ids.filter((id): id is string => typeof id === 'string'));
}

/** The linked departments by name. */
export async function departments(store: Store, rules: Rules): Promise<Named[]> {
  return byName(linkedOf(await store.departments.find({}, { batchSize: BATCH }).toArray(), activeOf(rules)));
}

/** The linked agents by name. */
export async function agentNames(store: Store, rules: Rules): Promise<Named[]> {
  return byName(linkedOf(await store.agents.find({}, { batchSize: BATCH }).toArray(), rules.agents));
}

function byName(documents: (AgentDoc | DepartmentDoc)[]): Named[] {
  return documents.map(({ _id, name }) => ({ id: _id, name: name ?? _id })).sort((a, b) => a.name.localeCompare(b.name));
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
