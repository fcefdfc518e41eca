/** The foot of a card: which rows, the moment and zone of the data, and whether it is simulated. */
import type { Translate } from '../i18n/translate.ts';
import type { Card } from '../view/card.ts';
import type { Services } from './services.ts';

export interface Foot {
  at: Date;
  timeZone: string;
  /** The data is the demo's. */
  simulated: boolean;
}

/** Says of a card without a foot that its data is simulated, where it is. */
export function noticed(card: Card, t: Translate, simulated: boolean): Card {
  return simulated ? { ...card, blocks: [...card.blocks, { kind: 'context', text: t('foot.simulated') }] } : card;
}

/** The card with its foot, made of what its command says of the rows. */
export function withFoot(card: Card, { t, format }: Pick<Services, 't' | 'format'>, { at, timeZone, simulated }: Foot): Card {
  if (!card.foot) return noticed(card, t, simulated);
  const parts = [...card.foot, `${format.moment(at, timeZone)} · ${format.zone(timeZone)}`, ...(simulated ? [t('foot.simulated')] : [])];
  return { ...card, blocks: [...card.blocks, { kind: 'context', text: parts.join(' · ') }] };
}
