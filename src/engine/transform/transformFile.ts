import type { FileHandle } from 'node:fs/promises';
import type { Invocation } from '../hosting/predictor.ts';
import { askInOrder } from './askInOrder.ts';
import type { ModelRequests } from './modelRequests.ts';
import type { BatchProcessors } from './processing/batchProcessing.ts';
import { packBuffers } from './processing/packedBuffers.ts';
import { splitRecords, type SplitRule } from './splitRecords.ts';

/** What is done with every file of a job. */
export interface FileRule extends SplitRule {
  readonly requests: Pick<ModelRequests, 'room'>;
  readonly assembleWith: 'None' | 'Line';
  readonly contentType?: string;
  readonly accept?: string;
}

const newline = 10;

/**
 * Sends one file to a model and writes the answers in the order of its records; never merges files (contract, section 8).
 * @param processors - One that is left out leaves records or answers as they are.
 * @throws what `invoke`, the splitting and the processors throw; the output is then of no use.
 */
export async function transformFile(
  content: AsyncIterable<Uint8Array>,
  output: FileHandle,
  rule: FileRule,
  invoke: (invocation: Invocation) => Promise<Buffer>,
  { input, output: made }: BatchProcessors = {},
): Promise<void> {
  const { contentType, accept, largest } = rule;
  const ask = async (records: readonly Buffer[]): Promise<Buffer> => {
    const answer = await invoke({
      body: await (input ?? bodyOf)(records),
      ...(contentType !== undefined && { contentType }),
      ...(accept !== undefined && { accept }),
      ...(largest === 0 && { isChunked: true }),
    });
    return made === undefined ? answer : made(records, answer);
  };
  const write = async (answer: Buffer): Promise<void> => {
    await output.appendFile(answer);
    // XGBoost ends a batch with a line end of its own; a second one would be an empty record.
    if (rule.assembleWith === 'Line' && answer.at(-1) !== newline) await output.appendFile('\n');
  };
  await askInOrder(splitRecords(content, rule), rule.requests.room, ask, write);
}

async function bodyOf(records: readonly Buffer[]): Promise<Uint8Array> {
  return records.length === 1 && records[0] !== undefined ? records[0] : (await packBuffers(records)).bytes;
}
