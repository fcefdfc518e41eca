/** The words of schedules, English or Portuguese, one by one. */
import { dayOf, daysBetween, plain } from './hours.ts';
import { EVERY_DAY, type Entry, LAST_DAY } from './schedule-entries.ts';

export type Day = Pick<Entry, 'kind' | 'day'>;

export type Token =
  /** `mon-fri`, `weekdays`, `every day`, `last day`. */
  | { kind: 'days'; days: readonly Day[] }
  /** `day`: numbers behind it are days of the month. */
  | { kind: 'month' }
  /** `1st`. */
  | { kind: 'ordinal'; number: number }
  | { kind: 'number'; number: number }
  | { kind: 'time'; minute: number }
  /** `at`: the next number is an hour. */
  | { kind: 'at' }
  | { kind: 'to' }
  | { kind: 'wrong' };

const week = (...days: number[]): Day[] => days.map((day) => ({ kind: 'week', day }));

/** Words of more than one part as one word; what names the month says nothing more. */
const PHRASES: readonly [RegExp, string][] = [
  [/[-\s]feiras?\b/g, ''],
  [/\b(?:dias? uteis|dia util|(?:business|working|work) ?days?|weekdays?)\b/g, ' weekdays '],
  [/\b(?:fi(?:m|ns) de semana|weekends?)\b/g, ' weekend '],
  [/\b(?:last day|ultimo dia)\b/g, ' lastday '],
  // “Todo dia 5” is the fifth of each month, “todo dia 5h” is every day.
  [/\btodo dia (?=\d{1,2}\b(?!:| ?(?:h|am|pm)))/g, ' dia '],
  [/\b(?:every ?day|each day|daily|todos? (?:os )?dias?|diariamente)\b/g, ' everyday '],
  [/\b(?:of (?:the|each|every) month|(?:do|de cada|de todo) mes)\b/g, ' '],
];

const WORDS: Readonly<Record<string, Token>> = {
  everyday: { kind: 'days', days: EVERY_DAY },
  weekdays: { kind: 'days', days: week(0, 1, 2, 3, 4) },
  weekend: { kind: 'days', days: week(5, 6) },
  lastday: { kind: 'days', days: [{ kind: 'month', day: LAST_DAY }] },
  day: { kind: 'month' },
  days: { kind: 'month' },
  dia: { kind: 'month' },
  dias: { kind: 'month' },
  at: { kind: 'at' },
  as: { kind: 'at' },
  '-': { kind: 'to' },
  to: { kind: 'to' },
  through: { kind: 'to' },
  a: { kind: 'to' },
  ate: { kind: 'to' },
};

/** What parts words without saying anything. */
const SILENT = new Set(
  ', ; . and e on the every each em no na nos nas o os as a toda todo todas todos aos de h hs'
    .split(' ')
    .filter((word) => !(word in WORDS)),
);

const TOKEN = /(\d{1,2})(?!\d)(?:[:h](\d{2})(?!\d)| ?(h)(?:s|rs|oras?)?(?![a-z\d]))?(?: ?(am|pm)\b)?(º|(?:st|nd|rd|th|o)\b)?|[a-z]+|\S/gu;

/** The time of an hour; `half`: am or pm. */
function timeOf(hour: number, minute: number, half: string | undefined): Token {
  const isClock = half === undefined ? hour < 24 : hour >= 1 && hour <= 12;
  const hours = half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0);
  return isClock && minute < 60 ? { kind: 'time', minute: hours * 60 + minute } : { kind: 'wrong' };
}

function wordOf(word: string): Token | undefined {
  if (SILENT.has(word)) return undefined;
  if (Object.hasOwn(WORDS, word)) return WORDS[word];
  const day = [word, word.replace(/s+$/, '')].map(dayOf).find((found) => found >= 0);
  return day === undefined ? { kind: 'wrong' } : { kind: 'days', days: week(day) };
}

function plainTokens(text: string): Token[] {
  const said = PHRASES.reduce((words, [phrase, word]) => words.replaceAll(phrase, word), plain(text).replaceAll(/\s+/g, ' '));
  return [...said.matchAll(TOKEN)].flatMap(([word, digits, minutes, h, half, ordinal]): Token[] => {
    if (digits === undefined) return [wordOf(word) ?? []].flat();
    const number = Number(digits);
    const isTime = minutes !== undefined || h !== undefined || half !== undefined;
    if (ordinal !== undefined) return [isTime ? { kind: 'wrong' } : { kind: 'ordinal', number }];
    return [isTime ? timeOf(number, Number(minutes ?? 0), half) : { kind: 'number', number }];
  });
}

/** The only weekday of a token. */
function weekdayIn(token: Token | undefined): number | undefined {
  const [first, second] = token?.kind === 'days' ? token.days : [];
  return first?.kind === 'week' && second === undefined ? first.day : undefined;
}

/** The tokens of a text, weekdays from one to another as one. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const plainOnes = plainTokens(text);
  for (let at = 0; at < plainOnes.length; at += 1) {
    const [token, next, then] = plainOnes.slice(at, at + 3);
    const [first, last] = [weekdayIn(token), weekdayIn(then)];
    if (next?.kind === 'to' && first !== undefined && last !== undefined) {
      tokens.push({ kind: 'days', days: week(...daysBetween(first, last)) });
      at += 2;
    } else if (token) tokens.push(token);
  }
  return tokens;
}
