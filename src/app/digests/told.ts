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
  /** A part tells the numbers of the main period. */
  mainTold: boolean;
}

export interface PartTold {
  /** Undefined for a picture that has its own. */
  heading?: string | undefined;
  /** Small words beside it: which days, compared with which. */
  beside?: string | undefined;
  /** One sentence, which may be the card's first line: the worst of all parts' is. */
  said?: { text: Rich; tone?: Tone | undefined } | undefined;
  /** It tells what holds now, so that something can be done about it. */
  live?: true | undefined;
  /** What stands under the heading where the card does not begin with the sentence. */
  under?: Rich | undefined;
  blocks: Block[];
}
