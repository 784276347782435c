import type { MetricSource, MetricStore } from '../../store/metricStore.ts';
import type { JobMeasurement, JobObservation } from '../sagemaker/trainingJobs.ts';

/** The developer guide, "Monitor Amazon SageMaker with Amazon CloudWatch"; the SDK's TrainingJobAnalytics asks there. */
const namespaceOf = (kind: 'TrainingJobs' | 'ProcessingJobs'): string => `/aws/sagemaker/${kind}`;

/** What a job logs of its metric definitions. */
export function storeObservation(store: MetricStore, { jobName, metrics }: JobObservation): void {
  const source: MetricSource = {
    namespace: namespaceOf('TrainingJobs'),
    dimensions: [{ Name: 'TrainingJobName', Value: jobName }],
  };
  const values = metrics.map(({ name, value, timestamp }) => ({ metric: name, value, timestamp }));
  store.put(source, values);
}

/** What a host's program uses of this machine; its dimension is `Host`, `<job>/algo-1`. */
export function storeMeasurement(
  store: MetricStore,
  { jobName, usage }: JobMeasurement,
  kind: 'TrainingJobs' | 'ProcessingJobs' = 'TrainingJobs',
): void {
  const { host, cpu, memory, timestamp } = usage;
  const source: MetricSource = {
    namespace: namespaceOf(kind),
    dimensions: [{ Name: 'Host', Value: `${jobName}/${host}` }],
  };
  const common = { timestamp, unit: 'Percent' };
  store.put(source, [
    { metric: 'CPUUtilization', value: cpu, ...common },
    ...(memory === undefined ? [] : [{ metric: 'MemoryUtilization', value: memory, ...common }]),
  ]);
}
