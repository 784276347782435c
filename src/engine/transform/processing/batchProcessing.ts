import { dataProcessors, type ProcessingRequest } from './dataProcessing.ts';
import { DataProcessingThread } from './dataProcessingThread.ts';

/** What is done with the records of each request and with the answer; what is left as it is has no processor. */
export interface BatchProcessors {
  /** Makes the request's body. @throws RecordError */
  readonly input?: (records: readonly Buffer[]) => Promise<Buffer>;
  /** Makes what is stored. @param records - As they came, before they were filtered. @throws RecordError */
  readonly output?: (records: readonly Buffer[], answer: Buffer) => Promise<Buffer>;
}

/** Bytes that are processed where they are, within a millisecond or so: a thread would take longer to hear of them. */
const mostAtOnce = 2 ** 14;

/** The DataProcessing of one instance; the engine's other callers do not wait for it. */
export class BatchProcessing {
  private readonly thread: DataProcessingThread;

  /** @param workerUrl - Of `DataProcessingThread`. */
  constructor(
    private readonly request: ProcessingRequest,
    workerUrl: URL,
  ) {
    this.thread = new DataProcessingThread(request, workerUrl);
  }

  /** @throws RecordError for a path that cannot be followed. */
  processors(): BatchProcessors {
    const { input, output } = dataProcessors(this.request);
    return {
      ...(input && {
        input: async (records) => (isSmall(records) ? input.filterInput(records) : await this.thread.process(records)),
      }),
      ...(output && {
        output: async (records, answer) =>
          isSmall([answer]) && isSmall(records)
            ? output.combine(records, answer)
            : this.thread.process(records, answer),
      }),
    };
  }

  /** What is under way fails. */
  close(): Promise<void> {
    return this.thread.close();
  }
}

function isSmall(buffers: readonly Buffer[]): boolean {
  let size = 0;
  return buffers.every(({ length }) => (size += length) <= mostAtOnce);
}
