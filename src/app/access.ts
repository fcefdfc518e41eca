/** Who may do what: a role includes those before it. */
import { ROLES, type Role } from '../domain/configuration.ts';

export { ROLES, type Role };

/** Whether `role` includes what `needed` may do; someone without a role may do nothing. */
export function mayAct(role: Role | null, needed: Role): boolean {
  return role !== null && ROLES.indexOf(role) >= ROLES.indexOf(needed);
}
