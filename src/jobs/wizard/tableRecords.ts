import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { CsvRecordReader, type CsvRecord } from '../../formats/csvRecords.ts';

/**
 * The records of a delimited file, in pieces as they are read; a `.gz` is unpacked on the way.
 * @throws A system error, or zlib's.
 */
export async function* tableRecords(path: string, delimiter: string): AsyncGenerator<CsvRecord[]> {
  const reader = new CsvRecordReader(delimiter);
  const decoder = new TextDecoder();
  for await (const chunk of tableBytes(path)) yield reader.push(decoder.decode(chunk, { stream: true }));
  yield reader.push(decoder.decode());
  yield reader.end();
}

/** The bytes of a file, unpacked when it is a `.gz`. @throws A system error, or zlib's. */
export async function* tableBytes(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path);
  if (!/\.gz$/i.test(path)) {
    yield* file as AsyncIterable<Buffer>;
    return;
  }
  const unpacked = createGunzip();
  // A pipe does not pass errors on.
  file.once('error', (error) => unpacked.destroy(error));
  try {
    yield* file.pipe(unpacked) as AsyncIterable<Buffer>;
  } finally {
    file.destroy();
  }
}
