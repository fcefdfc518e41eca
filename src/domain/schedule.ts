/**
 * When a digest is due: `mon-fri 08:00, mon-fri 18:30`, in a zone. A time that does not exist on a day (clocks are set forward) is due at
 * the first moment after the gap; one that comes twice (clocks are set back) is due the first time alone.
 */
import { clock } from './hours.ts';
import { cronEntries } from './schedule-cron.ts';
import { type Entry, inOrder, LAST_DAY } from './schedule-entries.ts';
import { wordEntries } from './schedule-words.ts';

/** Entries in order, at least one. */
export type Schedule = readonly Entry[];

/** Longer texts are not even looked at. */
const LONGEST_TEXT = 1_000;

/** The schedule that a text tells, in words or as a cron expression; undefined for a text that is none. */
export function readSchedule(text: string): Schedule | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  const entries = cronEntries(text) ?? wordEntries(text);
  return entries && entries.length > 0 ? inOrder(entries) : undefined;
}

/** The schedule that a text tells, in one wording; undefined for a text that is none. */
export function scheduleOf(text: string): string | undefined {
  const schedule = readSchedule(text);
  return schedule && scheduleText(schedule);
}

/** The words around days and times, in a language that `readSchedule` knows. */
export interface ScheduleWords {
  /** Of an ISO weekday, 1 (Monday) – 7. */
  weekday: (weekday: number) => string;
  everyDay: string;
  monthDay: (day: number) => string;
  lastDay: string;
  join: (times: string[]) => string;
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const CANONICAL: ScheduleWords = {
  weekday: (weekday) => WEEKDAYS[weekday - 1] ?? '',
  everyDay: 'every day',
  monthDay: (day) => `day ${day}`,
  lastDay: 'last day',
  join: (times) => times.join(', '),
};

/** Each time with its days: `mon-fri 08:00, mon-fri 18:30`. */
export function scheduleText(schedule: Schedule): string {
  return groupsOf(schedule)
    .flatMap(({ days, minutes }) => days.flatMap((run) => minutes.map((minute) => ({ run, minute }))))
    .sort((a, b) => placeOf(a.run) - placeOf(b.run) || a.minute - b.minute)
    .map(({ run, minute }) => `${runText(run, CANONICAL)} ${clock(minute)}`)
    .join(', ');
}

/** For people, times of the same days together: `mon-fri 08:00 and 18:30; sat 09:00`. `readSchedule` reads it back. */
export function scheduleTold(schedule: Schedule, words: ScheduleWords): string {
  const first = ({ days: [run] }: Group): number => (run ? placeOf(run) : 0);
  return groupsOf(schedule)
    .sort((a, b) => first(a) - first(b))
    .map(({ days, minutes }) => `${days.map((run) => runText(run, words)).join(', ')} ${words.join(minutes.map(clock))}`)
    .join('; ');
}

/** Days in a row; of the month each alone. */
interface Run extends Pick<Entry, 'kind'> {
  first: number;
  last: number;
}

/** Times that have the same days. */
interface Group {
  days: Run[];
  minutes: number[];
}

function groupsOf(schedule: Schedule): Group[] {
  return (['week', 'month'] as const).flatMap((kind) => {
    const days = new Map<number, number[]>();
    for (const { day, minute } of schedule.filter((entry) => entry.kind === kind)) days.set(minute, [...(days.get(minute) ?? []), day]);
    const groups = new Map<string, Group>();
    for (const [minute, on] of [...days].sort(([a], [b]) => a - b)) {
      const same = groups.get(on.join()) ?? { days: runsOf(kind, on), minutes: [] };
      groups.set(on.join(), { ...same, minutes: [...same.minutes, minute] });
    }
    return [...groups.values()];
  });
}

function runsOf(kind: Entry['kind'], days: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (kind === 'week' && last && last.last === day - 1) last.last = day;
    else runs.push({ kind, first: day, last: day });
  }
  return runs;
}

/** Earlier days first, of those that begin together the longer row; days of the month behind the week, the last one last. */
function placeOf({ kind, first, last }: Run): number {
  if (kind === 'week') return first - (last - first) / 10;
  return first === LAST_DAY ? 100 : 10 + first;
}

function runText({ kind, first, last }: Run, words: ScheduleWords): string {
  if (kind === 'month') return first === LAST_DAY ? words.lastDay : words.monthDay(first);
  if (first === 0 && last === 6) return words.everyDay;
  return first === last ? words.weekday(first + 1) : `${words.weekday(first + 1)}-${words.weekday(last + 1)}`;
}
