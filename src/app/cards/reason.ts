/** Why queues stand, in words. */
import type { DepartmentQueue } from '../../domain/desk.ts';
import { isOpen, nextOpening } from '../../domain/hours.ts';
import type { Parameters } from '../../domain/parameters.ts';
import { localDate } from '../../domain/periods.ts';
import type { Services } from '../services.ts';

/** `all 4 agents at the limit (3)`, `nobody online`, `outside business hours, opens Mon 08:00`, `3 places free`. */
export function reasonText({ reason }: DepartmentQueue, at: Date, parameters: Parameters, services: Services): string {
  const { t } = services;
  switch (reason.kind) {
    case 'nobody_online':
      return closedText(at, parameters, services) ?? t('reason.nobody');
    case 'unknown':
      return closedText(at, parameters, services) ?? t('reason.unknown');
    case 'takes_none':
      return t('reason.none');
    case 'at_limit':
      return reason.limit === null
        ? t('reason.limit', { count: reason.agents })
        : t('reason.limit.same', { count: reason.agents, limit: reason.limit });
    case 'free':
      return reason.next === undefined
        ? t('reason.free', { count: reason.places })
        : t('reason.free.next', { count: reason.places, agent: reason.next });
  }
}

/** That the desk is closed, and when it opens; undefined while it is open. */
function closedText(at: Date, parameters: Parameters, { t, format }: Services): string | undefined {
  const { timeZone } = parameters;
  if (isOpen(parameters, at, timeZone)) return undefined;
  const opens = nextOpening(parameters, at, timeZone);
  if (!opens) return t('reason.hours');
  const isToday = localDate(opens, timeZone) === localDate(at, timeZone);
  return t('reason.hours.opens', { moment: isToday ? format.clock(opens, timeZone) : format.moment(opens, timeZone) });
}

/** The queue's department in words. */
export function departmentName({ department }: DepartmentQueue, { t }: Services): string {
  return department?.name ?? department?.id ?? t('department.none');
}
