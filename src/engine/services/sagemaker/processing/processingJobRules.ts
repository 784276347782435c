import type { JsonObject } from '../../../server/jsonService.ts';
import { parseS3Uri } from '../../../store/s3Uri.ts';
import type { ProcessingInput, ProcessingJobRequest, ProcessingOutput } from './processingJobRecord.ts';

/** What the SageMaker Python SDK's own local mode takes for a job that sets none (local/image.py, write_processing_config_files). */
const defaultRuntime = 86_400;

/** The beginning of every LocalPath of an input (API reference, ProcessingS3Input). */
const inputRoot = '/opt/ml/processing/';

/** A request with the members that the service fills in. */
export function withDefaults(input: JsonObject): ProcessingJobRequest {
  const {
    StoppingCondition = { MaxRuntimeInSeconds: defaultRuntime },
    ProcessingResources,
    ...request
  } = input as ProcessingJobRequest;
  const { ClusterConfig: cluster } = ProcessingResources;
  const isCounted = (cluster.InstancePreferences ?? []).some(({ InstanceCount }) => InstanceCount !== undefined);
  const ClusterConfig = { ...(!isCounted && { InstanceCount: 1 }), ...cluster };
  return { ...request, ProcessingResources: { ClusterConfig }, StoppingCondition };
}

/**
 * What `CreateProcessingJob` refuses beyond the shapes of the service model. The rules are those of the API reference (ProcessingInput,
 * ProcessingS3Input, ProcessingOutput, ProcessingClusterConfig), and that a folder has one input only (aws/sagemaker-python-sdk issue 4939).
 * @returns One sentence, or undefined.
 */
export function processingProblem(request: ProcessingJobRequest): string | undefined {
  const { ProcessingInputs: inputs = [], ProcessingOutputConfig: { Outputs: outputs } = { Outputs: [] } } = request;
  return (
    twice(
      'InputName',
      inputs.map(({ InputName }) => InputName),
    ) ??
    twice(
      'OutputName',
      outputs.map(({ OutputName }) => OutputName),
    ) ??
    first(inputs, inputProblem) ??
    first(outputs, outputProblem) ??
    twice(
      'LocalPath of the ProcessingInputs',
      inputs.map(({ S3Input }) => folderAt(S3Input?.LocalPath)),
    ) ??
    twice(
      'LocalPath of the ProcessingOutputs',
      outputs.map(({ S3Output }) => folderAt(S3Output?.LocalPath)),
    ) ??
    clusterProblem(request.ProcessingResources)
  );
}

function inputProblem({
  InputName,
  AppManaged = false,
  S3Input: s3,
  DatasetDefinition,
}: ProcessingInput): string | undefined {
  const shown = `ProcessingInput ${InputName}`;
  if ((s3 === undefined) === (DatasetDefinition === undefined))
    return `${shown} must specify exactly one of S3Input and DatasetDefinition.`;
  if (s3 === undefined) return undefined;
  if (parseS3Uri(s3.S3Uri).bucket === '') return noBucket(shown, s3.S3Uri);
  const { LocalPath: path } = s3;
  if (path === undefined && !AppManaged)
    return `${shown} has no LocalPath, which is required unless AppManaged is True.`;
  if (path !== undefined && !isBelow(inputRoot, path))
    return `LocalPath of ${shown} is '${path}', but must begin with ${inputRoot} and lead nowhere else.`;
  if (s3.S3CompressionType === 'Gzip' && s3.S3InputMode !== 'Pipe')
    return `${shown} has S3CompressionType Gzip, which can only be used with S3InputMode Pipe.`;
  return undefined;
}

function outputProblem({
  OutputName,
  AppManaged = false,
  S3Output: s3,
  FeatureStoreOutput,
}: ProcessingOutput): string | undefined {
  const shown = `ProcessingOutput ${OutputName}`;
  if ((s3 === undefined) === (FeatureStoreOutput === undefined))
    return `${shown} must specify exactly one of S3Output and FeatureStoreOutput.`;
  if (s3 === undefined)
    return AppManaged
      ? undefined
      : `${shown} has a FeatureStoreOutput, which is only supported when AppManaged is True.`;
  if (parseS3Uri(s3.S3Uri).bucket === '') return noBucket(shown, s3.S3Uri);
  if (s3.LocalPath === undefined && !AppManaged)
    return `${shown} has no LocalPath, which is required unless AppManaged is True.`;
  return undefined;
}

function clusterProblem({ ClusterConfig: cluster }: ProcessingJobRequest['ProcessingResources']): string | undefined {
  const { InstanceType: type, InstancePreferences: preferences } = cluster;
  if ((type === undefined) === (preferences === undefined))
    return 'ClusterConfig must specify exactly one of InstanceType and InstancePreferences.';
  return undefined;
}

/** Whether a path of a container stays below a folder, which ends with a slash. */
export function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder) && !path.split('/').some((part) => part === '.' || part === '..');
}

const noBucket = (shown: string, uri: string): string =>
  `S3Uri of ${shown} is '${uri}', which names no bucket: write it as s3://bucket/key.`;

/** However its slashes are written. */
const folderAt = (path: string | undefined): string | undefined => path?.replaceAll(/\/+/g, '/').replace(/\/$/, '');

function twice(member: string, names: readonly (string | undefined)[]): string | undefined {
  const name = names.find((one, index) => one !== undefined && names.indexOf(one) < index);
  return name === undefined ? undefined : `${member} must be unique, but '${name}' is given twice.`;
}

function first<T>(items: readonly T[], problemOf: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const problem = problemOf(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
