/** A value over time, with as many points as a chart can show. */
import { type AlertRule, isUpward } from './alert-rule.ts';

export interface Point {
  at: Date;
  value: number | null;
}

/** At most `most` points: of each stretch of equal length the worst one, no value where there was none. */
export function worstOf(points: readonly Point[], { operator }: Pick<AlertRule, 'operator'>, most: number): Point[] {
  const each = Math.ceil(points.length / most);
  if (each <= 1) return [...points];
  const isWorse = (one: number, than: number): boolean => (isUpward(operator) ? one > than : one < than);
  const worst: Point[] = [];
  for (const [index, point] of points.entries()) {
    const known = worst[Math.floor(index / each)];
    if (!known) worst.push(point);
    else if (point.value !== null && (known.value === null || isWorse(point.value, known.value))) worst[worst.length - 1] = point;
  }
  return worst;
}
