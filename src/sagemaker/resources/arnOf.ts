import type { KindId } from './resourceKind.ts';

const members: Readonly<Record<KindId, string>> = {
  trainingJob: 'TrainingJobArn',
  tuningJob: 'HyperParameterTuningJobArn',
  transformJob: 'TransformJobArn',
  processingJob: 'ProcessingJobArn',
  labelingJob: 'LabelingJobArn',
  autoMlJob: 'AutoMLJobArn',
  model: 'ModelArn',
  endpoint: 'EndpointArn',
  endpointConfig: 'EndpointConfigArn',
  notebook: 'NotebookInstanceArn',
  lifecycleConfig: 'NotebookInstanceLifecycleConfigArn',
};

/** A resource's own ARN, from its description; empty where that has none. */
export function arnOf(kind: KindId, description: object): string {
  const value = (description as Readonly<Record<string, unknown>>)[members[kind]];
  return typeof value === 'string' ? value : '';
}
