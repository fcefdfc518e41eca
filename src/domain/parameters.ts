import { holidaysOf, weekOf } from './hours.ts';

export type Language = 'pt-BR' | 'en';

export const STRATEGIES = ['least_busy', 'most_free'] as const;
/** Who should take the next conversation of a queue: whoever has the fewest in service, or the most room below the limit. */
export type Strategy = (typeof STRATEGIES)[number];

/** What an operation is measured by; every value can be set by an admin. Durations in ms. */
export interface Parameters {
  timeZone: string;
  language: Language;
  /** Without interaction for longer than this is idle. */
  idleMs: number;
  handleTargetMs: number;
  firstResponseTargetMs: number;
  /** T of the service level: answered within T counts. */
  serviceLevelMs: number;
  /** Simultaneous conversations an agent takes where neither agent nor department says otherwise. */
  defaultLimit: number;
  /** When the desk is open, as domain/hours.ts writes it: `mon-fri 08:00-18:00`; empty: always. */
  businessHours: string;
  /** Dates on which it is not: `2026-12-25, 2027-01-01`. */
  holidays: string;
  /** Say beside a queue who should take its next conversation. */
  routing: boolean;
  routingStrategy: Strategy;
  /** Shorten contacts' names and hide their numbers in lists. */
  maskContacts: boolean;
  /** Days after which ended conversations are removed; their sums stay. 0 keeps everything. */
  retentionDays: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How a parameter is asked for: the kind of its value and its range, in its own unit (numbers), in ms (durations) or in characters. */
export type Asking =
  | { kind: 'zone' }
  | { kind: 'language' }
  | { kind: 'number'; unit: number; min: number; max: number }
  | { kind: 'duration'; min: number; max: number }
  | { kind: 'hours'; longest: number }
  | { kind: 'holidays'; longest: number }
  | { kind: 'strategy' }
  | { kind: 'toggle' };

export type ParameterId =
  | 'timeZone'
  | 'language'
  | 'idleMinutes'
  | 'handleTarget'
  | 'firstResponseTarget'
  | 'serviceLevelSeconds'
  | 'businessHours'
  | 'holidays'
  | 'defaultLimit'
  | 'routing'
  | 'routingStrategy'
  | 'maskContacts'
  | 'retentionDays';

export interface ParameterSpec {
  /** As product.md §4 names it: in forms, in the audit, in files. */
  id: ParameterId;
  name: keyof Parameters;
  asking: Asking;
  /** A change of it touches everybody who reads figures or is measured by them. */
  everybody: boolean;
}

/** Every parameter in the order people read them. Ranges are ours: what a desk could mean, not what a number could be. */
export const PARAMETERS: readonly ParameterSpec[] = [
  { id: 'timeZone', name: 'timeZone', asking: { kind: 'zone' }, everybody: true },
  { id: 'language', name: 'language', asking: { kind: 'language' }, everybody: false },
  { id: 'idleMinutes', name: 'idleMs', asking: { kind: 'number', unit: MINUTE, min: 1, max: 1_440 }, everybody: true },
  { id: 'handleTarget', name: 'handleTargetMs', asking: { kind: 'duration', min: 10 * SECOND, max: 7 * DAY }, everybody: true },
  { id: 'firstResponseTarget', name: 'firstResponseTargetMs', asking: { kind: 'duration', min: SECOND, max: DAY }, everybody: true },
  { id: 'serviceLevelSeconds', name: 'serviceLevelMs', asking: { kind: 'number', unit: SECOND, min: 1, max: 86_400 }, everybody: true },
  { id: 'businessHours', name: 'businessHours', asking: { kind: 'hours', longest: 300 }, everybody: true },
  { id: 'holidays', name: 'holidays', asking: { kind: 'holidays', longest: 1_000 }, everybody: true },
  { id: 'defaultLimit', name: 'defaultLimit', asking: { kind: 'number', unit: 1, min: 0, max: 500 }, everybody: true },
  { id: 'routing', name: 'routing', asking: { kind: 'toggle' }, everybody: true },
  { id: 'routingStrategy', name: 'routingStrategy', asking: { kind: 'strategy' }, everybody: true },
  { id: 'maskContacts', name: 'maskContacts', asking: { kind: 'toggle' }, everybody: false },
  { id: 'retentionDays', name: 'retentionDays', asking: { kind: 'number', unit: 1, min: 0, max: 36_500 }, everybody: false },
];

/** The values of a new installation; product.md §4 names them. */
export function defaultParameters(timeZone: string, language: Language): Parameters {
  return {
    timeZone,
    language,
    idleMs: 5 * MINUTE,
    handleTargetMs: 5 * MINUTE,
    firstResponseTargetMs: MINUTE,
    serviceLevelMs: 20_000,
    defaultLimit: 3,
    businessHours: '',
    holidays: '',
    routing: false,
    routingStrategy: 'least_busy',
    maskContacts: true,
    retentionDays: 0,
  };
}

/** Whether Intl knows the zone by an IANA name; offsets such as `+03:00` are none, since they know no daylight saving. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return /^[A-Za-z]+(\/[A-Za-z0-9_+-]+)*$/.test(zone);
  } catch {
    // Intl has no other way to say that it does not know a zone.
    return false;
  }
}

/** A key of `problem.*` with its values. */
export interface ParameterProblem {
  key: 'zone' | 'language' | 'range' | 'duration' | 'hours' | 'holidays' | 'strategy' | 'toggle' | 'long';
  values?: Record<string, number>;
}

/** What is wrong with a value of a parameter; undefined when it can be taken. */
export function parameterProblem({ asking }: ParameterSpec, value: unknown): ParameterProblem | undefined {
  const whole = (unit: number, min: number, max: number): boolean =>
    typeof value === 'number' && Number.isInteger(value / unit) && value >= min * unit && value <= max * unit;
  const told = (key: 'hours' | 'holidays', longest: number, isRead: (text: string) => boolean): ParameterProblem | undefined => {
    if (typeof value !== 'string') return { key };
    if (value.length > longest) return { key: 'long', values: { max: longest, length: value.length } };
    return isRead(value) ? undefined : { key };
  };
  switch (asking.kind) {
    case 'zone':
      return typeof value === 'string' && isZone(value) ? undefined : { key: 'zone' };
    case 'language':
      return value === 'pt-BR' || value === 'en' ? undefined : { key: 'language' };
    case 'number':
      return whole(asking.unit, asking.min, asking.max) ? undefined : { key: 'range', values: { min: asking.min, max: asking.max } };
    case 'duration':
      return whole(SECOND, asking.min / SECOND, asking.max / SECOND)
        ? undefined
        : { key: 'duration', values: { min: asking.min, max: asking.max } };
    case 'hours':
      return told('hours', asking.longest, (text) => text === '' || weekOf(text) !== undefined);
    case 'holidays':
      return told('holidays', asking.longest, (text) => holidaysOf(text) !== undefined);
    case 'strategy':
      return STRATEGIES.some((one) => one === value) ? undefined : { key: 'strategy' };
    case 'toggle':
      return typeof value === 'boolean' ? undefined : { key: 'toggle' };
  }
}
