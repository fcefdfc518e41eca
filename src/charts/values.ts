/** Values on an axis and beside a bar: durations in the unit that reads best, everything as data, no functions. */
import type { Chart } from '../view/card.ts';
import { durationText } from '../view/duration.ts';

type Unit = NonNullable<Chart['unit']>;
type Language = Chart['language'];

/** How an axis shows its values. Drawn value = raw value / `divisor`. */
export interface Axis {
  divisor: number;
  step: number;
  /** The first whole step at or above the largest value, in drawn units. */
  max: number;
  /** Chart.js hands this to Intl.NumberFormat with the chart's locale: “5 min” without a function. */
  format: Intl.NumberFormatOptions;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const CLOCK_STEPS = [1, 2, 5, 10, 15, 20, 30];
const HOUR_STEPS = [0.5, 1, 2, 3, 4, 6, 12, 24];
const RATIO_STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5];
const MOST_STEPS = 4;

/**
 * @param largest the largest raw value that must fit, the target's included
 * @param most steps up to it
 */
export function axisOf(unit: Unit, largest: number, language: Language, most = MOST_STEPS): Axis {
  if (unit === 'count') return axis(1, nice(Math.max(1, largest), 1, most), Math.max(1, largest), { maximumFractionDigits: 0 });
  if (unit === 'ratio') return ratioAxis(Math.max(0.01, largest), most);
  return durationAxis(Math.max(SECOND, largest), language, most);
}

function axis(divisor: number, step: number, largest: number, format: Intl.NumberFormatOptions): Axis {
  return { divisor, step, max: Math.ceil(largest / step - 1e-9) * step, format };
}

function ratioAxis(largest: number, most: number): Axis {
  const step = RATIO_STEPS.find((one) => largest / one <= most + 1e-9) ?? nice(largest, 1, most);
  return axis(1, step, largest, { style: 'percent', minimumFractionDigits: 0, maximumFractionDigits: 1 });
}

function durationAxis(largest: number, language: Language, most: number): Axis {
  // With few steps the larger unit reads better sooner: “1 min, 2 min” rather than “50 s, 100 s”.
  const turn = most < MOST_STEPS ? 60 : 100;
  const [unit, divisor, steps] =
    largest <= turn * SECOND
      ? (['second', SECOND, CLOCK_STEPS] as const)
      : largest <= turn * MINUTE
        ? (['minute', MINUTE, CLOCK_STEPS] as const)
        : largest <= 2 * DAY
          ? (['hour', HOUR, HOUR_STEPS] as const)
          : (['day', DAY, [] as number[]] as const);
  const drawn = largest / divisor;
  const step = steps.find((one) => drawn / one <= most) ?? nice(drawn, 1, most);
  // English writes “hr” and “sec” in short form; “2h” and “30s” read faster.
  const unitDisplay = language === 'en' && unit !== 'minute' ? 'narrow' : 'short';
  return axis(divisor, step, drawn, { style: 'unit', unit, unitDisplay, minimumFractionDigits: 0, maximumFractionDigits: 1 });
}

/** A step of 1, 2 or 5 times a power of ten, so that at most `most` reach `largest`. */
function nice(largest: number, least: number, most: number): number {
  const power = 10 ** Math.floor(Math.log10(largest / most));
  const factor = [1, 2, 5, 10].find((one) => one * power * most >= largest - 1e-9) ?? 10;
  return Math.max(least, factor * power);
}

/** A value as people say it: `12`, `87,5%`, `4 min 10 s`, `1 h 05`; a dash for no data. */
export function valueText(value: number | null, unit: Unit, language: Language): string {
  if (value === null) return '–';
  if (unit === 'ms') return durationText(Math.max(0, value));
  return numbersOf(unit === 'ratio' ? 'percent' : 'decimal', language).format(value);
}

/** Made once: a stacked chart writes hundreds of numbers, and a formatter costs more than all of them. */
const formats = new Map<string, Intl.NumberFormat>();

function numbersOf(style: 'percent' | 'decimal', language: Language): Intl.NumberFormat {
  const key = `${style} ${language}`;
  const known = formats.get(key) ?? new Intl.NumberFormat(language, { style, maximumFractionDigits: 1 });
  formats.set(key, known);
  return known;
}
