import { parseMetricName } from '../../src/metrics/metricName.ts';
import type { ChartColor } from '../shared/theme.ts';

const byRole: Readonly<Record<'train' | 'validation' | 'test', ChartColor>> = {
  train: 'blue',
  validation: 'orange',
  test: 'green',
};
const others: readonly ChartColor[] = ['blue', 'orange', 'purple', 'green', 'red', 'yellow'];

/** A colour per series of one chart: by the data it was measured on, so that train looks the same in every chart and job. */
export function seriesColors(names: readonly string[]): readonly ChartColor[] {
  const taken = new Set<ChartColor>();
  for (const name of names) {
    const { role } = parseMetricName(name);
    if (role !== 'other') taken.add(byRole[role]);
  }
  const free = others.filter((color) => !taken.has(color));
  let next = 0;
  return names.map((name) => {
    const { role } = parseMetricName(name);
    return role === 'other' ? (free[next++ % free.length] ?? 'blue') : byRole[role];
  });
}
