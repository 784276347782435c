import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../shared/errors.ts';
import type { Usage } from '../execution/process/groupUsage.ts';
import {
  PredictorGoneError,
  type ExecutionParameters,
  type Invocation,
  type InvocationAnswer,
  type Predictor,
} from './predictor.ts';
import type { InstanceStart, PreparedModel } from './preparedModel.ts';
import type { ServedContainer } from './servedModel.ts';
import { totalUsage } from './totalUsage.ts';
import { UnhealthyContainer } from './unhealthyContainer.ts';

/** One container of a pipeline. */
interface Stage<T> {
  readonly hostname: string;
  readonly of: T;
}

/** What the service calls a pipeline's container that has no name (developer guide, "Inference Pipeline Logs and Metrics"). */
const hostnameOf = ({ ContainerHostname: given }: ServedContainer, index: number): string =>
  typeof given === 'string' ? given : `container-${index + 1}`;

/** A model of several containers. @param prepared - Of each container, in the same order. */
export function preparedPipeline(
  containers: readonly ServedContainer[],
  prepared: readonly PreparedModel[],
): PreparedModel {
  const stages = prepared.map((of, index) => ({ hostname: hostnameOf(containers[index] ?? {}, index), of }));
  return { open: (start) => PipelinePredictor.open(stages, start) };
}

/** Several containers one behind the other: the answer of one is the request of the next. */
class PipelinePredictor implements Predictor {
  readonly name: Predictor['name'];
  /** Each container's own is in its own log stream. */
  readonly introduction = [];

  private constructor(private readonly stages: readonly Stage<Predictor>[]) {
    this.name = stages[0]?.of.name ?? 'python';
  }

  /** @throws JobFailure of the first container that does not come up; then none runs. */
  static async open(stages: readonly Stage<PreparedModel>[], start: InstanceStart): Promise<PipelinePredictor> {
    const opened = await Promise.allSettled(stages.map((stage) => openStage(stage, start)));
    const failed = opened.find((outcome) => outcome.status === 'rejected');
    const running = opened.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    if (failed === undefined) return new PipelinePredictor(running);
    await Promise.all(running.map(({ of }) => of.close()));
    throw failed.reason;
  }

  /** What the first one takes; no more at once than any of them. */
  get executionParameters(): ExecutionParameters {
    const [first, ...others] = this.stages.map(({ of }) => of.executionParameters);
    if (first === undefined) throw new Error('A pipeline has containers.');
    const counts = [first, ...others].map(({ maxConcurrentTransforms }) => maxConcurrentTransforms);
    return { ...first, maxConcurrentTransforms: Math.min(...counts) };
  }

  readonly onDidEnd: Predictor['onDidEnd'] = (listener) => {
    let hasEnded = false;
    const listeners = this.stages.map(({ hostname, of }) =>
      of.onDidEnd((reason) => {
        if (!hasEnded) listener(`${hostname}: ${reason}`);
        hasEnded = true;
      }),
    );
    return { dispose: () => listeners.forEach((one) => one.dispose()) };
  };

  async ping(): Promise<boolean> {
    const answers = await Promise.all(this.stages.map(({ of }) => of.ping()));
    return answers.every(Boolean);
  }

  /**
   * Body and type of an answer go to the next container; one that is no success ends it. Accept is for the last one only: those before it
   * answer in their own default (aws/amazon-sagemaker-examples issue 729).
   */
  async invoke({ accept, ...request }: Invocation, signal?: AbortSignal): Promise<InvocationAnswer> {
    let next: Invocation = request;
    for (const [index, { hostname, of }] of this.stages.entries()) {
      const isLast = index === this.stages.length - 1;
      const answer = await of
        .invoke(isLast && accept !== undefined ? { ...next, accept } : next, signal)
        .catch((error: unknown) => {
          throw located(error, hostname, index === 0);
        });
      if (isLast || answer.status < 200 || answer.status >= 300) return { ...answer, container: hostname };
      next = { ...request, body: answer.body, contentType: answer.contentType };
    }
    throw new Error('A pipeline has containers.');
  }

  /** Of all containers. */
  usage(): Promise<Usage | undefined> {
    return totalUsage(this.stages.map(({ of }) => of));
  }

  async close(grace?: number): Promise<void> {
    await Promise.all(this.stages.map(({ of }) => of.close(grace)));
  }
}

async function openStage({ hostname, of }: Stage<PreparedModel>, start: InstanceStart): Promise<Stage<Predictor>> {
  const log = (line: string): void | Promise<void> => start.log(line, hostname);
  const folder = join(start.folder, hostname);
  await mkdir(folder, { recursive: true });
  try {
    const predictor = await of.open({ ...start, folder, log });
    for (const line of predictor.introduction) void log(line);
    return { hostname, of: predictor };
  } catch (error) {
    void log(messageOf(error));
    if (!(error instanceof UnhealthyContainer)) throw error;
    throw new UnhealthyContainer(error.message, hostname, { cause: error });
  }
}

/** A request that has been answered by one container cannot be given to another instance as if it were new. */
function located(error: unknown, container: string, isFirst: boolean): unknown {
  if (!(error instanceof PredictorGoneError)) return error;
  const wasDelivered = error.wasDelivered || !isFirst;
  return new PredictorGoneError(error.message, { wasDelivered, container, cause: error });
}
