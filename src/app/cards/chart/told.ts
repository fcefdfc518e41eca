/** What every chart of a period is made with, and what it gives to its card. */
import type { Parameters } from '../../../domain/parameters.ts';
import type { Period, Slot } from '../../../domain/periods.ts';
import type { Block, Chart, Field, Figures, Rich, Tone } from '../../../view/card.ts';
import type { PeriodAnswer, Services } from '../../services.ts';
import type { ChartQuestion } from './question.ts';

export interface Told {
  question: ChartQuestion;
  at: Date;
  parameters: Parameters;
  services: Services;
  language: Chart['language'];
  /** Title and scope of the card, on the picture. */
  title: string;
  /** What the changes are against, in words. */
  against: string;
}

/** The period before, or null where nothing happened in it. */
export type BeforeAnswer = Pick<PeriodAnswer, 'total' | 'parts'> | null;

export interface Drawn {
  headline: { text: Rich; tone?: Tone | undefined };
  fields: Field[];
  /** Pictures, tables and what they leave out. */
  shown: Block[];
  figures: Figures;
}

/** Axis labels of buckets, and whether the last of them is not over. */
export function axisOf(
  slots: readonly Slot[],
  { question: { period }, at, parameters, services }: Told,
): { categories: string[]; unfinished: boolean } {
  const label = (slot: Slot): string => services.format.bucket(slot, period.bucket, period.name, parameters.timeZone);
  return { categories: slots.map(label), unfinished: (slots.at(-1)?.to ?? at) > at };
}

/** A bucket in a sentence: `14h`, `Sunday, Nov 22`, `Nov 16 – 22`, `November 2026`. */
export function bucketText(slot: Slot, told: Told): string {
  const { period } = told.question;
  const { timeZone } = told.parameters;
  const { format } = told.services;
  const name: Record<Period['bucket'], Period['name'] | null> = { hour: null, day: 'day', week: 'week', month: 'month' };
  const unit = name[period.bucket];
  return unit === null ? format.bucket(slot, 'hour', period.name, timeZone) : format.period({ ...slot, name: unit }, timeZone, told.at);
}
