import { Worker } from 'node:worker_threads';
import type { TableSurvey } from '../../formats/tableSurvey.ts';
import { UserError } from '../../shared/errors.ts';
import type { OutputToRead } from '../predictions/readOutput.ts';
import type { RowsToTake, TakenRows } from '../predictions/takeRows.ts';
import type { ConvertedTable, TableConversion } from './convertTable.ts';
import type { TableToSurvey } from './surveyTable.ts';

/** What the worker is asked to do. */
export type TableTask =
  | { readonly kind: 'survey'; readonly table: TableToSurvey }
  | { readonly kind: 'convert'; readonly conversion: TableConversion }
  | { readonly kind: 'rows'; readonly rows: RowsToTake }
  | { readonly kind: 'output'; readonly output: OutputToRead };

export type TableWorkerAnswer = { readonly result: unknown } | { readonly problem: string };

/**
 * Converts a table in a thread of its own, so that the editor's other extensions do not wait for it.
 * @param program - Absolute path of the bundled `tableWorker.js`.
 * @throws UserError saying what is wrong with the table; the signal's reason when it is aborted.
 */
export function runTableConversion(
  program: string,
  conversion: TableConversion,
  signal: AbortSignal,
): Promise<ConvertedTable> {
  return run(program, { kind: 'convert', conversion }, signal) as Promise<ConvertedTable>;
}

/** Looks at a whole table, in the same way and with the same errors. */
export function runTableSurvey(program: string, table: TableToSurvey, signal: AbortSignal): Promise<TableSurvey> {
  return run(program, { kind: 'survey', table }, signal) as Promise<TableSurvey>;
}

/** Takes rows out of a file, in the same way and with the same errors. */
export function runRowsTaking(program: string, rows: RowsToTake, signal: AbortSignal): Promise<TakenRows> {
  return run(program, { kind: 'rows', rows }, signal) as Promise<TakenRows>;
}

/** Reads the output of a batch transform, in the same way. @returns One answer a row. */
export function runOutputReading(
  program: string,
  output: OutputToRead,
  signal: AbortSignal,
): Promise<readonly string[]> {
  return run(program, { kind: 'output', output }, signal) as Promise<readonly string[]>;
}

function run(program: string, task: TableTask, signal: AbortSignal): Promise<unknown> {
  signal.throwIfAborted();
  const worker = new Worker(program, { workerData: task });
  const stop = (): void => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  return new Promise<unknown>((resolve, reject) => {
    worker.once('message', (answer: TableWorkerAnswer) => {
      if ('result' in answer) resolve(answer.result);
      else reject(new UserError(answer.problem));
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      reject(signal.aborted ? (signal.reason as Error) : new Error('The reading of the table ended without a result.'));
    });
  }).finally(() => signal.removeEventListener('abort', stop));
}
