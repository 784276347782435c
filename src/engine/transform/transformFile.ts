import type { FileHandle } from 'node:fs/promises';
import type { Invocation } from '../hosting/predictor.ts';
import { splitRecords, type SplitRule } from './splitRecords.ts';

/** What is done with every file of a job. */
export interface FileRule extends SplitRule {
  readonly maxConcurrent: number;
  readonly assembleWith: 'None' | 'Line';
  readonly contentType?: string;
  readonly accept?: string;
}

/** Makes requests of records and outputs of answers; what stands between them is DataProcessing. */
export interface RecordProcessor {
  /** One record as the model gets it. */
  filterInput(record: Buffer): Buffer;
  /** What is stored for the answer to a request. @param records - As they came, before they were filtered. */
  combine(records: readonly Buffer[], answer: Buffer): Buffer;
}

const newline = 10;

/**
 * Sends one file to a model and writes the answers in the order of its records; never merges files (contract, section 8).
 * @param processor - Undefined where records and answers pass as they are.
 * @throws what `invoke` and the splitting throw; the output is then of no use.
 */
export async function transformFile(
  content: AsyncIterable<Uint8Array>,
  output: FileHandle,
  rule: FileRule,
  invoke: (invocation: Invocation) => Promise<Buffer>,
  processor?: RecordProcessor,
): Promise<void> {
  const { contentType, accept } = rule;
  const ask = async (records: readonly Buffer[]): Promise<Buffer> => {
    const body = Buffer.concat(processor === undefined ? records : records.map((one) => processor.filterInput(one)));
    const answer = await invoke({
      body,
      ...(contentType !== undefined && { contentType }),
      ...(accept !== undefined && { accept }),
    });
    return processor === undefined ? answer : processor.combine(records, answer);
  };
  const write = async (answer: Buffer | undefined): Promise<void> => {
    if (answer === undefined) return;
    await output.appendFile(answer);
    // XGBoost ends a batch with a line end of its own; a second one would be an empty record.
    if (rule.assembleWith === 'Line' && answer.at(-1) !== newline) await output.appendFile('\n');
  };
  const asked: Promise<Buffer>[] = [];
  for await (const records of splitRecords(content, rule)) {
    if (asked.length >= rule.maxConcurrent) await write(await asked.shift());
    const answer = ask(records);
    answer.catch(() => undefined); // heard when it is its turn to be written
    asked.push(answer);
  }
  for (const answer of asked) await write(await answer);
}
