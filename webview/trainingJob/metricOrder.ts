import { parseMetricName, type MetricRole } from '../../src/metrics/metricName.ts';

const roles: readonly MetricRole[] = ['train', 'validation', 'test', 'other'];

/** Train, validation, test, then what else there is: one order for tiles, legend and table, whichever the log wrote first. */
export function inRoleOrder<T extends { readonly name: string }>(metrics: readonly T[]): T[] {
  const rank = ({ name }: T): number => roles.indexOf(parseMetricName(name).role);
  return [...metrics].sort((a, b) => rank(a) - rank(b));
}

/** Chart by chart, in the order in which the charts stand. */
export function inChartOrder<T extends { readonly name: string }>(metrics: readonly T[]): T[] {
  const groupOf = ({ name }: T): string => parseMetricName(name).group;
  const groups = [...new Set(metrics.map(groupOf))];
  return inRoleOrder(metrics).sort((a, b) => groups.indexOf(groupOf(a)) - groups.indexOf(groupOf(b)));
}
