/** Colours that keep their meaning everywhere. How they were chosen and checked: docs/decisions/2026-11-22-charts.md. */

export type Theme = 'light' | 'dark';

/**
 * One hue a channel and a state, the same on light and dark: at least 2.4:1 against both surfaces, and at least 17 CIEDE2000
 * apart within channels and within states, for normal, protan, deutan and tritan vision (Machado et al. 2009).
 */
export const HUES = {
  whatsapp: '#00783c',
  telegram: '#11a8ee',
  facebook: '#3b53f5',
  instagram: '#b03b79',
  livechat: '#d79613',
  other: '#a1a3a7',
  triage: '#60add4',
  queued: '#dc940a',
  in_service: '#0657f9',
  closed: '#00783c',
  cancelled: '#8b9691',
} as const;

/** What a chart is drawn with, beside the hues. */
export interface Surface {
  background: string;
  /** Title and values: at least 12:1. */
  ink: string;
  /** Axis and legend words: at least 7:1. */
  soft: string;
  grid: string;
}

export const SURFACES: Record<Theme, Surface> = {
  light: { background: '#ffffff', ink: '#1d1f24', soft: '#4a4e57', grid: '#e7e8eb' },
  dark: { background: '#1b1d22', ink: '#f1f2f4', soft: '#b9bdc6', grid: '#33363d' },
};

/** For measures: none of them can be taken for a channel or a state. */
export const UNNAMED = ['#6a5fc0', '#cf7526', '#2f9a94', '#c27ecd', '#6c6762'] as const;

/** The colour of a series: its fixed hue, or the next of the palette for a name without one. */
export function colourOf(hue: string | undefined, index: number): string {
  if (hue !== undefined && Object.hasOwn(HUES, hue)) return HUES[hue as keyof typeof HUES];
  return UNNAMED[index % UNNAMED.length] ?? HUES.other;
}

/** Black or white, whichever reads better on a fill (WCAG contrast). */
export function inkOn(fill: string): string {
  const light = luminance(fill);
  return 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? '#ffffff' : '#000000';
}

/** The WCAG contrast ratio of two `#rrggbb` colours. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** WCAG relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(part: number): number {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}
