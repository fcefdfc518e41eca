/** What the parts of a digest are made with, and what each gives to the card. */
import type { Named } from '../../domain/events.ts';
import type { Parameters } from '../../domain/parameters.ts';
import type { Block, Language, Rich, Tone } from '../../view/card.ts';
import type { Services } from '../services.ts';
import type { Span } from './spans.ts';

export interface DigestTold {
  /** The planned minute: nothing that happened after it is told. */
  at: Date;
  /** Since when alerts are told: the digest before. */
  since: Date;
  parameters: Parameters;
  /** Undefined: all. */
  department: Named | undefined;
  language: Language;
  services: Services;
  /** What charts and agents are about. */
  main: Span;
}

export interface PartTold {
  heading: string;
  /** Small words beside it: which days, compared with which. */
  beside?: string | undefined;
  /** One sentence; the worst of all parts' is the card's first line. */
  said?: { text: Rich; tone?: Tone | undefined } | undefined;
  blocks: Block[];
}
