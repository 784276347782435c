import { AwsError } from '../../server/awsError.ts';
import type { MetricStore } from '../../store/metricStore.ts';
import {
  listOf,
  membersOf,
  optionalText,
  requiredInstant,
  requiredNumber,
  requiredText,
  sourceIn,
  type Members,
} from './members.ts';
import { checkRange, isStatistic, statisticOf, summedUp } from './statistics.ts';

/** GetMetricData: several metrics at once. Metric math and percentiles are refused. */
export async function getMetricData(store: MetricStore, input: Members): Promise<Members> {
  const start = requiredInstant(input, 'StartTime');
  const end = requiredInstant(input, 'EndTime');
  const newestFirst = optionalText(input, 'ScanBy') !== 'TimestampAscending';
  const queries = listOf(input, 'MetricDataQueries').map((query) => membersOf(query, 'MetricDataQueries'));
  if (queries.length === 0) throw new AwsError('ValidationError', 'The parameter MetricDataQueries is required.');
  const results: Members[] = [];
  for (const query of queries) {
    const id = requiredText(query, 'Id');
    const returnsData = query['ReturnData'];
    if (returnsData === false || returnsData === 'false') continue;
    if (query['MetricStat'] === undefined)
      throw new AwsError('ValidationError', `The query '${id}' is metric math, which the local engine does not do.`);
    const asked = membersOf(query['MetricStat'], 'MetricStat');
    const metric = membersOf(asked['Metric'], 'Metric');
    const name = requiredText(metric, 'MetricName');
    const statistic = requiredText(asked, 'Stat');
    if (!isStatistic(statistic))
      throw new AwsError('ValidationError', `The local engine has no statistic '${statistic}' (query '${id}').`);
    const range = { source: sourceIn(metric), metric: name, start, end, period: requiredNumber(asked, 'Period') };
    checkRange(range);
    const periods = await summedUp(store, { ...range, unit: optionalText(asked, 'Unit') });
    if (newestFirst) periods.reverse();
    results.push({
      Id: id,
      Label: optionalText(query, 'Label') ?? name,
      Timestamps: periods.map(({ second }) => new Date(second * 1000)),
      Values: periods.map((period) => statisticOf(statistic, period)),
      StatusCode: 'Complete',
    });
  }
  return { MetricDataResults: results, Messages: [] };
}
