import { seededRandom } from './seededRandom.ts';

/** Rows of float32 numbers. */
export type Rows = readonly (readonly number[])[];

/** Normally distributed numbers of mean 0 and variance 1. */
function normalSource(seed: number): () => number {
  const random = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Round clusters, shuffled; `spread` is their standard deviation, where their centers lie in a cube of 20. */
export function clusteredRows(
  seed: number,
  { count, clusters, columns, spread }: Record<'count' | 'clusters' | 'columns' | 'spread', number>,
): Rows {
  const random = seededRandom(seed);
  const normal = normalSource(seed + 1);
  const centers = Array.from({ length: clusters }, () => Array.from({ length: columns }, () => random() * 20 - 10));
  return Array.from({ length: count }, () => {
    const center = centers[Math.floor(random() * clusters)] ?? [];
    return center.map((value) => Math.fround(value + spread * normal()));
  });
}

/** Correlated columns around a mean that is not 0; the variances of their components fall by `decay`. */
export function correlatedRows(seed: number, count: number, columns: number, decay = 0.7): Rows {
  const normal = normalSource(seed);
  const mixing = Array.from({ length: columns }, () => Array.from({ length: columns }, normal));
  return Array.from({ length: count }, () => {
    const parts = mixing.map((_, index) => decay ** index * normal());
    return mixing.map((weights, column) =>
      Math.fround(column + weights.reduce((sum, weight, index) => sum + weight * (parts[index] ?? 0), 0)),
    );
  });
}

/** CSV without labels and header. */
export const csvOf = (rows: Rows): string => rows.map((row) => `${row.join(',')}\n`).join('');

/** The mean of the squared distances from each row to the nearest center. */
export function meanSquaredDistance(rows: Rows, centers: Rows): number {
  const nearest = (row: readonly number[]): number =>
    Math.min(
      ...centers.map((center) => center.reduce((sum, value, column) => sum + (value - (row[column] ?? 0)) ** 2, 0)),
    );
  return rows.reduce((sum, row) => sum + nearest(row), 0) / rows.length;
}
