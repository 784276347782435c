import type { MetricSource, MetricStore } from '../../store/metricStore.ts';
import type { JobObservation } from '../sagemaker/trainingJobs.ts';

/** The developer guide, "Monitor Amazon SageMaker with Amazon CloudWatch"; the SDK's TrainingJobAnalytics asks there. */
const namespace = '/aws/sagemaker/TrainingJobs';

/** What a job logs of its metric definitions. */
export function storeObservation(store: MetricStore, { jobName, metrics }: JobObservation): void {
  const source: MetricSource = { namespace, dimensions: [{ Name: 'TrainingJobName', Value: jobName }] };
  const values = metrics.map(({ name, value, timestamp }) => ({ metric: name, value, timestamp }));
  store.put(source, values);
}
