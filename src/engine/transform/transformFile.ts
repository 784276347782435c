import type { FileHandle } from 'node:fs/promises';
import type { Invocation } from '../hosting/predictor.ts';
import { OrderedRequests } from './orderedRequests.ts';
import { splitRecords, type SplitRule } from './splitRecords.ts';

/** What is done with every file of a job. */
export interface FileRule extends SplitRule {
  readonly maxConcurrent: number;
  readonly assembleWith: 'None' | 'Line';
  readonly contentType?: string;
  readonly accept?: string;
}

/** Makes the model's record of a file's. */
export interface InputProcessor {
  /** @throws RecordError */
  filterInput(record: Buffer): Buffer;
}

/** Makes what is stored of what is answered. */
export interface OutputProcessor {
  /**
   * @param records - Of the request, as they came, before they were filtered.
   * @throws RecordError
   */
  combine(records: readonly Buffer[], answer: Buffer): Buffer;
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
  { input, output: made }: { readonly input?: InputProcessor; readonly output?: OutputProcessor } = {},
): Promise<void> {
  const { contentType, accept, largest } = rule;
  const ask = async (records: readonly Buffer[]): Promise<Buffer> => {
    const answer = await invoke({
      body: bodyOf(input === undefined ? records : records.map((one) => input.filterInput(one))),
      ...(contentType !== undefined && { contentType }),
      ...(accept !== undefined && { accept }),
      ...(largest === 0 && { isChunked: true }),
    });
    return made === undefined ? answer : made.combine(records, answer);
  };
  const write = async (answer: Buffer): Promise<void> => {
    await output.appendFile(answer);
    // XGBoost ends a batch with a line end of its own; a second one would be an empty record.
    if (rule.assembleWith === 'Line' && answer.at(-1) !== newline) await output.appendFile('\n');
  };
  const requests = new OrderedRequests(rule.maxConcurrent, write);
  try {
    for await (const records of splitRecords(content, rule)) await requests.add(() => ask(records));
    await requests.finish();
  } finally {
    await requests.settled();
  }
}

const bodyOf = (records: readonly Buffer[]): Buffer =>
  records.length === 1 && records[0] !== undefined ? records[0] : Buffer.concat(records);
