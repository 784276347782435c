import { join } from 'node:path';
import { algorithmOf } from '../../catalog/images.ts';
import type { Clock } from '../../shared/clock.ts';
import type { RunnerWish } from '../../shared/node/runnerWish.ts';
import { otherVersion } from '../execution/frameworks.ts';
import { JobFailure } from '../execution/jobFailure.ts';
import type { EngineAccess } from '../execution/python/childEnvironment.ts';
import type { HostMounts } from '../execution/python/hostMounts.ts';
import { JobProcesses } from '../execution/python/jobProcesses.ts';
import type { PythonFinder } from '../execution/python/pythonEnvironment.ts';
import type { ChosenRunner } from '../execution/runner.ts';
import { described, setUp, withoutPython } from '../execution/runnerChooser.ts';
import type { ProcessingJobRequest } from '../services/sagemaker/processing/processingJobRecord.ts';
import { runProcessing } from './processingContainer.ts';
import type { ProcessingSpace } from './processingSpace.ts';

/** What the processing jobs of an engine run with. */
export interface ProcessorParts {
  readonly finder: PythonFinder;
  readonly mounts: Pick<HostMounts, 'prepare'>;
  readonly clock: Clock;
  /** The shipped Python programs. */
  readonly programs: string;
  /** Asked when a job starts: the port is known only then. */
  readonly access: () => EngineAccess;
  /** The engine's own environment. */
  readonly env: NodeJS.ProcessEnv;
}

/** What can run processing jobs on this machine: nothing is silently replaced by something else. */
export class ProcessorChooser {
  constructor(private readonly parts: ProcessorParts) {}

  /** @throws JobFailure saying in one sentence why nothing here runs the job, and what would. */
  async choose(
    { AppSpecification: { ImageUri: image, ContainerEntrypoint } }: ProcessingJobRequest,
    wish: RunnerWish,
  ): Promise<ChosenRunner<ProcessingSpace>> {
    if (ContainerEntrypoint === undefined)
      throw refusal(
        `The job runs what is built into the image '${image}', and this version of the local engine runs no container: set ContainerEntrypoint to python3 and a script of an input, or run this job on AWS`,
      );
    if (wish.runner === 'in-process')
      throw refusal('The in-process runner has no processing jobs: set the runner to auto or python');
    const environment = await this.parts.finder.find(wish.interpreter);
    if (typeof environment === 'string') throw refusal(withoutPython('A processing job', environment, setUp));
    const found = algorithmOf(image);
    return {
      name: 'python',
      introduction: [
        `Local engine: python runner, processing with ${described(environment)}.`,
        ...(found === undefined
          ? [`The image '${image}' is not pulled: the job has the programs and libraries of this machine.`]
          : otherVersion(environment, found.algorithm, found.tag)),
      ],
      start: (space, output) => {
        const { clock, env, programs, access, mounts } = this.parts;
        const mounting = mounts.prepare(space, { asOptMl: true });
        const processes = new JobProcesses(space, clock, output, () => mounting);
        const environmentProgram = join(programs, 'processing_environment.py');
        return {
          exit: mounting.then((mounted) =>
            runProcessing(space, { environment, environmentProgram, access: access(), env, mounted }, processes),
          ),
          usage: () => processes.usage(),
          terminate: () => processes.terminate(),
          kill: () => processes.kill(),
        };
      },
    };
  }
}

const refusal = (problem: string): JobFailure => new JobFailure(`ClientError: ${problem.replace(/\.$/, '')}.`);
