import { parseMetricName } from '../metrics/metricName.ts';

const order = ['validation', 'test', 'other', 'train'];
/** How far and how fast Amazon's own algorithms are, which says nothing of the model. */
const pace = ['progress', 'throughput'];

/**
 * The one metric to show where there is room for one: what the model is judged by, not what it was fitted to.
 * @returns Undefined also for a job that measures only how far it is, such as PCA.
 */
export function headlineMetric<T extends { readonly name: string }>(metrics: readonly T[]): T | undefined {
  const parsed = metrics.map((metric) => ({ metric, ...parseMetricName(metric.name) }));
  const judging = parsed.filter(({ group }) => !pace.includes(group));
  return judging.sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role))[0]?.metric;
}
