import { AwsError } from '../../server/awsError.ts';
import type { JsonObject } from '../../server/jsonService.ts';
import { serverless } from '../../execution/limits.ts';
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
  return { StoppingCondition: {}, ...input } as TrainingJobRequest;
}

function problemOf(input: JsonObject): string | undefined {
  const missing = needed.filter((member) => input[member] === undefined);
  if (missing.length > 0)
    return input['ServerlessJobConfig'] === undefined ? missingMembers(missing) : `${serverless}.`;
  return spotProblem(input as TrainingJobRequest);
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
  const { MaxRuntimeInSeconds: run = 86_400, MaxWaitTimeInSeconds: wait } = request.StoppingCondition ?? {};
  if (request['EnableManagedSpotTraining'] !== true)
    return wait === undefined
      ? undefined
      : 'Invalid MaxWaitTimeInSeconds. It is only supported when EnableManagedSpotTraining is set to true';
  return wait !== undefined && wait >= run
    ? undefined
    : 'Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to MaxRuntimeInSeconds';
}
