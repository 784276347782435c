import { inputNotHonoured, unsupportedInput } from './input/inputLimits.ts';
import { hostCountOf } from './jobHosts.ts';
import type { RunnerName } from './runner.ts';
import type { TrainingJobRequest } from '../services/sagemaker/trainingJobRecord.ts';

/** A process each, on one machine. */
const mostHosts = 20;

/**
 * What this engine cannot do for a job, before anything runs.
 * @returns One sentence without its full stop, or undefined when the job can run.
 */
export function unsupported(request: TrainingJobRequest): string | undefined {
  const hosts = hostCountOf(request);
  if (hosts < 1) return 'The job has no instances and needs one: set InstanceCount to 1';
  if (hosts > mostHosts)
    return `The job has ${hosts} instances and the local engine runs up to ${mostHosts}, all on this machine: set InstanceCount to ${mostHosts} or less`;
  return unsupportedInput(request);
}

/** What the job asks for that makes no difference here; each is a line of its log, so that nothing is ignored in silence. */
export function notHonoured(request: TrainingJobRequest, runner: RunnerName): string[] {
  const inProcess = runner === 'in-process';
  const asked: [member: string, note: string][] = [
    ['VpcConfig', 'runs on this machine, in no VPC'],
    [
      'EnableNetworkIsolation',
      inProcess
        ? 'does not isolate the in-process runner, which uses no network'
        : 'does not keep the programs of a job from the network',
    ],
    ['EnableManagedSpotTraining', 'has no spot instances: nothing is interrupted, nothing is billed'],
    [
      'CheckpointConfig',
      inProcess
        ? 'writes no checkpoints with the in-process runner'
        : 'gives the job a folder for checkpoints, and copies none from or to S3',
    ],
  ];
  const members = asked
    .filter(([member]) => request[member] !== undefined && request[member] !== false)
    .map(([member, note]) => `${member} is not honoured: the local engine ${note}.`);
  return [...members, ...inputNotHonoured(request)];
}
