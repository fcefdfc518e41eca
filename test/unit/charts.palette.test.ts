import { colourOf, contrast, HUES, inkOn, SURFACES, UNNAMED } from '../../src/charts/palette.ts';
import { STATES } from '../../src/domain/conversation.ts';
import { CHANNELS } from '../../src/domain/events.ts';

type Triple = [number, number, number];

/** Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB. */
const VISIONS: Record<string, number[]> = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

function seen(colour: string, vision: number[]): Triple {
  const rgb = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const linear = rgb.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  const dot = (row: number[]): number => row.reduce((sum, factor, index) => sum + factor * (linear[index] ?? 0), 0);
  const clamp = (value: number): number => Math.min(1, Math.max(0, value));
  return [clamp(dot(vision.slice(0, 3))), clamp(dot(vision.slice(3, 6))), clamp(dot(vision.slice(6, 9)))];
}

function lab([r, g, b]: Triple): Triple {
  const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIE76: coarser than CIEDE2000, and enough to catch two colours that have become one. */
function distance(one: string, other: string, vision: number[]): number {
  const [a, b] = [lab(seen(one, vision)), lab(seen(other, vision))];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

describe('The palette of charts', () => {
  const channels = CHANNELS.map((channel) => HUES[channel]);
  const states = STATES.map((state) => HUES[state]);

  it('has a fixed colour for every channel and every state', () => {
    for (const name of [...CHANNELS, ...STATES]) expect(colourOf(name, 3)).toBe(HUES[name]);
    expect(HUES).toMatchInlineSnapshot(`
{
  "cancelled": "#8b9691",
  "closed": "#00783c",
  "facebook": "#3b53f5",
  "in_service": "#0657f9",
  "instagram": "#b03b79",
  "livechat": "#d79613",
  "other": "#a1a3a7",
  "queued": "#dc940a",
  "telegram": "#11a8ee",
  "triage": "#60add4",
  "whatsapp": "#00783c",
}
`);
  });

  it.each(Object.entries(VISIONS))('keeps channels apart, and states apart, for %s vision', (_name, vision) => {
    for (const set of [channels, states]) {
      for (const [index, one] of set.entries())
        for (const other of set.slice(index + 1)) expect(distance(one, other, vision)).toBeGreaterThan(18);
    }
  });

  it('would notice two colours that look the same to a colour-blind eye', () => {
    expect(distance('#b5651d', '#5a7d1a', VISIONS['deutan'] ?? [])).toBeLessThan(18);
  });

  it('stands out from both surfaces, and words on it can be read', () => {
    for (const colour of [...Object.values(HUES), ...UNNAMED]) {
      expect(contrast(colour, SURFACES.light.background)).toBeGreaterThan(2.4);
      expect(contrast(colour, SURFACES.dark.background)).toBeGreaterThan(2.95);
      expect(contrast(colour, inkOn(colour))).toBeGreaterThan(4.5);
    }
    for (const { background, ink, soft } of Object.values(SURFACES)) {
      expect(contrast(background, ink)).toBeGreaterThan(12);
      expect(contrast(background, soft)).toBeGreaterThan(7);
    }
  });

  it('gives measures colours that no channel and no state has', () => {
    const named = new Set<string>(Object.values(HUES));
    expect([0, 1, 2, 3, 4, 5].map((index) => colourOf(undefined, index)).some((colour) => named.has(colour))).toBe(false);
    expect(colourOf('constructor', 0)).toBe(UNNAMED[0]);
  });
});
