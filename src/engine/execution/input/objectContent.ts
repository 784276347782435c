import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { codeOf, messageOf } from '../../../shared/errors.ts';
import type { ObjectStore } from '../../store/objectStore.ts';
import { recordFrame } from './recordIo.ts';
import { downloadFailure, objectMissing, uriOf, type SourceObject } from './sourceObject.ts';

/** What becomes of an object's content on its way into a pipe. */
export interface ContentForm {
  /** CompressionType Gzip. */
  readonly gunzip: boolean;
  /** RecordWrapperType RecordIO: each object is one record. */
  readonly wrap: boolean;
}

const chunkBytes = 1 << 20;

/**
 * An object's content, as it stood when its reading began.
 * @throws JobFailure for an object that is not there any more, is not gzip, or is too long for a record.
 */
export async function* contentOf(
  object: Pick<SourceObject, 'bucket' | 'key'>,
  { gunzip, wrap }: ContentForm,
  objects: ObjectStore,
): AsyncGenerator<Uint8Array> {
  const found = (await objects.bucketExists(object.bucket)) ? await objects.open(object.bucket, object.key) : undefined;
  if (found === undefined) throw objectMissing(object);
  const { file, info } = found;
  const content = (): AsyncGenerator<Uint8Array> => (gunzip ? unzipped(file, object) : chunksOf(file));
  try {
    if (!wrap) yield* content();
    else yield* wrapped(content(), gunzip ? await lengthOf(content()) : info.size, `the object ${uriOf(object)}`);
  } finally {
    await file.close();
  }
}

/** @param shown - Names the content in a failure. */
export async function* wrapped(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  length: number,
  shown: string,
): AsyncGenerator<Uint8Array> {
  const frame = recordFrame(length);
  if (frame === undefined)
    throw downloadFailure(
      `${shown} has ${length} bytes, more than the 536870911 of a RecordIO record; cut it into smaller objects.`,
    );
  yield frame.header;
  yield* content;
  yield frame.padding;
}

/** A file from its beginning; unlike the handle's own stream it leaves the handle open. */
export async function* chunksOf(file: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ;) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function* unzipped(file: FileHandle, object: Pick<SourceObject, 'bucket' | 'key'>): AsyncGenerator<Uint8Array> {
  const zipped = Readable.from(chunksOf(file), { objectMode: false });
  const unzip = createGunzip({ chunkSize: chunkBytes });
  zipped.once('error', (error) => unzip.destroy(error));
  try {
    yield* zipped.pipe(unzip) as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (codeOf(error)?.startsWith('Z_') !== true) throw error;
    throw downloadFailure(
      `${uriOf(object)} is not a gzip file (${messageOf(error)}); leave out CompressionType, or upload it gzipped.`,
      error,
    );
  } finally {
    zipped.destroy();
  }
}

/** A record says its length before its content, which is not kept meanwhile. */
async function lengthOf(content: AsyncIterable<Uint8Array>): Promise<number> {
  let length = 0;
  for await (const chunk of content) length += chunk.length;
  return length;
}
