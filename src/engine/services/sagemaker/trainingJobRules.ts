import { AwsError } from '../../server/awsError.ts';
import type { JsonObject } from '../../server/jsonService.ts';
import { checkpointConfigOf } from '../../execution/checkpoints.ts';
import { longestRuntime, serverless } from '../../execution/limits.ts';
import { parseS3Uri } from '../../store/s3Uri.ts';
import type { TrainingJobRequest } from './trainingJobRecord.ts';

/** The service model does not require them, since a serverless job has none of them. */
const needed = ['AlgorithmSpecification', 'ResourceConfig'];

/**
 * A `CreateTrainingJob` request beyond what the service model says of its members.
 * @throws AwsError ValidationException.
 */
export function checkTrainingJobRequest(input: JsonObject): TrainingJobRequest {
  const problem = problemOf(input);
  if (problem !== undefined) throw new AwsError('ValidationException', problem);
  const { StoppingCondition: asked } = input as Partial<TrainingJobRequest>;
  return { ...input, StoppingCondition: { MaxRuntimeInSeconds: longestRuntime, ...asked } } as TrainingJobRequest;
}

function problemOf(input: JsonObject): string | undefined {
  const missing = needed.filter((member) => input[member] === undefined);
  if (missing.length > 0)
    return input['ServerlessJobConfig'] === undefined ? missingMembers(missing) : `${serverless}.`;
  const request = input as TrainingJobRequest;
  return spotProblem(request) ?? resourceProblem(request) ?? placeProblem(request);
}

function missingMembers(names: readonly string[]): string {
  const each = names.map(
    (name) =>
      `Value null at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must not be null`,
  );
  return `${each.length} validation error${each.length === 1 ? '' : 's'} detected: ${each.join('; ')}`;
}

/** The wording: Kenza-AI/sagify issue 111 has the first; the second is quoted in public notebooks (deepar with `max_wait`). */
function spotProblem(request: TrainingJobRequest): string | undefined {
  const { MaxRuntimeInSeconds: run = longestRuntime, MaxWaitTimeInSeconds: wait } = request.StoppingCondition ?? {};
  if (request['EnableManagedSpotTraining'] !== true)
    return wait === undefined
      ? undefined
      : 'Invalid MaxWaitTimeInSeconds. It is only supported when EnableManagedSpotTraining is set to true';
  return wait !== undefined && wait >= run
    ? undefined
    : 'Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to MaxRuntimeInSeconds';
}

/** The wording: sagemaker-python-sdk pull request 5564. */
function resourceProblem({ ResourceConfig }: TrainingJobRequest): string | undefined {
  const { InstanceType: type, InstanceCount: count, InstanceGroups: groups } = ResourceConfig;
  if (!Array.isArray(groups) || groups.length === 0 || (type === undefined && count === undefined)) return undefined;
  return 'InstanceType or InstanceCount cannot be specified with InstanceGroups';
}

/** The service model lets every https URL pass; only those of S3 name a bucket. */
function placeProblem(request: TrainingJobRequest): string | undefined {
  const channels = (request.InputDataConfig ?? []).map(
    ({ ChannelName, DataSource }) => [`S3Uri of channel ${ChannelName}`, DataSource.S3DataSource?.S3Uri] as const,
  );
  const places = [
    ...channels,
    ['OutputDataConfig.S3OutputPath', request.OutputDataConfig.S3OutputPath] as const,
    ['CheckpointConfig.S3Uri', checkpointConfigOf(request)?.S3Uri] as const,
  ];
  const wrong = places.find(([, uri]) => uri !== undefined && parseS3Uri(uri).bucket === '');
  return wrong && `${wrong[0]} is '${wrong[1]}', which names no bucket: write it as s3://bucket/key.`;
}
