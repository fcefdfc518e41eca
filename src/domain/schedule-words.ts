/** Schedules in words: `weekdays at 08:00 and 18:30`, `seg-sex 08:00, 18:30`, `dia 1 às 8h`. */
import { EVERY_DAY, entriesOf, type Entry } from './schedule-entries.ts';
import { type Day, type Token, tokensOf } from './schedule-tokens.ts';

/** Days and the times behind them; times alone are of every day. */
interface Group {
  days: Day[];
  minutes: number[];
  /** What a bare number means. */
  numbers: 'days' | 'hours' | 'nothing';
  /** Its times came first, as in “at 8 on weekdays”: no more of them can follow. */
  closed: boolean;
}

const NEW: Group = { days: [], minutes: [], numbers: 'nothing', closed: false };

const monthDay = (number: number): Day[] | undefined => (number >= 1 && number <= 31 ? [{ kind: 'month', day: number }] : undefined);

/** The group with days added. */
function withDays(group: Group, days: readonly Day[] | undefined, numbers: Group['numbers']): Group | undefined {
  return days && { ...group, days: [...group.days, ...days], numbers, closed: group.minutes.length > 0 };
}

function withTime(group: Group, minute: number): Group | undefined {
  return group.closed ? undefined : { ...group, minutes: [...group.minutes, minute] };
}

function withNumber(group: Group, number: number): Group | undefined {
  // “Day 1 08:00, 15” may mean a day or an hour.
  const unclear = group.minutes.length > 0 && !group.closed;
  if (group.numbers === 'days') return unclear ? undefined : withDays(group, monthDay(number), 'days');
  return group.numbers === 'hours' && number < 24 ? withTime(group, number * 60) : undefined;
}

/** The group after a word of its own; undefined for a word that cannot stand there. */
function after(group: Group, token: Token, next: Token | undefined): Group | undefined {
  switch (token.kind) {
    case 'days':
      return withDays(group, token.days, 'hours');
    case 'month':
      return withDays(group, [], 'days');
    case 'ordinal':
      return withDays(group, monthDay(token.number), 'days');
    case 'number':
      return withNumber(group, token.number);
    case 'time':
      return withTime(group, token.minute);
    case 'at':
      return group.closed ? undefined : { ...group, numbers: 'hours' };
    // “À 1h”; from one time to another is no moment.
    case 'to':
      return next?.kind === 'time' && group.minutes.length === 0 ? group : undefined;
    case 'wrong':
      return undefined;
  }
}

/** Whether a word begins other days, behind the times of those before. */
function begins({ kind }: Token): boolean {
  return kind === 'days' || kind === 'month' || kind === 'ordinal';
}

/** The entries that a text tells; undefined for a text that is no schedule. */
export function wordEntries(text: string): Entry[] | undefined {
  const tokens = tokensOf(text);
  const groups: Group[] = [];
  let group: Group = NEW;
  for (const [place, token] of tokens.entries()) {
    if (begins(token) && group.minutes.length > 0 && group.days.length > 0 && !group.closed) {
      groups.push(group);
      group = NEW;
    }
    const more = after(group, token, tokens[place + 1]);
    if (!more) return undefined;
    group = more;
  }
  const all = [...groups, group];
  // “5º dia útil”, “1st Monday”: a weekday and a day of the month together mean what no schedule here can say.
  if (all.some(({ days }) => new Set(days.map(({ kind }) => kind)).size > 1)) return undefined;
  if (all.some(({ days, minutes, numbers }) => minutes.length === 0 || (days.length === 0 && numbers === 'days'))) return undefined;
  return all.flatMap(({ days, minutes }) => entriesOf(days.length > 0 ? days : EVERY_DAY, minutes));
}
