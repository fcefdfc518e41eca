/** Who may do what: `viewer` reads, `supervisor` also acts, acknowledges and exports, `admin` also configures. */
export const ROLES = ['viewer', 'supervisor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Whether `role` includes what `needed` may do; someone without a role may do nothing. */
export function mayAct(role: Role | null, needed: Role): boolean {
  return role !== null && ROLES.indexOf(role) >= ROLES.indexOf(needed);
}
