import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Emitter } from '../../shared/emitter.ts';
import { messageOf } from '../../shared/errors.ts';
import { platform } from '../../shared/node/platform.ts';
import type { Command } from '../execution/process/childGroup.ts';
import type { Usage } from '../execution/process/groupUsage.ts';
import { killLeftovers } from '../execution/process/leftovers.ts';
import { abortableWait } from './abortableWait.ts';
import { defaultParameters } from './executionParameters.ts';
import { HttpPredictor } from './httpPredictor.ts';
import { PooledWorker } from './pooledWorker.ts';
import { PredictorGoneError, type Invocation, type InvocationAnswer, type Predictor } from './predictor.ts';
import { timeoutVariable } from './serverVariables.ts';
import type { ServingProcessOptions } from './servingProcess.ts';
import { totalUsage } from './totalUsage.ts';
import { UnhealthyContainer } from './unhealthyContainer.ts';
import { WorkerQueue } from './workerQueue.ts';

export interface WorkerPoolOptions extends ServingProcessOptions {
  /** Processes, each with a model of its own. */
  readonly workers: number;
  /** Milliseconds that a process has for a request until it is replaced; undefined where it may take as long as it likes. */
  readonly callLimit?: number | undefined;
  /** A folder that goes when nothing of the container runs any more. */
  readonly disk?: string;
}

/** Pings in a row without an answer until a process is replaced that stands beside others. */
const patience = 3;
/**
 * Requests that the only process of a container has in hand: it need not wait for the next one while the engine hears of an answer. It reads
 * that one when it begins with it, and what it has not read survives it; elsewhere than on Linux that cannot be told (httpPredictor.ts).
 */
const ahead = 8;
const firstPause = 500;
const longestPause = 60_000;

/**
 * One container: processes that each answer one request at a time, as the servers of the images have them. What waits, waits here: it outlives
 * a process that ends, or is ended since its request takes too long. That one is replaced; the container ends with its last.
 */
export class WorkerPool implements Predictor {
  readonly name = 'python';
  executionParameters = defaultParameters;
  private readonly ended = new Emitter<string>();
  readonly onDidEnd: Predictor['onDidEnd'] = (listener) => {
    if (this.end !== undefined) listener(this.end);
    return this.ended.event(listener);
  };
  private end: string | undefined;
  private readonly queue = new WorkerQueue();
  /** Aborted when no process is to be started any more. */
  private readonly closing = new AbortController();
  /** The end of the processes that were lost. */
  private cleared: Promise<unknown> = Promise.resolve();
  private pause = firstPause;

  private constructor(
    private readonly command: Command,
    private readonly options: WorkerPoolOptions,
    readonly introduction: readonly string[],
  ) {}

  /** @throws JobFailure as `HttpPredictor.open` when one of them does not come up; then none runs. */
  static async open(
    command: Command,
    options: WorkerPoolOptions,
    introduction: readonly string[],
  ): Promise<WorkerPool> {
    const pool = new WorkerPool(command, options, introduction);
    const abort = (): void => pool.closing.abort();
    if (options.signal?.aborted) abort();
    options.signal?.addEventListener('abort', abort);
    const starting = Array.from({ length: options.workers }, (_, index) => pool.start(index + 1));
    try {
      await Promise.all(starting);
      return pool;
    } catch (error) {
      abort();
      await Promise.allSettled(starting);
      await pool.close();
      throw error;
    } finally {
      options.signal?.removeEventListener('abort', abort);
    }
  }

  /** Whether a process of it is well; one that is not, beside others, is replaced. */
  async ping(): Promise<boolean> {
    const workers = this.queue.present;
    const isWell = (await Promise.all(workers.map((worker) => worker.isWell()))).includes(true);
    const stuck = isWell ? workers.filter(({ missedPings }) => missedPings >= patience) : [];
    for (const worker of stuck) this.lose(worker, `A process did not answer ${patience} pings in a row.`);
    return isWell;
  }

