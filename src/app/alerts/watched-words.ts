/** What rules watch, as the rest of the product calls it, and its values as people read and write them. */
import type { AlertRule } from '../../domain/alert-rule.ts';
import { CHANNELS, type Channel } from '../../domain/events.ts';
import type { Unit } from '../../domain/indicators.ts';
import { type DurationName, DURATIONS } from '../../domain/measures.ts';
import { watchedOf } from '../../domain/watched.ts';
import type { Language } from '../../view/card.ts';
import { durationOf, exactDurationText } from '../../view/duration.ts';
import type { MessageKey } from '../command.ts';
import type { Services } from '../services.ts';

type Words = Pick<Services, 't' | 'format'>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const PARTS = ['n', 'mean', 'p50', 'p90', 'max'] as const;

function oneOf<Word extends string>(words: readonly Word[], text: string | undefined): Word | undefined {
  return words.find((word) => word === text);
}

/** The name of an indicator: `Longest wait in the queue`; one that nobody knows goes by its id. */
export function watchedName(id: string, { t }: Pick<Words, 't'>): string {
  if (!watchedOf(id)) return id;
  const [, day, channel] = /^(today\.channel|period\.opened)\.(\w+)$/.exec(id) ?? [];
  const through: Channel | undefined = oneOf(CHANNELS, channel);
  if (through) return t(day === 'period.opened' ? 'watched.opened.channel' : 'watched.today.channel', { channel: t(`channel.${through}`) });
  const [, name, last] = /^period\.(\w+)\.(\w+)$/.exec(id) ?? [];
  const duration: DurationName | undefined = oneOf(DURATIONS, name);
  const part = oneOf(PARTS, last);
  if (duration && part) return t(`watched.part.${part}`, { what: t(`watched.duration.${duration}`) });
  return t(`watched.${id}` as MessageKey);
}

/** The unit of a rule's value: `silence` and `job` count time. */
export function unitOf({ kind, indicator }: Pick<AlertRule, 'kind' | 'indicator'>): Unit {
  return kind === 'silence' || kind === 'job' ? 'ms' : (watchedOf(indicator)?.unit ?? 'count');
}

/** The unit of its threshold: of a change a share. */
export function thresholdUnit(rule: Pick<AlertRule, 'kind' | 'indicator'>): Unit {
  return rule.kind === 'change' ? 'ratio' : unitOf(rule);
}

/** A value as people read it: `12 min`, `87.5%`, `12`; a dash for none. */
export function amountText(value: number | null, unit: Unit, { format }: Pick<Words, 'format'>): string {
  if (unit === 'ms') return format.duration(value);
  return unit === 'ratio' ? format.percent(value) : format.number(value);
}

/** A value as an input shows it, so that `amountOf` reads it back: `12 min 30 s`, `87.5 %`, `12`. */
export function amountInput(value: number, unit: Unit, language: Language): string {
  if (unit === 'ms') return plainDuration(value);
  const number = String(Number((unit === 'ratio' ? value * 100 : value).toPrecision(12)));
  return `${language === 'pt-BR' ? number.replace('.', ',') : number}${unit === 'ratio' ? ' %' : ''}`;
}

/** A stretch of time that somebody chose: whole hours without their minutes. */
export function spanText(ms: number, { format }: Pick<Words, 'format'>): string {
  return ms > 0 && ms < DAY_MS && ms % HOUR_MS === 0 ? `${ms / HOUR_MS}\u00a0h` : format.duration(ms);
}

/** A duration as an input shows it; an input has no use for the blank that keeps a number and its unit on one line. */
export function plainDuration(ms: number): string {
  return exactDurationText(ms)
    .replaceAll('\u00a0', ' ')
    .replace(/ h 00$/, ' h');
}

/** What was typed as a value of this unit: shares are always percentages. Undefined for what cannot be read. */
export function amountOf(text: string, unit: Unit, language: Language): number | undefined {
  if (unit === 'ms') return durationOf(text);
  const number = numberOf(unit === 'ratio' ? text.replace(/\s*%\s*$/, '') : text, language);
  return number === undefined || unit !== 'ratio' ? number : Number((number / 100).toPrecision(12));
}

/** A number as either language writes it; `1.000` is a thousand in Portuguese. */
function numberOf(text: string, language: Language): number | undefined {
  const [group, decimal] = language === 'pt-BR' ? ['.', ','] : [',', '.'];
  const grouped = new RegExp(`^\\d{1,3}(\\${group}\\d{3})+(\\${decimal}\\d+)?$`);
  const plain = text.trim();
  const tidy = grouped.test(plain) ? plain.replaceAll(group, '') : plain;
  return /^\d+([.,]\d+)?$/.test(tidy) ? Number(tidy.replace(',', '.')) : undefined;
}
