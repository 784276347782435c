import { Worker } from 'node:worker_threads';
import { codeOf } from '../../../shared/errors.ts';
import { RecordError } from '../fileFailure.ts';
import type { ProcessingRequest } from './dataProcessing.ts';
import { packBuffers } from './packedBuffers.ts';
import type { ProcessingResult, ProcessingTask } from './dataProcessingMessages.ts';

interface Waiting {
  readonly resolve: (bytes: Buffer) => void;
  readonly reject: (error: Error) => void;
}

/** Filters and joins in a thread of its own, which is started with the first task. */
export class DataProcessingThread {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private isClosed = false;

  /** @param workerUrl - The bundled worker. */
  constructor(
    private readonly request: ProcessingRequest,
    private readonly workerUrl: URL,
  ) {}

  /**
   * @param answer - What the records are combined with; undefined to filter them for the model.
   * @throws RecordError; Error once this is closed.
   */
  async process(records: readonly Buffer[], answer?: Buffer): Promise<Buffer> {
    const packed = await packBuffers(records);
    if (this.isClosed) throw new Error('The job has ended.');
    const worker = (this.worker ??= this.start());
    const task: ProcessingTask = { id: ++this.lastId, records: packed, ...(answer !== undefined && { answer }) };
    return new Promise((resolve, reject) => {
      this.waiting.set(task.id, { resolve, reject });
      worker.postMessage(task, [packed.bytes.buffer, packed.ends.buffer]);
    });
  }

  /** Ends the thread, whatever it is doing. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.worker?.terminate();
  }

  private start(): Worker {
    const { TransformInput, TransformOutput, DataProcessing } = this.request;
    const workerData: ProcessingRequest = {
      TransformInput,
      TransformOutput,
      ...(DataProcessing && { DataProcessing }),
    };
    const worker = new Worker(this.workerUrl, { workerData });
    worker.on('message', (result: ProcessingResult) => this.take(result));
    worker.on('error', (error) => this.fail(worker, error));
    worker.on('exit', () => this.fail(worker, new Error('The thread that filters and joins records has ended.')));
    return worker;
  }

  private take(result: ProcessingResult): void {
    const waiting = this.waiting.get(result.id);
    this.waiting.delete(result.id);
    if ('problem' in result) waiting?.reject(new RecordError(result.problem));
    else waiting?.resolve(Buffer.from(result.bytes.buffer));
  }

  /** What waits for this thread fails; a later task has another. */
  private fail(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    const cause =
      codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY'
        ? new RecordError('The records of one request need more memory than there is to filter or join them', {
            cause: error,
          })
        : error;
    for (const { reject } of this.waiting.values()) reject(cause);
    this.waiting.clear();
  }
}