  /** A request that nobody waits for any more is not begun; a process that has begun with it is free when it has answered. */
  async invoke(invocation: Invocation, signal?: AbortSignal): Promise<InvocationAnswer> {
    for (let isBack = false; ; isBack = true) {
      const worker = await this.queue.acquire(isBack, signal);
      try {
        return await unlessAborted(this.ask(worker, invocation), signal);
      } catch (error) {
        if (!(error instanceof PredictorGoneError) || error.wasDelivered) throw error;
      }
    }
  }

  usage(): Promise<Usage | undefined> {
    return totalUsage(this.queue.present.map(({ predictor }) => predictor));
  }

  async close(grace = 0): Promise<void> {
    this.closing.abort();
    this.queue.close('The container is being ended.');
    await Promise.all(this.queue.present.map(({ predictor }) => predictor.close(grace)));
    await this.cleared;
    const { disk, log } = this.options;
    if (disk === undefined) return;
    await killLeftovers(disk); // a process that cleared its environment is known by what it has mounted
    await rm(disk, { recursive: true, force: true }).catch((error: unknown) => log(messageOf(error)));
  }

  /** @param place - Among the processes; one that replaces another has the same. */
  private async start(place: number): Promise<void> {
    const { clock, folder, callLimit } = this.options;
    const own = { ...this.options, folder: join(folder, `worker-${place}`), signal: this.closing.signal };
    const predictor = await HttpPredictor.open(this.command, own, []);
    if (this.closing.signal.aborted) {
      await predictor.close();
      throw new UnhealthyContainer('The container is not wanted any more.');
    }
    this.executionParameters = predictor.executionParameters;
    const most = this.options.workers === 1 && platform.hasProcFiles ? ahead : 1;
    const overrun = (stuck: PooledWorker, limit: number): void => this.overrun(stuck, limit);
    const worker = new PooledWorker({ place, predictor, clock, most, callLimit, overrun });
    this.queue.add(worker);
    predictor.onDidEnd((reason) => this.lose(worker, reason));
  }

  /** @throws PredictorGoneError when the process ends with the request; not delivered where it cannot have begun with it. */
  private async ask(worker: PooledWorker, invocation: Invocation): Promise<InvocationAnswer> {
    try {
      const answer = await worker.predictor.invoke(invocation);
      this.pause = firstPause;
      return answer;
    } catch (error) {
      if (!this.queue.has(worker)) throw error;
      const reason = messageOf(error);
      // What a process that is well does not take, no other would.
      if (await worker.predictor.ping()) throw new PredictorGoneError(reason, { cause: error });
      this.lose(worker, reason);
      throw error;
    } finally {
      this.queue.release(worker);
    }
  }

  private overrun(worker: PooledWorker, limit: number): void {
    void this.options.log(
      `A request took longer than ${limit / 1000} seconds, so the process that has it is ended and another takes its place: set ${timeoutVariable} (seconds) in the model's Environment for a script that takes longer, also in a transform job.`,
    );
    this.lose(worker, 'The process with that request was ended.');
  }

  private lose(worker: PooledWorker, reason: string): void {
    if (!this.queue.remove(worker)) return;
    const gone = worker.predictor.close(0);
    if (this.queue.present.length === 0) this.finish(reason);
    this.cleared = Promise.allSettled([this.cleared, gone, this.replace(worker, gone, reason)]);
  }

  private async replace({ place }: PooledWorker, gone: Promise<void>, reason: string): Promise<void> {
    const { clock, log } = this.options;
    const { signal } = this.closing;
    for (let why = reason; !signal.aborted;) {
      const { pause } = this;
      void log(`${why} Another process takes its place in ${pause / 1000} s.`);
      this.pause = Math.min(2 * pause, longestPause);
      try {
        await abortableWait(clock, pause, signal);
        await gone; // it used the same folder
        return await this.start(place);
      } catch (error) {
        why = messageOf(error);
      }
    }
  }

  private finish(reason: string): void {
    this.end = reason;
    this.closing.abort();
    this.queue.close(reason);
    this.ended.fire(reason);
  }
}

function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return answer;
  let abort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
  });
  return Promise.race([answer, aborted]).finally(() => abort && signal.removeEventListener('abort', abort));
}
