/** How a file becomes requests. */
export interface SplitRule {
  readonly splitType: 'None' | 'Line';
  readonly batchStrategy: 'MultiRecord' | 'SingleRecord';
  /** The largest request, in bytes; 0 for any size. */
  readonly largest: number;
}

/** A record, or a file that is not split, is larger than a request may be. */
export class RecordTooLargeError extends Error {
  override readonly name = 'RecordTooLargeError';
}

const newline = 10;
const carriageReturn = 13;

/**
 * Cuts a file's content into the records of one request each, in order; a line keeps its end, and an empty one is no record. A file that is
 * not split is one record.
 * @param content - In pieces of any size; a record may lie across them.
 * @throws RecordTooLargeError
 */
export async function* splitRecords(content: AsyncIterable<Uint8Array>, rule: SplitRule): AsyncGenerator<Buffer[]> {
  let batch: Buffer[] = [];
  let size = 0;
  for await (const record of recordsOf(content, rule)) {
    if (rule.largest > 0 && record.length > rule.largest) throw tooLarge(record.length, rule);
    const isFull = rule.largest > 0 && size + record.length > rule.largest;
    if (batch.length > 0 && (isFull || rule.batchStrategy === 'SingleRecord' || rule.splitType === 'None')) {
      yield batch;
      [batch, size] = [[], 0];
    }
    batch.push(record);
    size += record.length;
    if (rule.largest === 0 && size >= unlimitedRequest) {
      yield batch;
      [batch, size] = [[], 0];
    }
  }
  if (batch.length > 0) yield batch;
}

/** MaxPayloadInMB 0 streams a file on AWS; here its records go in requests of this size. */
const unlimitedRequest = 6 * 1024 ** 2;

async function* recordsOf(content: AsyncIterable<Uint8Array>, rule: SplitRule): AsyncGenerator<Buffer> {
  let kept: Buffer[] = [];
  let keptSize = 0;
  const keep = (piece: Buffer): void => {
    if (piece.length > 0) kept.push(piece);
    keptSize += piece.length;
    if (rule.largest > 0 && keptSize > rule.largest) throw tooLarge(keptSize, rule); // before it fills the memory
  };
  for await (const chunk of content) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    if (rule.splitType === 'Line') {
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
        keep(bytes.subarray(start, end + 1));
        const record = kept.length === 1 && kept[0] !== undefined ? kept[0] : Buffer.concat(kept);
        if (!isEmptyLine(record)) yield record;
        [kept, keptSize, start] = [[], 0, end + 1];
      }
    }
    keep(bytes.subarray(start));
  }
  const last = Buffer.concat(kept);
  if (!isEmptyLine(last)) yield last;
}

function isEmptyLine(record: Buffer): boolean {
  return record.length <= 2 && record.every((byte) => byte === newline || byte === carriageReturn);
}

function tooLarge(bytes: number, { largest, splitType }: SplitRule): RecordTooLargeError {
  const what = splitType === 'Line' ? 'A record' : 'The file, which is sent whole,';
  return new RecordTooLargeError(`${what} has ${bytes} bytes or more, and MaxPayloadInMB allows ${largest}`);
}
