import type { SortedColumn } from './dataMatrix.ts';

const { fround } = Math;

/** A distinct value with its range of ranks; all single precision, as in libxgboost's quantile.h. */
interface Ranked {
  readonly value: number;
  /** Weight of everything before the value. */
  readonly before: number;
  /** Weight of everything up to and with the value. */
  readonly upTo: number;
}

/** Distinct values in ascending order. */
export type QuantileSummary = readonly Ranked[];

/** Every distinct value of a column; rows without weight do not count. */
export function summaryOf(column: SortedColumn, weights: Float32Array | undefined): QuantileSummary {
  const summary: Ranked[] = [];
  let before = 0;
  for (let at = 0; at < column.values.length;) {
    const value = column.values[at] as number;
    let own = 0;
    for (; at < column.values.length && column.values[at] === value; at++) {
      own = fround(own + (weights?.[column.rows[at] as number] ?? 1));
    }
    if (own === 0) continue;
    const upTo = fround(before + own);
    summary.push({ value, before, upTo });
    before = upTo;
  }
  return summary;
}

/**
 * At most `size` of the values, so that the weight between neighbours is about the same. Both ends stay, and so does every value that
 * weighs more than two equal shares; the rest of the places is spread evenly over the ranks between those.
 */
export function pruned(summary: QuantileSummary, size: number): QuantileSummary {
  const first = summary[0];
  const last = summary.at(-1);
  if (!first || !last || summary.length <= size) return summary;
  const range = fround(last.before - first.upTo);
  if (range === 0 || size <= 2) return [first, last];
  const share = fround(fround(2 * Math.max(range, fround(1e-3))) / (size - 2));
  const posts = [0];
  for (let at = 1; at < summary.length - 1; at++) {
    const { before, upTo } = summary[at] as Ranked;
    if (upTo > fround(before + share)) posts.push(at);
  }
  const places = size - 2 - (posts.length - 1);
  posts.push(summary.length - 1);
  return spread(summary, posts, places);
}

/** Chooses values at even ranks between the posts, which are always chosen. */
function spread(summary: QuantileSummary, posts: readonly number[], places: number): QuantileSummary {
  const at = (index: number): Ranked => summary[index] as Ranked;
  const gaps = posts.slice(1).map((to, index) => ({ from: posts[index] as number, to }));
  const open = gaps.filter(({ from, to }) => to > from + 1);
  const total = open.reduce((sum, { from, to }) => fround(sum + fround(at(to).before - at(from).upTo)), 0);
  const chosen = [0];
  const choose = (index: number): void => {
    if (chosen.at(-1) !== index) chosen.push(index);
  };
  let place = 1;
  let base = at(0).upTo;
  for (const { from, to } of gaps) {
    let index = from;
    for (; to > from + 1 && place < places; place++) {
      const rank = fround(2 * fround(fround(fround(place * total) / places) + base));
      if (rank >= fround(at(to).before * 2)) break;
      while (index < to && rank >= fround(at(index + 1).upTo + at(index + 1).before)) index++;
      if (index === to) break;
      choose(rank < fround(at(index).upTo + at(index + 1).before) ? index : index + 1);
    }
    choose(to);
    base = fround(base + fround(at(to).upTo - at(to).before));
  }
  return chosen.map(at);
}
