import { Worker } from 'node:worker_threads';
import { Emitter } from '../../shared/emitter.ts';
import { messageOf } from '../../shared/errors.ts';
import { JobFailure } from '../execution/jobFailure.ts';
import type { Usage } from '../execution/process/groupUsage.ts';
import { PendingAnswers } from './pendingAnswers.ts';
import type { ExecutionParameters, Invocation, InvocationAnswer, Predictor } from './predictor.ts';
import type { ServingInput, ServingMessage, ServingRequest } from './servingMessages.ts';

/** A model of built-in XGBoost in a worker thread of the engine: needs nothing but Node. */
export class InProcessPredictor implements Predictor {
  readonly name = 'in-process';
  private readonly pending = new PendingAnswers();
  private readonly ended = new Emitter<string>();
  readonly onDidEnd: Predictor['onDidEnd'] = (listener) => {
    if (this.endReason !== undefined) listener(this.endReason);
    return this.ended.event(listener);
  };
  private endReason: string | undefined;

  private constructor(
    private readonly worker: Worker,
    readonly introduction: readonly string[],
    readonly executionParameters: ExecutionParameters,
  ) {
    worker.on('message', (message: ServingMessage) => {
      if (message.kind === 'answer') this.pending.answered(message.id, message.answer);
    });
    worker.on('error', (error) => this.end(`The in-process predictor failed: ${messageOf(error)}`));
    worker.on('exit', () => this.end('The in-process predictor has ended.'));
  }

  /**
   * Loads the model.
   * @param workerUrl - The bundled worker.
   * @throws JobFailure for a model that the TypeScript code cannot follow.
   */
  static async open(
    workerUrl: URL,
    input: ServingInput,
    introduction: readonly string[],
    parameters: ExecutionParameters,
  ): Promise<InProcessPredictor> {
    const worker = new Worker(workerUrl, { workerData: input });
    const first = await new Promise<ServingMessage>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('The worker ended before it had loaded the model.')));
    });
    if (first.kind === 'loaded') return new InProcessPredictor(worker, introduction, parameters);
    await worker.terminate();
    const problem = first.kind === 'unloadable' ? first.problem : 'it answered before it was asked';
    throw new JobFailure(
      `ClientError: The in-process predictor cannot take this model, since ${problem}: serve it with Python (SageMaker: Set Up Python Environment, or sagemaker-local setup-python) or on AWS.`,
    );
  }

  invoke(invocation: Invocation, signal?: AbortSignal): Promise<InvocationAnswer> {
    return this.pending.ask((id) => this.worker.postMessage({ ...invocation, id } satisfies ServingRequest), signal);
  }

  async ping(): Promise<boolean> {
    return this.endReason === undefined;
  }

  /** Its time is told by the loop that it keeps busy; its memory is the engine's. */
  usage(): Promise<Usage> {
    const { active } = this.worker.performance.eventLoopUtilization();
    return Promise.resolve({ cpuSeconds: active / 1000, memoryBytes: undefined });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private end(reason: string): void {
    this.pending.end(reason);
    if (this.endReason !== undefined) return;
    this.endReason = reason;
    this.ended.fire(reason);
  }
}
