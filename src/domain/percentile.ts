/** Exact percentiles of many values, without sorting them all. */

export type Values = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/**
 * The smallest value with at least `share` of all at or below it (nearest rank); null without values. Reorders `values`.
 * Hoare's selection: linear time on average.
 */
export function nearestRank(values: Values, share: number): number | null {
  if (values.length === 0) return null;
  return select(values, rankOf(values.length, share) - 1);
}

/** The nearest rank of a share among `n` values, from 1. Guards against shares that binary fractions lift above a whole rank. */
export function rankOf(n: number, share: number): number {
  return Math.max(1, Math.ceil(share * n - 1e-9));
}

/** The value that would stand at `index` if the values were sorted. */
function select(values: Values, index: number): number {
  const at = (place: number): number => values[place] ?? 0;
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = middleOf(at(low), at((low + high) >> 1), at(high));
    let [left, right] = [low, high];
    while (left <= right) {
      while (at(left) < pivot) left += 1;
      while (at(right) > pivot) right -= 1;
      if (left > right) break;
      const kept = at(left);
      values[left] = at(right);
      values[right] = kept;
      left += 1;
      right -= 1;
    }
    if (index <= right) high = right;
    else if (index >= left) low = left;
    else return at(index);
  }
  return at(index);
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
