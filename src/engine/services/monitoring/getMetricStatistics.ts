import type { MetricStore } from '../../store/metricStore.ts';
import {
  invalidCombination,
  invalidValue,
  listOf,
  optionalText,
  requiredInstant,
  requiredNumber,
  requiredText,
  sourceIn,
  type Members,
} from './members.ts';
import { checkRange, isStatistic, statisticOf, summedUp, type MetricRange, type Statistic } from './statistics.ts';

/** The service's own limit for one answer. */
const mostPoints = 1440;

/** GetMetricStatistics: sums, averages and bounds of one metric by period. Percentiles are refused: they need every single value. */
export async function getMetricStatistics(store: MetricStore, input: Members): Promise<Members> {
  const metric = requiredText(input, 'MetricName');
  const range: MetricRange = {
    source: sourceIn(input),
    metric,
    start: requiredInstant(input, 'StartTime'),
    end: requiredInstant(input, 'EndTime'),
    period: requiredNumber(input, 'Period'),
    unit: optionalText(input, 'Unit'),
  };
  checkRange(range);
  const statistics = statisticsIn(input);
  const asked = Math.ceil((range.end - range.start) / 1000 / range.period);
  if (asked > mostPoints)
    throw invalidCombination(
      `You have requested up to ${asked} datapoints, which exceeds the limit of ${mostPoints}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  const periods = await summedUp(store, range);
  return {
    Label: metric,
    Datapoints: periods.map((period) => ({
      Timestamp: new Date(period.second * 1000),
      ...Object.fromEntries(statistics.map((statistic) => [statistic, statisticOf(statistic, period)])),
      Unit: period.unit,
    })),
  };
}

function statisticsIn(input: Members): Statistic[] {
  if (listOf(input, 'ExtendedStatistics').length > 0)
    throw invalidCombination(
      'The local engine keeps no single values, so that it has no percentiles: ask for Statistics.',
    );
  const names = listOf(input, 'Statistics').map(String);
  if (names.length === 0)
    throw invalidCombination('At least one of the parameters Statistics and ExtendedStatistics must be specified.');
  return names.map((name) => {
    if (isStatistic(name)) return name;
    throw invalidValue('The parameter Statistics must be of SampleCount, Average, Sum, Minimum, Maximum.');
  });
}
