import type { MetricSpec } from '../algorithm.ts';

type Goal = MetricSpec['goal'];

// AWS's own algorithms log "#quality_metric: host=algo-1, epoch=0, validation mAP <score>=(0.41)". Seen: the service's definitions for
// Linear Learner and Object Detection (public dumps of DescribeHyperParameterTuningJob and of the console) and lines of K-Means, DeepAR
// and Linear Learner in public notebooks. A metric is emitted at the end, per epoch, per batch or per checkpoint, as a loss or a score
// (aws/sagemaker-xgboost-container, early history, metrics/performance_metric_definitions.py). For the other algorithms of the family
// only the metrics' names are documented, and the same grammar is assumed.

/** A metric of a `#quality_metric` line: `dataset` is train, validation or test; `logged` the metric's name in the line, a regex. */
export function qualityMetric(name: string, goal: Goal, logged?: string): MetricSpec {
  const [dataset = '', metric = ''] = name.split(':');
  return {
    name,
    regex: `#quality_metric: host=\\S+, (?:epoch=\\S+, )?(?:(?:batch|checkpoint)=\\S+ )?${dataset} ${logged ?? metric} <(?:loss|score)>=\\(?([^\\s)]+)`,
    goal,
  };
}

/** The same metrics of several datasets. */
export function qualityMetrics(
  datasets: readonly string[],
  metrics: readonly (readonly [name: string, goal: Goal, logged?: string])[],
): MetricSpec[] {
  return datasets.flatMap((dataset) =>
    metrics.map(([name, goal, logged]) => qualityMetric(`${dataset}:${name}`, goal, logged ?? name)),
  );
}

/** How much is done, in percent; and how fast: every algorithm of the family logs both. */
export const progressMetrics: readonly MetricSpec[] = [
  { name: 'train:progress', regex: '#progress_metric: host=\\S+, completed (\\S+) %', goal: 'Maximize' },
  {
    name: 'train:throughput',
    regex: '#throughput_metric: host=\\S+, train throughput=(\\S+) records/second',
    goal: 'Maximize',
  },
];
