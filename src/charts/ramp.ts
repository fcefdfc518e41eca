/** A sequential ramp: one hue whose lightness alone tells the value, so that every kind of sight reads it. */
import type { Theme } from './palette.ts';

/** Zero, and on to the largest value: away from the surface, so that much is what stands out on light and on dark. */
const STOPS: Record<Theme, readonly string[]> = {
  light: ['#e9e6f5', '#b7aee3', '#7d70c9', '#4b3b9e', '#261766'],
  dark: ['#312f40', '#51468d', '#7d6fcd', '#b1a6ec', '#ece8ff'],
};

/** @param share of the largest value, 0 to 1 */
export function rampColour(share: number, theme: Theme): string {
  const stops = STOPS[theme];
  const place = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const at = Math.min(stops.length - 2, Math.floor(place));
  return mixed(stops[at] ?? '', stops[at + 1] ?? '', place - at);
}

function mixed(one: string, other: string, share: number): string {
  const parts = [1, 3, 5].map((at) => {
    const [from, to] = [one, other].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16));
    return Math.round((from ?? 0) + ((to ?? 0) - (from ?? 0)) * share);
  });
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
