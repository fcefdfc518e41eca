/**
 * What the bank's week must raise, worked out from the raw rows alone: nothing of the product is used here. Minute by minute the value of
 * each indicator by its definition in words, and from these the stretches in which a rule fires.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A call, in ms since 1970. */
export interface Call {
  opened: number;
  /** When the contact wrote. */
  asked: number;
  queued: number | null;
  /** When an agent took it, or the contact gave up. */
  served: number;
  answered: boolean;
  /** When the agent closed it. */
  closed: number | null;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Jerusalem in winter. */
const OFFSET = 2 * HOUR;

function clock(text: string): number {
  const [hours = NaN, minutes = NaN, seconds = NaN, ...more] = text.split(':').map(Number);
  return more.length > 0 ? NaN : (hours * 3600 + minutes * 60 + seconds) * SECOND;
}

/** A time that seems to lie before the one in front of it is past midnight, or a slip of the clock. */
function after(previous: number, time: number): number {
  if (time >= previous) return time;
  return previous - time > DAY / 2 ? time + DAY : previous;
}

/** Every call of the month that can be read. @param folder where `january.txt.gz` lies */
export function bankCalls(folder: string): Call[] {
  const [head = '', ...lines] = gunzipSync(readFileSync(join(folder, 'january.txt.gz')))
    .toString('latin1')
    .split(/\r?\n/);
  const names = head.split('\t');
  const place = (name: string): number => names.indexOf(name);
  return lines.flatMap((line): Call[] => {
    const cells = line.split('\t').map((cell) => cell.trim());
    const cell = (name: string): string => cells[place(name)] ?? '';
    const [outcome, date, wait] = [cell('outcome'), cell('date'), Number(cell('q_time') || NaN)];
    if ((outcome !== 'AGENT' && outcome !== 'HANG') || !/^\d{6}$/.test(date)) return [];
    const midnight = Date.UTC(1900 + Number(date.slice(0, 2)), Number(date.slice(2, 4)) - 1, Number(date.slice(4))) - OFFSET;
    const opened = clock(cell('vru_entry'));
    const asked = after(opened, clock(cell('vru_exit')));
    const queued = wait > 0 ? after(asked, clock(cell('q_start'))) : null;
    const served = queued === null ? asked : queued + wait * SECOND;
    const closed = outcome === 'AGENT' ? after(served, clock(cell('ser_exit'))) : null;
    const moments = [opened, asked, wait, served, ...(queued === null ? [] : [queued]), ...(closed === null ? [] : [closed])];
    if (moments.some(Number.isNaN)) return [];
    return [
      {
        opened: midnight + opened,
        asked: midnight + asked,
        queued: queued === null ? null : midnight + queued,
        served: midnight + served,
        answered: outcome === 'AGENT',
        closed: closed === null ? null : midnight + closed,
      },
    ];
  });
}

/** A value at a minute, and the conversations behind it. */
export interface Told {
  value: number | null;
  n?: number;
}

const waiting = (calls: readonly Call[], at: number): Call[] =>
  calls.filter(({ queued, served }) => queued !== null && queued <= at && at < served);
const during = (moment: number | null, from: number, to: number): boolean => moment !== null && moment > from && moment <= to;

/** Those that can matter at a minute: others are long over or not there yet. */
function near(calls: readonly Call[], at: number, back: number): Call[] {
  return calls.filter(({ opened, served, closed }) => opened <= at && Math.max(served, closed ?? 0) > at - back);
}

/** What the indicators of these calls say at a minute, from their definitions. */
export const INDICATORS: Readonly<Record<string, (calls: readonly Call[], at: number, windowMs: number) => Told>> = {
  'now.queue.size': (calls, at) => ({ value: waiting(near(calls, at, 0), at).length }),
  'now.queue.longest': (calls, at) => {
    const since = waiting(near(calls, at, 0), at).map(({ queued }) => at - (queued ?? at));
    return { value: since.length > 0 ? Math.max(...since) : null };
  },
  // The contact wrote last, and the team has owed an answer for more than five minutes.
  'now.idle.agents': (calls, at) => ({ value: waiting(near(calls, at, 0), at).filter(({ asked }) => at - asked > 5 * MINUTE).length }),
  'now.agents.online': () => ({ value: 0 }),
  'now.handle.mean': (calls, at) => {
    const midnight = Math.floor((at + OFFSET) / DAY) * DAY - OFFSET;
    const times = near(calls, at, DAY).flatMap(({ served, closed }) =>
      closed !== null && closed >= midnight && closed <= at ? [closed - served] : [],
    );
    return { value: times.length > 0 ? times.reduce((sum, one) => sum + one, 0) / times.length : null, n: times.length };
  },
  'period.opened': (calls, at, windowMs) => ({
    value: near(calls, at, windowMs).filter(({ opened }) => during(opened, at - windowMs, at)).length,
  }),
  'period.abandonment': (calls, at, windowMs) => {
    const [answered, abandoned] = reached(calls, at, windowMs);
    const n = answered.length + abandoned.length;
    return { value: n > 0 ? abandoned.length / n : null, n };
  },
  'period.service_level': (calls, at, windowMs) => {
    const [answered, abandoned] = reached(calls, at, windowMs);
    const n = answered.length + abandoned.length;
    return { value: n > 0 ? answered.filter(({ queued, served }) => served - (queued ?? served) <= 20 * SECOND).length / n : null, n };
  },
};

/** How many of these moments, in order, are not after one; by halving. */
export function countUpTo(moments: readonly number[], at: number): number {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle] ?? at) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Since anything that the helpdesk tells of any of these calls, ms; the bank's month has no rows of 11 and 12 January. */
export function silenceIn(all: readonly Call[]): (at: number) => number | null {
  const moments = all.flatMap(({ opened, asked, queued, served, closed }) =>
    [opened, asked, queued, served, closed].filter((moment): moment is number => moment !== null),
  );
  moments.sort((one, other) => one - other);
  return (at) => {
    const last = moments[countUpTo(moments, at) - 1];
    return last === undefined ? null : at - last;
  };
}

