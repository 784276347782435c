import { checkpointConfigOf, checkpointFolder, reservedFolder } from './checkpoints.ts';
import { unsupportedInput } from './input/inputLimits.ts';
import { hostCountOf } from './jobHosts.ts';
import type { TrainingJobRequest } from '../services/sagemaker/trainingJobRecord.ts';

/** A process each, on one machine. */
export const mostHosts = 20;

/** Why a job with ServerlessJobConfig does not run. */
export const serverless =
  'ServerlessJobConfig asks for a foundation model of AWS, which the local engine does not have: run this job on AWS';

/** MaxRuntimeInSeconds of a job that sends none (API reference, StoppingCondition). */
export const longestRuntime = 86_400;

/**
 * What this engine cannot do for a job, before anything runs.
 * @returns One sentence without its full stop, or undefined when the job can run.
 */
export function unsupported(request: TrainingJobRequest): string | undefined {
  if (request['ServerlessJobConfig'] !== undefined) return serverless;
  const hosts = hostCountOf(request);
  if (hosts < 1) return 'The job has no instances and needs one: set InstanceCount to 1';
  if (hosts > mostHosts)
    return `The job has ${hosts} instances and the local engine runs up to ${mostHosts}, all on this machine: set InstanceCount to ${mostHosts} or less`;
  const checkpoints = checkpointConfigOf(request);
  if (checkpoints !== undefined && checkpointFolder(checkpoints, '') === undefined)
    return `CheckpointConfig.LocalPath is '${checkpoints.LocalPath}', and the local engine, which runs no container, has folders below /opt/ml only: leave LocalPath out`;
  const reserved = checkpoints && reservedFolder(checkpoints);
  if (reserved !== undefined)
    return `CheckpointConfig.LocalPath is '${checkpoints?.LocalPath}', and ${reserved} is for something else: leave LocalPath out, or choose a folder of its own below /opt/ml`;
  return unsupportedInput(request);
}
