export type Language = 'pt-BR' | 'en';

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
  /** Shorten contacts' names and hide their numbers in lists. */
  maskContacts: boolean;
  /** Days after which ended conversations are removed; their sums stay. 0 keeps everything. */
  retentionDays: number;
}

const MINUTE = 60_000;

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
    maskContacts: true,
    retentionDays: 0,
  };
}