/** The queue's size after `aheadMs`: least squares over the minutes of the window, which loses its say with the window as time constant. */
export function queueAhead(calls: readonly Call[], at: number, windowMs: number, aheadMs: number): number {
  const minutes = Array.from({ length: windowMs / MINUTE + 1 }, (_, index) => index);
  const sizes = minutes.map((index) => waiting(calls, at - windowMs + index * MINUTE).length);
  const [middle, mean] = [windowMs / MINUTE / 2, sizes.reduce((sum, one) => sum + one, 0) / sizes.length];
  const slope =
    sizes.reduce((sum, size, index) => sum + (index - middle) * (size - mean), 0) /
    minutes.reduce((sum, index) => sum + (index - middle) ** 2, 0);
  const trend = slope * (windowMs / MINUTE) * (1 - Math.exp(-aheadMs / windowMs));
  return Math.max(0, (sizes.at(-1) ?? 0) + trend);
}

function reached(calls: readonly Call[], at: number, windowMs: number): [answered: Call[], abandoned: Call[]] {
  const ended = near(calls, at, windowMs).filter(({ served }) => during(served, at - windowMs, at));
  return [ended.filter(({ answered }) => answered), ended.filter(({ answered, queued }) => !answered && queued !== null)];
}

/** When and how a rule fires, in the words of whoever set it up. */
export interface Watch {
  measure: (calls: readonly Call[], at: number) => Told;
  windowMs: number;
  /** Whether a value is bad, and whether it is good again. */
  bad: (value: number, at: number) => boolean;
  good: (value: number, at: number) => boolean;
  /** How long it must be bad, and good again, ms. */
  hold: number;
  keep: number;
  minSample: number;
  open: (at: number) => boolean;
}

export interface Stretch {
  start: number;
  end: number | null;
}

/** The stretches in which it fires, looked at at these minutes of the clock, in order. */
export function stretches(calls: readonly Call[], watch: Watch, minutes: readonly number[]): Stretch[] {
  const { measure, windowMs } = watch;
  let about: Call[] = [];
  let until = 0;
  const found: Stretch[] = [];
  // Since when it has been bad, or good again, without a break.
  let [bad, good]: (number | null)[] = [null, null];
  let firing: Stretch | undefined;
  for (const at of minutes) {
    if (at > until) {
      until = at + 6 * HOUR;
      about = calls.filter(({ opened, served, closed }) => opened <= until && Math.max(served, closed ?? 0) > at - DAY - windowMs);
    }
    const open = watch.open(at);
    const { value, n } = measure(about, at);
    const said = value !== null && (n === undefined || n >= watch.minSample);
    bad = open && said && watch.bad(value, at) ? (bad ?? at) : null;
    good = !said || watch.good(value, at) ? (good ?? at) : null;
    if (!firing && bad !== null && at - bad >= watch.hold) {
      firing = { start: at, end: null };
      good = null;
      found.push(firing);
    } else if (firing && (!open || (good !== null && at - good >= watch.keep))) {
      firing.end = at;
      firing = undefined;
      bad = null;
    }
  }
  return found;
}
