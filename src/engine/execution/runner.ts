import type { TrainingJobRequest } from '../services/sagemaker/trainingJobRecord.ts';
import type { ContainerExit } from './container.ts';
import type { Usage } from './process/groupUsage.ts';
import type { JobHost } from './jobHosts.ts';

export type RunnerName = 'in-process' | 'python';

/** What can run some training images here. Which runner a job got is said in its log and its status message. */
export interface Runner {
  readonly name: RunnerName;
  /** Undefined when this runner can run the job, else one sentence why not and what would. */
  whyNot(request: TrainingJobRequest): string | undefined;
  /** One line that names the runner and what it runs. */
  introduce(request: TrainingJobRequest): string;
  start(request: TrainingJobRequest, mlRoot: string, output: OutputSink): RunningContainer;
}

/** The place of one host of a job on this machine. */
export interface HostSpace {
  readonly host: JobHost;
  /** All hosts of the job, this one among them, in order. */
  readonly hosts: readonly JobHost[];
}

/** The same, of a training job. */
export interface JobSpace extends HostSpace {
  readonly request: TrainingJobRequest;
  readonly arn: string;
}

/** The runner that a job got, ready to start it. */
export interface ChosenRunner<S extends HostSpace = JobSpace> {
  readonly name: RunnerName;
  /** The first lines of the job's log: which runner, and with what. */
  readonly introduction: readonly string[];
  start(job: S, output: OutputSink): RunningContainer;
}

/** A line of a container's output; `timestamp` in epoch milliseconds. */
export interface OutputLine {
  readonly timestamp: number;
  readonly message: string;
  /** A state that the line overwrote (`\r`): it may hold a metric, and is not shown. */
  readonly isOverwritten?: true;
}

/** Receives the container's output in order. Resolves when the lines are written. */
export type OutputSink = (lines: readonly OutputLine[]) => Promise<void>;

export interface RunningContainer {
  /** Settles when nothing of the container runs any more and all its output has been handed on. */
  readonly exit: Promise<ContainerExit>;
  /** What it has used so far; undefined where nobody can tell. Never rejects. */
  usage(): Promise<Usage | undefined>;
  /** SIGTERM: the program may still write its artifacts. */
  terminate(): void;
  /** SIGKILL. */
  kill(): void;
}
