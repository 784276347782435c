import type { MetricSource, MetricStore, StatisticSet } from '../../store/metricStore.ts';
import { invalidCombination, invalidValue } from './members.ts';

/** What is asked for of one metric; instants in epoch milliseconds, the end exclusive. */
export interface MetricRange {
  readonly source: MetricSource;
  readonly metric: string;
  readonly start: number;
  readonly end: number;
  /** Seconds. */
  readonly period: number;
  readonly unit?: string | undefined;
}

/** The values of one period; `second` is where it begins, in epoch seconds. */
export type Period = StatisticSet;

const basicStatistics = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;
export type Statistic = (typeof basicStatistics)[number];

export function isStatistic(name: string): name is Statistic {
  return (basicStatistics as readonly string[]).includes(name);
}

/** @throws AwsError for what CloudWatch does not take (API reference, GetMetricStatistics). */
export function checkRange({ start, end, period }: Pick<MetricRange, 'start' | 'end' | 'period'>): void {
  if (start >= end) throw invalidCombination('The parameter StartTime must be less than the parameter EndTime.');
  const isPeriod = [1, 5, 10, 20, 30].includes(period) || (period > 0 && period % 60 === 0);
  if (!isPeriod) throw invalidValue('The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.');
}

/** Sums a metric up by periods that begin at multiples of the period; oldest first, periods without values left out. */
export async function summedUp(store: MetricStore, range: MetricRange): Promise<Period[]> {
  const { source, metric, start, end, period, unit } = range;
  const first = period >= 60 ? Math.floor(start / 60_000) * 60 : Math.floor(start / 1000 / period) * period;
  const periods = new Map<string, Period>();
  for await (const set of store.read(source, metric)) {
    if (set.second < first || set.second * 1000 >= end) continue;
    if (unit !== undefined && set.unit !== unit) continue;
    const second = Math.floor(set.second / period) * period;
    const key = `${second} ${set.unit}`;
    const known = periods.get(key);
    periods.set(key, known === undefined ? { ...set, second } : merged(known, set));
  }
  return [...periods.values()].sort((a, b) => a.second - b.second);
}

function merged(into: Period, { count, sum, min, max }: StatisticSet): Period {
  return {
    ...into,
    count: into.count + count,
    sum: into.sum + sum,
    min: Math.min(into.min, min),
    max: Math.max(into.max, max),
  };
}

export function statisticOf(statistic: Statistic, { count, sum, min, max }: Period): number {
  switch (statistic) {
    case 'SampleCount':
      return count;
    case 'Average':
      return sum / count;
    case 'Sum':
      return sum;
    case 'Minimum':
      return min;
    case 'Maximum':
      return max;
  }
}
