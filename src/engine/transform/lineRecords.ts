import { RecordTooLargeError } from './recordTooLarge.ts';

const newline = 10;
const carriageReturn = 13;

/**
 * The lines of a file, each with its end; an empty one is no record.
 * @param largest - In bytes.
 * @throws RecordTooLargeError before a line fills the memory.
 */
export async function* lineRecords(content: AsyncIterable<Uint8Array>, largest: number): AsyncGenerator<Buffer> {
  let kept: Buffer[] = [];
  let keptSize = 0;
  const keep = (piece: Buffer): void => {
    if (piece.length > 0) kept.push(piece);
    keptSize += piece.length;
    if (keptSize > largest) throw new RecordTooLargeError('A record', largest);
  };
  for await (const chunk of content) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      keep(bytes.subarray(start, end + 1));
      const record = kept.length === 1 && kept[0] !== undefined ? kept[0] : Buffer.concat(kept);
      if (!isEmptyLine(record)) yield record;
      [kept, keptSize, start] = [[], 0, end + 1];
    }
    keep(bytes.subarray(start));
  }
  const last = Buffer.concat(kept);
  if (!isEmptyLine(last)) yield last;
}

function isEmptyLine(record: Buffer): boolean {
  return record.length <= 2 && record.every((byte) => byte === newline || byte === carriageReturn);
}
