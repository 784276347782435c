import { Worker } from 'node:worker_threads';
import { UserError } from '../../shared/errors.ts';
import type { ConvertedTable, TableConversion } from './convertTable.ts';

export type TableWorkerAnswer = { readonly converted: ConvertedTable } | { readonly problem: string };

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
  signal.throwIfAborted();
  const worker = new Worker(program, { workerData: conversion });
  const stop = (): void => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  return new Promise<ConvertedTable>((resolve, reject) => {
    worker.once('message', (answer: TableWorkerAnswer) => {
      if ('converted' in answer) resolve(answer.converted);
      else reject(new UserError(answer.problem));
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      reject(
        signal.aborted ? (signal.reason as Error) : new Error('The conversion of the table ended without a result.'),
      );
    });
  }).finally(() => signal.removeEventListener('abort', stop));
}
