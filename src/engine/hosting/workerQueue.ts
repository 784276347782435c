import { PredictorGoneError } from './predictor.ts';
import type { PooledWorker } from './pooledWorker.ts';

interface Waiting {
  readonly resolve: (worker: PooledWorker) => void;
  readonly reject: (error: Error) => void;
}

/** The processes of a container, and the requests that wait for one of them: first come, first served. */
export class WorkerQueue {
  private readonly workers = new Set<PooledWorker>();
  private readonly waiting: Waiting[] = [];
  /** Why nobody gets one any more. */
  private end: string | undefined;

  get present(): readonly PooledWorker[] {
    return [...this.workers];
  }

  add(worker: PooledWorker): void {
    this.workers.add(worker);
    this.give(worker);
  }

  /** @returns False when it was not there any more. */
  remove(worker: PooledWorker): boolean {
    return this.workers.delete(worker);
  }

  has(worker: PooledWorker): boolean {
    return this.workers.has(worker);
  }

  /**
   * A process that has the request in hand until it is released.
   * @param isFirst - Whether it had its turn already.
   * @throws The signal's reason; PredictorGoneError, not delivered, when the container ends.
   */
  async acquire(isFirst: boolean, signal: AbortSignal | undefined): Promise<PooledWorker> {
    signal?.throwIfAborted();
    if (this.end !== undefined) throw gone(this.end);
    const free = this.waiting.length > 0 && !isFirst ? undefined : this.present.find(({ hasRoom }) => hasRoom);
    if (free === undefined) return this.turn(isFirst, signal);
    free.take();
    return free;
  }

  release(worker: PooledWorker): void {
    worker.release();
    this.give(worker);
  }

  /** Those that wait are given back. @param reason - One sentence. */
  close(reason: string): void {
    this.end ??= reason;
    for (const { reject } of this.waiting.splice(0)) reject(gone(this.end));
  }

  private give(worker: PooledWorker): void {
    while (this.workers.has(worker) && worker.hasRoom) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      worker.take();
      next.resolve(worker);
    }
  }

  private turn(isFirst: boolean, signal: AbortSignal | undefined): Promise<PooledWorker> {
    let abort: (() => void) | undefined;
    return new Promise<PooledWorker>((resolve, reject) => {
      const waiting = { resolve, reject };
      if (isFirst) this.waiting.unshift(waiting);
      else this.waiting.push(waiting);
      abort = () => {
        const index = this.waiting.indexOf(waiting);
        if (index < 0) return; // it has its turn
        this.waiting.splice(index, 1);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', abort);
    }).finally(() => abort && signal?.removeEventListener('abort', abort));
  }
}

const gone = (reason: string): PredictorGoneError => new PredictorGoneError(reason, { wasDelivered: false });
