import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { bucketize, type BucketWindow } from '../../../src/metrics/bucketize.ts';
import { MetricSeries } from '../../../src/metrics/metricSeries.ts';

type Point = readonly [step: number, value: number];

function seriesOf(points: readonly Point[]): MetricSeries {
  const series = new MetricSeries('train:rmse');
  for (const [step, value] of points) series.append(step, 0, value);
  return series;
}

/** The definition, one column at a time. */
function bruteForce(points: readonly Point[], { from, to, width }: BucketWindow): number[][] {
  return Array.from({ length: width }, (_, column) => {
    const inside = points.filter(([step]) => {
      if (step < from || step > to) return false;
      const share = to > from ? (step - from) / (to - from) : 0;
      return (share === 1 ? width - 1 : Math.floor(share * width)) === column;
    });
    const values = inside.map(([, value]) => value);
    const numbers = values.filter((value) => !Number.isNaN(value));
    const [min, max] = numbers.length > 0 ? [Math.min(...numbers), Math.max(...numbers)] : [NaN, NaN];
    return [column, values.length, inside.at(-1)?.[0] ?? 0, values[0] ?? 0, values.at(-1) ?? 0, min, max];
  }).filter(([, count]) => count !== 0);
}

function rows(points: readonly Point[], window: BucketWindow): number[][] {
  const { column, count, step, first, last, min, max } = bucketize(seriesOf(points), window);
  return [...column].map((_, at) => [column, count, step, first, last, min, max].map((array) => array[at] as number));
}

/** mulberry32: the same series in every run. */
function generator(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('bucketize', () => {
  it('agrees with the definition on random series with gaps, restarts, NaN and infinities', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = generator(seed);
      const special = [NaN, Infinity, -Infinity, 0, -0];
      let step = Math.floor(random() * 10);
      const points = Array.from({ length: Math.floor(random() * 400) }, (): Point => {
        step = random() < 0.01 ? Math.floor(random() * step) : step + Math.floor(random() * 3);
        const value = random() < 0.1 ? special[Math.floor(random() * special.length)] : random() * 100 - 50;
        return [step, value ?? 0];
      });
      const from = Math.floor(random() * 50);
      const window = { from, to: from + Math.floor(random() * 500), width: 1 + Math.floor(random() * 300) };
      // 0 and -0 are the same height.
      const plain = (table: number[][]): number[][] => table.map((row) => row.map((value) => value + 0));
      assert.deepEqual(plain(rows(points, window)), plain(bruteForce(points, window)), `seed ${seed}`);
    }
  });

  it('gives every point its own column where there is room', () => {
    assert.deepEqual(
      rows(
        [
          [0, 5],
          [1, 3],
          [2, 4],
        ],
        { from: 0, to: 2, width: 100 },
      ),
      [
        [0, 1, 0, 5, 5, 5, 5],
        [50, 1, 1, 3, 3, 3, 3],
        [99, 1, 2, 4, 4, 4, 4],
      ],
    );
  });

  it('holds a window of one step, of no step, and an empty series', () => {
    assert.deepEqual(
      rows(
        [
          [3, 5],
          [3, 7],
        ],
        { from: 3, to: 3, width: 100 },
      ),
      [[0, 2, 3, 5, 7, 5, 7]],
    );
    assert.deepEqual(rows([[3, 5]], { from: 4, to: 9, width: 100 }), []);
    assert.deepEqual(rows([], { from: 0, to: 1, width: 1 }), []);
  });

  it('loses no extreme of a million points', () => {
    const series = new MetricSeries('loss');
    for (let step = 0; step < 1_000_000; step++) series.append(step, 0, step === 654_321 ? 1e6 : Math.sin(step));
    const { count, max } = bucketize(series, { from: 0, to: 999_999, width: 800 });
    assert.equal(
      count.reduce((sum, value) => sum + value),
      1_000_000,
    );
    assert.equal(Math.max(...max), 1e6);
  });

  it('refuses a window that is none', () => {
    assert.throws(() => rows([], { from: NaN, to: 1, width: 1 }), RangeError);
    assert.throws(() => rows([], { from: 0, to: Infinity, width: 1 }), RangeError);
    assert.throws(() => rows([], { from: 0, to: 1, width: 0 }), RangeError);
    assert.throws(() => rows([], { from: 0, to: 1, width: 1.5 }), RangeError);
  });
});
