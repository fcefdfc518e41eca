/** Schedules and times of digests as people read and write them. */
import { calendarOf, type Digest } from '../../domain/digest.ts';
import { nextDue } from '../../domain/due.ts';
import type { Parameters } from '../../domain/parameters.ts';
import { readSchedule, type Schedule, scheduleTold } from '../../domain/schedule.ts';
import type { Services } from '../services.ts';

type Words = Pick<Services, 't' | 'format'>;

/** Runs that a form shows. */
const SHOWN = 3;

function told(schedule: Schedule, { t, format }: Words): string {
  return scheduleTold(schedule, {
    weekday: format.weekday,
    everyDay: t('digest.schedule.daily'),
    monthDay: (day) => t('digest.schedule.day', { day }),
    lastDay: t('digest.schedule.last'),
    join: format.join,
  });
}

/** `Mon-Fri 08:00 and 18:30` in the language's words, which can be typed again; a text that is none as it stands. */
export function scheduleWords(text: string, words: Words): string {
  const schedule = readSchedule(text);
  return schedule ? told(schedule, words) : text;
}

/** When it is due next, at most so many times; none for a schedule that is none, or never comes. */
export function nextRuns(
  digest: Pick<Digest, 'schedule' | 'timeZone' | 'businessDays'>,
  after: Date,
  count: number,
  parameters: Parameters,
): Date[] {
  const schedule = readSchedule(digest.schedule);
  return schedule ? nextDue(schedule, after, count, calendarOf(digest, parameters)) : [];
}

/** The next runs, one a line, in the zone of the digest. */
export function nextRunsText(
  digest: Pick<Digest, 'schedule' | 'timeZone' | 'businessDays'>,
  after: Date,
  parameters: Parameters,
  { t, format }: Words,
): string {
  const zone = digest.timeZone ?? parameters.timeZone;
  const runs = nextRuns(digest, after, SHOWN, parameters);
  if (runs.length === 0) return t('digest.next.never');
  return [t('digest.next.runs', { zone: format.zone(zone) }), ...runs.map((run) => `• ${format.moment(run, zone)}`)].join('\n');
}
