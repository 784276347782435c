import type { KindId } from '../../sagemaker/resources/resourceKind.ts';

/** How a kind of resource is created again (API reference of its Create operation). */
export interface Creation {
  readonly operation: string;
  /** What the AWS CLI calls the operation. */
  readonly cliCommand: string;
  /** What boto3 calls it. */
  readonly method: string;
  readonly nameField: string;
  readonly maxNameLength: number;
  /** As in `boston.training-job.yaml`. */
  readonly fileKind: string;
  /** Whether that file is a job definition of this extension's; else it is the request itself. */
  readonly isDefinition: boolean;
  /** Members that the description calls something else: Describe's name to Create's. */
  readonly renamed: Readonly<Record<string, string>>;
}

function creation(
  operation: string,
  nameField: string,
  fileKind: string,
  { maxNameLength = 63, isDefinition = false, renamed = {} }: Partial<Creation> = {},
): Creation {
  // As botocore splits it: of `CreateAutoMLJobV2` comes `create-auto-ml-job-v2`.
  const words = operation.replaceAll(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
  return {
    ...{ operation, nameField, fileKind, maxNameLength, isDefinition, renamed },
    cliCommand: words,
    method: words.replaceAll('-', '_'),
  };
}

export const creations = {
  trainingJob: creation('CreateTrainingJob', 'TrainingJobName', 'training-job', { isDefinition: true }),
  tuningJob: creation('CreateHyperParameterTuningJob', 'HyperParameterTuningJobName', 'tuning-job', {
    isDefinition: true,
    maxNameLength: 32,
  }),
  transformJob: creation('CreateTransformJob', 'TransformJobName', 'transform-job'),
  processingJob: creation('CreateProcessingJob', 'ProcessingJobName', 'processing-job'),
  labelingJob: creation('CreateLabelingJob', 'LabelingJobName', 'labeling-job'),
  autoMlJob: creation('CreateAutoMLJobV2', 'AutoMLJobName', 'automl-job', { maxNameLength: 32 }),
  model: creation('CreateModel', 'ModelName', 'model'),
  endpoint: creation('CreateEndpoint', 'EndpointName', 'endpoint', {
    renamed: { LastDeploymentConfig: 'DeploymentConfig' },
  }),
  endpointConfig: creation('CreateEndpointConfig', 'EndpointConfigName', 'endpoint-config'),
  notebook: creation('CreateNotebookInstance', 'NotebookInstanceName', 'notebook-instance', {
    renamed: { NotebookInstanceLifecycleConfigName: 'LifecycleConfigName', SecurityGroups: 'SecurityGroupIds' },
  }),
  lifecycleConfig: creation(
    'CreateNotebookInstanceLifecycleConfig',
    'NotebookInstanceLifecycleConfigName',
    'lifecycle-config',
  ),
} as const satisfies Partial<Record<KindId, Creation>>;

export type CreatableKind = keyof typeof creations;

export const creatableKinds = Object.keys(creations) as CreatableKind[];

/** AutoML's first version, for tabular data only; DescribeAutoMLJobV2 tells its jobs in the words of the second (API reference). */
const firstAutoMlJob = creation('CreateAutoMLJob', 'AutoMLJobName', 'automl-job', { maxNameLength: 32 });

/**
 * How what a request or a description tells of is created: an AutoML job by the version whose members it has.
 * @param members - `InputDataConfig` is required of the first version and unknown to the second.
 */
export function creationOf(kind: CreatableKind, members: object): Creation {
  return kind === 'autoMlJob' && 'InputDataConfig' in members ? firstAutoMlJob : creations[kind];
}
