import type { KindId } from '../resources/resourceKind.ts';

/** The member of a description that holds the status, of kinds that take their time (API reference, the Describe operations). */
export const statusMembers: Readonly<Partial<Record<KindId, string>>> = {
  trainingJob: 'TrainingJobStatus',
  tuningJob: 'HyperParameterTuningJobStatus',
  transformJob: 'TransformJobStatus',
  processingJob: 'ProcessingJobStatus',
  labelingJob: 'LabelingJobStatus',
  autoMlJob: 'AutoMLJobStatus',
  endpoint: 'EndpointStatus',
  notebook: 'NotebookInstanceStatus',
};

/** Whether a kind of resource takes its time, so that somebody may wait for it. */
export function canBeAwaited(kind: KindId): boolean {
  return statusMembers[kind] !== undefined;
}
