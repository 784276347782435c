import { join } from 'node:path';
import type { Clock } from '../../../shared/clock.ts';
import type { ObjectStore } from '../../store/objectStore.ts';
import type { ContainerExit } from '../container.ts';
import type { ChosenRunner, JobSpace, OutputSink, RunningContainer } from '../runner.ts';
import { childEnvironment, type EngineAccess } from './childEnvironment.ts';
import type { HostMounts } from './hostMounts.ts';
import { fastFolders } from './fastFolders.ts';
import { JobProcesses } from './jobProcesses.ts';
import type { PythonEnvironment } from './pythonEnvironment.ts';
import type { RequirementsInstaller } from './requirements.ts';
import { runScript, type ScriptImage } from './scriptContainer.ts';

/** What all Python jobs of an engine share. */
export interface PythonRunnerParts {
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly mounts: Pick<HostMounts, 'prepare'>;
  /** The shipped Python programs. */
  readonly programs: string;
  readonly installer: RequirementsInstaller;
  /** Asked when a job starts: the port is known only then. */
  readonly access: () => EngineAccess;
  /** The engine's own environment. */
  readonly env: NodeJS.ProcessEnv;
}

/** Script mode and built-in algorithms with their real libraries, in a Python of the user's. */
export class PythonRunner {
  constructor(private readonly parts: PythonRunnerParts) {}

  forScript(environment: PythonEnvironment, image: ScriptImage, introduction: readonly string[]): ChosenRunner {
    const { objects, installer, programs } = this.parts;
    return this.chosen(environment, introduction, (job, processes, variables) =>
      runScript(job, { objects, installer, programs, environment, image, variables }, processes),
    );
  }

  /**
   * A built-in algorithm with real libraries.
   * @param algorithm - `program`: of the shipped Python programs; it gets the folder that stands for `/opt/ml`, and the image's tag.
   */
  forBuiltIn(
    environment: PythonEnvironment,
    algorithm: { readonly program: string; readonly imageTag: string },
    introduction: readonly string[],
  ): ChosenRunner {
    const program = join(this.parts.programs, algorithm.program);
    return this.chosen(environment, introduction, async (job, processes, env) => {
      const args = ['-B', program, job.host.mlRoot, algorithm.imageTag]; // -B: no bytecode beside the shipped programs
      const { exitCode } = await processes.run({ program: environment.interpreter, args, env, cwd: job.host.mlRoot });
      return { exitCode };
    });
  }

  private chosen(
    environment: PythonEnvironment,
    introduction: readonly string[],
    run: (job: JobSpace, processes: JobProcesses, variables: Record<string, string>) => Promise<ContainerExit>,
  ): ChosenRunner {
    const { clock, access, env, mounts } = this.parts;
    return {
      name: 'python',
      introduction,
      start(job: JobSpace, output: OutputSink): RunningContainer {
        const processes = new JobProcesses(job, clock, output, () =>
          mounts.prepare(job, { readOnly: fastFolders(job) }),
        );
        return {
          exit: run(job, processes, childEnvironment(job, access(), environment.interpreter, env)),
          usage: () => processes.usage(),
          terminate: () => processes.terminate(),
          kill: () => processes.kill(),
        };
      },
    };
  }
}
