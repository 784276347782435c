import type { Clock } from '../../../shared/clock.ts';
import type { MetricStore } from '../../store/metricStore.ts';
import { getMetricData } from './getMetricData.ts';
import { getMetricStatistics } from './getMetricStatistics.ts';
import { listMetrics } from './listMetrics.ts';
import type { Members } from './members.ts';
import { putMetricData } from './putMetricData.ts';

/** CloudWatch's operations, apart from the three protocols in which its clients call them. */
export type CloudWatchOperations = Readonly<Record<string, (input: Members) => Promise<Members> | Members>>;

export function cloudWatchOperations(store: MetricStore, clock: Clock): CloudWatchOperations {
  return {
    GetMetricData: (input) => getMetricData(store, input),
    GetMetricStatistics: (input) => getMetricStatistics(store, input),
    ListMetrics: (input) => listMetrics(store, input),
    PutMetricData: (input) => putMetricData(store, input, clock),
  };
}
