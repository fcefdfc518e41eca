/** The desk as rules look at it: at an instant, whole or in the part that a rule is about. Where it comes from, the store knows. */
import type { AlertRule } from './alert-rule.ts';
import type { Conversation } from './conversation.ts';
import type { Channel } from './events.ts';
import type { AgentPresence, DayCount, LiveConversation } from './indicators.ts';
import type { Limits } from './limits.ts';
import type { DurationName, Measures } from './measures.ts';
import type { Parameters } from './parameters.ts';

/** What a rule is about: null or empty where it is about all. */
export type Scope = Pick<AlertRule, 'department' | 'channel' | 'agents'>;

/** A live conversation with what scopes tell apart. */
export type SceneConversation = LiveConversation & Pick<Conversation, 'channel' | 'department'>;

/** A part of the day's set, with what scopes tell apart. */
export interface DayPart extends DayCount {
  department: string | null;
  agent: string | null;
}

/** (after, until], in ms since 1970: what happens at `until` itself has happened. */
export interface Window {
  after: number;
  until: number;
}

/** What happened in windows, of a scope. */
export interface Measured {
  measures: Measures;
  /** The opened ones by channel. */
  opened: Readonly<Record<Channel, number>>;
}

/** Who there is. */
export interface People {
  /** The linked agents; limits over the whole desk. */
  agents: readonly AgentPresence[];
  /** Ids of the linked departments. */
  departments: ReadonlySet<string>;
  /** Whoever belongs to a department whether serving it now or not. */
  members: (department: string) => ReadonlySet<string>;
  limits: Limits;
}

export interface Scene {
  at: Date;
  parameters: Parameters;
  people: People;
  /** The live conversations of the whole desk. */
  live: readonly SceneConversation[];
  /** Conversations in service by agent. */
  load: () => ReadonlyMap<string, number>;
  /** The day's set, counted. */
  day: (scope: Scope) => readonly DayCount[];
  /** Since when anything is known one by one; null: nothing is. Weeks before it are no weeks to compare with. */
  since: Date | null;
  /** @param spread the durations of which a maximum or percentiles are wanted; those of the others may be missing */
  measured: (scope: Scope, windows: readonly Window[], spread: DurationName | null) => Measured;
  /** The values of a rule's indicator over the window that a forecast looks at, oldest first, up to now. */
  course: (rule: AlertRule) => readonly Moment[];
  /** When the helpdesk's last event happened; null: none ever did. */
  heardAt: Date | null;
  /** When a job last finished, else since when that is known of any job; null: no job ever ran. */
  ranAt: (job: string) => Date | null;
}

/** A value at an instant, ms since 1970. */
export interface Moment {
  at: number;
  value: number;
}

/** Whether something of a channel, department and agent (ids; null or empty for none) is in the scope. */
export function isWithin(scope: Scope, channel: Channel, department: string | null, agent: string | null): boolean {
  return (
    (scope.department === null || scope.department === department) &&
    (scope.channel === null || scope.channel === channel) &&
    (scope.agents.length === 0 || (agent !== null && scope.agents.includes(agent)))
  );
}

/** Whether a conversation is: with the agent it is assigned to. */
export function isConversationWithin(scope: Scope, one: Pick<Conversation, 'channel' | 'department' | 'agent'>): boolean {
  return isWithin(scope, one.channel, one.department?.id ?? null, one.agent?.id ?? null);
}

/** Whether there is what a rule is about: its department, and anyone of its agents. */
export function isKnown({ department, agents }: Scope, people: People): boolean {
  if (department !== null && !people.departments.has(department)) return false;
  return agents.length === 0 || people.agents.some(({ id }) => agents.includes(id));
}

/** The live conversations of a scope. */
export function liveWithin(scope: Scope, { live }: Pick<Scene, 'live'>): readonly SceneConversation[] {
  const { department, channel, agents } = scope;
  if (department === null && channel === null && agents.length === 0) return live;
  return live.filter((one) => isConversationWithin(scope, one));
}

/** The agents of a scope: a department's are its members and whoever serves it now, with their limits there. */
export function agentsWithin({ department, agents: chosen }: Scope, { people, live }: Pick<Scene, 'people' | 'live'>): AgentPresence[] {
  const named = people.agents.filter(({ id }) => chosen.length === 0 || chosen.includes(id));
  if (department === null) return named;
  const members = people.members(department);
  const serving = new Set(live.filter((one) => one.department?.id === department).map(({ agent }) => agent?.id));
  const theirs = named.filter(({ id }) => members.has(id) || serving.has(id));
  return theirs.map((agent) => ({ ...agent, limit: people.limits.of(agent.id, department) }));
}

/** The day's counts of a scope. */
export function dayWithin(scope: Scope, day: readonly DayPart[]): DayCount[] {
  const counts = new Map<string, DayCount>();
  for (const part of day) {
    if (!isWithin(scope, part.channel, part.department, part.agent)) continue;
    const { channel, state, opened, count } = part;
    const key = `${channel} ${state} ${opened}`;
    const known = counts.get(key);
    if (known) known.count += count;
    else counts.set(key, { channel, state, opened, count });
  }
  return [...counts.values()];
}
