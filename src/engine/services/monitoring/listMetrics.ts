import type { MetricSource, MetricStore } from '../../store/metricStore.ts';
import { invalidValue, listOf, membersOf, optionalText, requiredText, type Members } from './members.ts';

/** The service's own page. */
const pageSize = 500;

/** ListMetrics: which metrics there are. The token names the last source of the page before. */
export async function listMetrics(store: MetricStore, input: Members): Promise<Members> {
  const namespace = optionalText(input, 'Namespace');
  const metricName = optionalText(input, 'MetricName');
  const filters = listOf(input, 'Dimensions').map((each) => {
    const filter = membersOf(each, 'Dimensions');
    return { name: requiredText(filter, 'Name'), value: optionalText(filter, 'Value') };
  });
  const token = optionalText(input, 'NextToken');
  if (token !== undefined && !/^[0-9a-f]{40}\.jsonl$/.test(token)) throw invalidValue('Invalid NextToken.');
  const matches = (source: MetricSource): boolean =>
    (namespace === undefined || source.namespace === namespace) &&
    filters.every(({ name, value }) =>
      source.dimensions.some((has) => has.Name === name && (value === undefined || has.Value === value)),
    );
  const found: Members[] = [];
  for await (const { place, source, metrics } of store.sources(token)) {
    if (!matches(source)) continue;
    for (const name of metrics)
      if (metricName === undefined || metricName === name)
        found.push({ Namespace: source.namespace, MetricName: name, Dimensions: source.dimensions });
    if (found.length >= pageSize) return { Metrics: found, NextToken: place };
  }
  return { Metrics: found };
}
