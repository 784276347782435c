import { parseMetricName } from '../metrics/metricName.ts';

const order = ['validation', 'test', 'other', 'train'];

/** The one metric to show where there is room for one: what the model is judged by, not what it was fitted to. */
export function headlineMetric<T extends { readonly name: string }>(metrics: readonly T[]): T | undefined {
  const rank = (metric: T): number => order.indexOf(parseMetricName(metric.name).role);
  return [...metrics].sort((a, b) => rank(a) - rank(b))[0];
}
