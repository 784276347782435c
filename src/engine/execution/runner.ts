import type { TrainingJobRequest } from '../services/sagemaker/trainingJobRecord.ts';
import type { ContainerExit } from './container.ts';

/** What runs a job's training image, here. Which one a job got is said in its log and its status message. */
export interface Runner {
  readonly name: 'in-process';
  /** Undefined when this runner can run the job, else one sentence why not and what would. */
  whyNot(request: TrainingJobRequest): string | undefined;
  /** One line that names the runner and what it runs. */
  introduce(request: TrainingJobRequest): string;
  start(request: TrainingJobRequest, mlRoot: string, output: OutputSink): RunningContainer;
}

/** Receives the container's output in order; `timestamp` in epoch milliseconds. */
export type OutputSink = (lines: readonly { timestamp: number; message: string }[]) => void;

export interface RunningContainer {
  readonly exit: Promise<ContainerExit>;
  /** SIGTERM: the program may still write its artifacts. */
  terminate(): void;
  /** SIGKILL. */
  kill(): void;
}
