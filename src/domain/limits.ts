/** How many conversations an agent takes at once: none where the department takes none, else the agent's own limit, else the department's, else the default. */
import type { AgentSetting, Configuration, DepartmentSetting } from './configuration.ts';

/** What of the configuration decides who counts and how much they take. */
export type Rules = Pick<Configuration, 'agents' | 'departments'>;

export const NO_RULES: Rules = { agents: [], departments: [] };

export interface Limits {
  /** Within a department; null: over the whole desk, where the largest of an agent's departments holds. */
  of: (agent: string, department: string | null) => number;
}

/** @param members who belongs to one of the departments that `limited` names */
export function limitsOf(
  { agents, departments }: Rules,
  defaultLimit: number,
  members: (department: string) => ReadonlySet<string>,
): Limits {
  const own = new Map(agents.map((one: AgentSetting) => [one.id, one.limit]));
  const deciding = limited(departments);
  const ofDepartment = new Map(deciding.map(({ id, limit }: DepartmentSetting) => [id, limit]));
  return {
    of: (agent, department) => {
      if (department !== null && ofDepartment.get(department) === 0) return 0;
      const alone = own.get(agent) ?? null;
      if (alone !== null) return alone;
      if (department !== null) return ofDepartment.get(department) ?? defaultLimit;
      const theirs = deciding.filter(({ id }) => members(id).has(agent)).map(({ limit }) => limit ?? defaultLimit);
      return theirs.length > 0 ? Math.max(...theirs) : defaultLimit;
    },
  };
}

/** The departments that decide over limits: all active ones as soon as one has a limit of its own, else none. */
export function limited(departments: readonly DepartmentSetting[]): DepartmentSetting[] {
  const active = departments.filter((one) => one.active);
  return active.some(({ limit }) => limit !== null) ? active : [];
}
