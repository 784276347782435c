import type { KindId } from '../resources/resourceKind.ts';

/** Where a resource's log is: its streams are those of the group whose names begin so (developer guide, "Log groups and streams that SageMaker AI logs"). */
export interface LogPlace {
  readonly group: string;
  readonly prefix: string;
}

const groups = {
  trainingJob: 'TrainingJobs',
  processingJob: 'ProcessingJobs',
  transformJob: 'TransformJobs',
  labelingJob: 'LabelingJobs',
  notebook: 'NotebookInstances',
} as const satisfies Partial<Record<KindId, string>>;

export const loggedKinds = [...(Object.keys(groups) as (keyof typeof groups)[]), 'endpoint'] as const;

/** Undefined for kinds that log nothing themselves. */
export function logPlaceOf(kind: KindId, name: string): LogPlace | undefined {
  if (kind === 'endpoint') return { group: `/aws/sagemaker/Endpoints/${name}`, prefix: '' };
  return kind in groups
    ? { group: `/aws/sagemaker/${groups[kind as keyof typeof groups]}`, prefix: `${name}/` }
    : undefined;
}
