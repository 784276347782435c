import type { Clock } from '../../../shared/clock.ts';
import type { MetricStore, MetricValue } from '../../store/metricStore.ts';
import {
  invalidCombination,
  invalidValue,
  listOf,
  membersOf,
  optionalNumber,
  optionalText,
  requiredInstant,
  requiredText,
  sourceIn,
  type Members,
} from './members.ts';

/** PutMetricData: values of a script's own. Statistic sets (StatisticValues) are refused. */
export function putMetricData(store: MetricStore, input: Members, clock: Clock): Members {
  const namespace = requiredText(input, 'Namespace');
  if (namespace.startsWith('AWS/')) throw invalidValue('The value AWS/ for parameter Namespace is reserved.');
  for (const each of listOf(input, 'MetricData')) {
    const datum = membersOf(each, 'MetricData');
    store.put(sourceIn({ ...datum, Namespace: namespace }), valuesOf(datum, clock));
  }
  return {};
}

function valuesOf(datum: Members, clock: Clock): MetricValue[] {
  if (datum['StatisticValues'] !== undefined)
    throw invalidCombination('The local engine takes Value or Values and Counts, not StatisticValues.');
  const metric = requiredText(datum, 'MetricName');
  const timestamp = datum['Timestamp'] === undefined ? clock.now() : requiredInstant(datum, 'Timestamp');
  const unit = optionalText(datum, 'Unit') ?? 'None';
  const single = optionalNumber(datum, 'Value');
  const values = single === undefined ? listOf(datum, 'Values').map(Number) : [single];
  const counts = listOf(datum, 'Counts').map(Number);
  if (values.length === 0 || !values.every(Number.isFinite))
    throw invalidValue('A metric needs a finite Value or Values.');
  if (counts.length > 0 && (single !== undefined || counts.length !== values.length))
    throw invalidCombination('Counts and Values must have the same length.');
  if (values.length > 150 || !counts.every((count) => Number.isInteger(count) && count > 0 && count <= 10_000))
    throw invalidValue('Values takes at most 150 values, and Counts whole numbers up to 10,000.');
  return values.flatMap((value, index) =>
    Array.from({ length: counts[index] ?? 1 }, () => ({ metric, value, timestamp, unit })),
  );
}
