import type { InvocationResult } from './invokeEndpoint.ts';
import type { PredictionRow, RowAnswer, SentRequest } from './predictionRow.ts';
import { bodyOf, rowBatches, type RowBatch } from './rowBatches.ts';
import { splitAnswer } from './splitAnswer.ts';

/** What came of one request: its facts, and an answer or a problem for each of its rows. */
export interface AnsweredBatch {
  readonly request: SentRequest;
  readonly answers: readonly RowAnswer[];
}

export interface InvokeRowsOptions {
  readonly rowsAtOnce: number;
  readonly invoke: (body: string, signal: AbortSignal) => Promise<InvocationResult>;
  readonly onBatch: (batch: AnsweredBatch) => void;
  /** The model answers several rows with one thing: from here on each row has its own request. */
  readonly onSingly?: () => void;
  readonly signal: AbortSignal;
}

/** Few, so that an endpoint made for one request at a time is not run over. */
const inFlight = 4;

/**
 * Asks an endpoint for every row. What is refused stands at its rows, and the others are still asked for.
 * @throws The signal's reason when it is aborted; what was answered until then has been told.
 */
export async function invokeRows(rows: readonly PredictionRow[], options: InvokeRowsOptions): Promise<void> {
  const { signal, onSingly } = options;
  const batches = rowBatches(rows, options.rowsAtOnce);
  const first = batches.shift();
  if (first === undefined) return;
  // The first answer shows whether the model takes rows together.
  const together = await ask(first, rows, options, onSingly !== undefined);
  const rest = together ? batches : rowBatches(rows, 1);
  if (!together) onSingly?.();
  const work = async (): Promise<void> => {
    for (let batch = rest.shift(); batch !== undefined; batch = rest.shift()) {
      signal.throwIfAborted();
      await ask(batch, rows, options, false);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
}

/** @returns False, without telling anything, when the answer has no part for each row and `mayFail`. */
async function ask(
  { first, count }: RowBatch,
  rows: readonly PredictionRow[],
  { invoke, onBatch, signal }: InvokeRowsOptions,
  mayFail: boolean,
): Promise<boolean> {
  const { body, ...result } = await invoke(bodyOf(rows.slice(first, first + count)), signal);
  const { problem } = result;
  const parts = problem === undefined ? splitAnswer(body, result.contentType, count) : undefined;
  if (parts === undefined && problem === undefined && mayFail && count > 1) return false;
  const reason = problem ?? `The answer has no part for each of the ${count} rows of its request.`;
  const answers = Array.from({ length: count }, (_, index): RowAnswer => {
    const answer = parts?.[index];
    return answer === undefined ? { problem: reason } : { answer };
  });
  onBatch({ request: { first, count, ...result, ...(parts === undefined && { problem: reason }) }, answers });
  return true;
}
