import { parentPort, workerData } from 'node:worker_threads';
import { RecordError } from '../fileFailure.ts';
import { dataProcessors, type ProcessingRequest } from './dataProcessing.ts';
import { unpackBuffers } from './packedBuffers.ts';
import type { ProcessingResult, ProcessingTask } from './dataProcessingMessages.ts';

const { input, output } = dataProcessors(workerData as ProcessingRequest);

function processed({ records, answer }: ProcessingTask): Buffer | undefined {
  if (answer === undefined) return input?.filterInput(unpackBuffers(records));
  return output?.combine(unpackBuffers(records), Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength));
}

parentPort?.on('message', (task: ProcessingTask) => {
  try {
    const bytes = new Uint8Array(processed(task) ?? []);
    const result: ProcessingResult = { id: task.id, bytes };
    parentPort?.postMessage(result, [bytes.buffer]);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    const result: ProcessingResult = { id: task.id, problem: error.message };
    parentPort?.postMessage(result);
  }
});
