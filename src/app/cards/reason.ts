/** Why queues stand, in words. */
import type { DepartmentQueue } from '../../domain/desk.ts';
import type { Services } from '../services.ts';

/** `all 4 agents at the limit (3)`, `nobody online`, `3 places free`. */
export function reasonText({ reason }: DepartmentQueue, { t }: Services): string {
  switch (reason.kind) {
    case 'nobody_online':
      return t('reason.nobody');
    case 'unknown':
      return t('reason.unknown');
    case 'at_limit':
      return reason.limit === null
        ? t('reason.limit', { count: reason.agents })
        : t('reason.limit.same', { count: reason.agents, limit: reason.limit });
    case 'free':
      return t('reason.free', { count: reason.places });
  }
}

/** The queue's department in words. */
export function departmentName({ department }: DepartmentQueue, { t }: Services): string {
  return department?.name ?? department?.id ?? t('department.none');
}
