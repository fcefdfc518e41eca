/** Which names fit what a person has typed so far. */
import type { Listed } from '../platform.ts';

const OFFERED = 20;

/** Those that begin with what was typed before those with a word that does, before those that have it anywhere. */
export function fitting(all: Listed[], typed: string): Listed[] {
  const sought = bare(typed);
  const rank = (name: string): number => {
    if (name.startsWith(sought)) return 0;
    if (name.split(/[\s·]+/).some((word) => word.startsWith(sought))) return 1;
    return name.includes(sought) ? 2 : 3;
  };
  const ranked = all.map((one) => ({ one, rank: rank(bare(one.name)) })).filter((each) => each.rank < 3);
  return ranked
    .sort((left, right) => left.rank - right.rank)
    .slice(0, OFFERED)
    .map(({ one }) => one);
}

/** Lower case without accents. */
function bare(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '');
}

/** In the order of their names. */
export function byName(left: Listed, right: Listed): number {
  return left.name.localeCompare(right.name);
}
