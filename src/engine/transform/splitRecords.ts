import { framedRecords, recordIo, tfRecord } from './framedRecords.ts';
import { lineRecords } from './lineRecords.ts';
import { RecordTooLargeError } from './recordTooLarge.ts';

/** How a file becomes requests. */
export interface SplitRule {
  readonly splitType: 'None' | 'Line' | 'RecordIO' | 'TFRecord';
  readonly batchStrategy: 'MultiRecord' | 'SingleRecord';
  /** The largest request, in bytes; 0 for any size. */
  readonly largest: number;
}

/** What a request of any size may have here: it is held in memory. */
const mostInMemory = 1024 ** 3;

/**
 * Cuts a file's content into the records of one request each, in order; a line keeps its end, and an empty one is no record. A file that is
 * not split is one record. A binary record keeps its frame among others and loses it when it is alone (API reference, TransformInput).
 * @param content - In pieces of any size; a record may lie across them.
 * @throws RecordTooLargeError; RecordError for a file that has no such records.
 */
export async function* splitRecords(content: AsyncIterable<Uint8Array>, rule: SplitRule): AsyncGenerator<Buffer[]> {
  const largest = rule.largest > 0 ? rule.largest : mostInMemory;
  const isSingle = rule.batchStrategy === 'SingleRecord' || rule.splitType === 'None';
  let batch: Buffer[] = [];
  let size = 0;
  for await (const record of recordsOf(content, rule, largest)) {
    if (batch.length > 0 && (isSingle || size + record.length > largest)) {
      if (rule.largest === 0 && !isSingle) throw new RecordTooLargeError('The file, which is sent whole,', largest);
      yield batch;
      [batch, size] = [[], 0];
    }
    batch.push(record);
    size += record.length;
  }
  if (batch.length > 0) yield batch;
}

function recordsOf(
  content: AsyncIterable<Uint8Array>,
  { splitType, batchStrategy }: SplitRule,
  largest: number,
): AsyncGenerator<Buffer> {
  if (splitType === 'Line') return lineRecords(content, largest);
  if (splitType === 'None') return wholeFile(content, largest);
  return framedRecords(content, splitType === 'RecordIO' ? recordIo : tfRecord, {
    isBare: batchStrategy === 'SingleRecord',
    largest,
  });
}

async function* wholeFile(content: AsyncIterable<Uint8Array>, largest: number): AsyncGenerator<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of content) {
    pieces.push(piece);
    size += piece.length;
    if (size > largest) throw new RecordTooLargeError('The file, which is sent whole,', largest);
  }
  if (size > 0) yield Buffer.concat(pieces);
}
