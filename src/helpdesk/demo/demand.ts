/** When people write, on which channel, to whom. */
import type { Channel } from '../../domain/events.ts';
import { DAY, type Day, HOUR, MINUTE } from './calendar.ts';
import type { Random } from './random.ts';
import type { DepartmentId } from './staff.ts';

/** Conversations that contacts begin, by weekday from Sunday; each day varies by a tenth. */
const PER_DAY = [124, 278, 262, 257, 257, 262, 146];

/** Share of each hour; the evening after `CLOSING` belongs to the next day. */
const HOURS = [1, 0.6, 0.4, 0.3, 0.3, 0.6, 1.4, 2.6, 6, 8.5, 10.8, 11, 10, 10, 14, 15.5, 14.5, 11.5, 8.5, 7.5, 6.5, 5, 2.6, 1.8];

export const OPENING = 8 * HOUR;
/** From here on the bot takes a message for the next morning. */
export const CLOSING = 21 * HOUR + 40 * MINUTE;

const CHANNELS: Record<Exclude<Channel, 'other'>, number> = { whatsapp: 46, instagram: 17, livechat: 15, facebook: 12, telegram: 10 };
const DEPARTMENTS: Record<DepartmentId, number> = { 'd-suporte': 42, 'd-financeiro': 25, 'd-vendas': 20, 'd-cancelamento': 13 };

export interface Arrival {
  at: number;
  channel: Channel;
  department: DepartmentId;
  /** Outside hours: the bot keeps it until the desk opens. */
  overnight: boolean;
}

/** The arrivals from the evening before until this day's closing, in order. Instants in ms. */
export function arrivals(day: Day, random: Random): Arrival[] {
  const expected = (PER_DAY[day.weekday] ?? 0) * random.between(0.9, 1.1);
  const whole = HOURS.reduce((sum, share) => sum + share, 0);
  const list: Arrival[] = [];
  // A steady stream at the busiest hour's pace, thinned to each hour's own.
  const busiest = Math.max(...HOURS);
  const gap = (HOUR * whole) / (expected * busiest);
  for (let at = day.start + CLOSING - DAY; ; ) {
    at += Math.ceil(random.exponential(gap));
    if (at >= day.start + CLOSING) return list;
    const offset = at - day.start;
    const hour = Math.floor((offset + DAY) / HOUR) % 24;
    if (!random.chance((HOURS[hour] ?? 0) / busiest)) continue;
    list.push({ at, channel: random.weighted(CHANNELS), department: random.weighted(DEPARTMENTS), overnight: offset < OPENING });
  }
}
