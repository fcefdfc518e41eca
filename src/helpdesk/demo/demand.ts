/** When people write, on which channel, to whom. */
import type { Channel } from '../../domain/events.ts';
import { CHANGE, DAY, type Day, HOUR } from './calendar.ts';
import type { Random } from './random.ts';
import type { DepartmentId } from './staff.ts';

/** Conversations that contacts begin, by weekday from Sunday; each day varies by a twentieth. */
const PER_DAY = [210, 252, 244, 238, 238, 246, 216];

/** Share of each hour: never a quiet one, since people write at night too. */
const HOURS = [6, 5.5, 5, 5, 5, 5.5, 6, 8, 13, 14, 14, 14, 13.5, 13.5, 14, 15, 15, 14.5, 14, 13.5, 13.5, 13, 8, 6.5];

const CHANNELS: Record<Exclude<Channel, 'other'>, number> = { whatsapp: 46, instagram: 17, livechat: 15, facebook: 12, telegram: 10 };
const DEPARTMENTS: Record<DepartmentId, number> = { 'd-suporte': 42, 'd-financeiro': 25, 'd-vendas': 20, 'd-cancelamento': 13 };

export interface Arrival {
  at: number;
  channel: Channel;
  department: DepartmentId;
}

/** The arrivals from this morning's change of shifts to the next one, in order. Instants in ms. */
export function arrivals(day: Day, random: Random): Arrival[] {
  const expected = (PER_DAY[day.weekday] ?? 0) * random.between(0.95, 1.05);
  const whole = HOURS.reduce((sum, share) => sum + share, 0);
  const list: Arrival[] = [];
  // A steady stream at the busiest hour's pace, thinned to each hour's own.
  const busiest = Math.max(...HOURS);
  const gap = (HOUR * whole) / (expected * busiest);
  for (let at = day.start + CHANGE; ; ) {
    at += Math.ceil(random.exponential(gap));
    if (at >= day.start + CHANGE + DAY) return list;
    const hour = Math.floor((at - day.start) / HOUR) % 24;
    if (!random.chance((HOURS[hour] ?? 0) / busiest)) continue;
    list.push({ at, channel: random.weighted(CHANNELS), department: random.weighted(DEPARTMENTS) });
  }
}
