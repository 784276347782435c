import type { Readable } from 'node:stream';
import { createGunzip, constants } from 'node:zlib';
import type { SdkClients } from '../clients.ts';
import { askBucket } from './bucketClient.ts';
import { headObject, type ObjectEntry } from './objectList.ts';
import type { S3Place } from './s3Place.ts';
import { s3Problem } from './s3Problem.ts';

/** Of a text no more is shown. */
export const longestPreview = 1024 * 1024;
/** A picture is shown whole or not at all. */
const largestPicture = 50 * 1024 * 1024;

/** How an object is shown; `isCut` where there is more of it than is shown. */
type PreviewKind =
  | { readonly kind: 'text'; readonly isCut: boolean; readonly isUnzipped: boolean }
  | { readonly kind: 'picture' }
  | { readonly kind: 'binary' };

/** An object's content as it is shown. */
export type Preview = PreviewKind & { readonly object: ObjectEntry; readonly content: Uint8Array };

const pictures = /\.(png|jpe?g|gif|webp|bmp|ico|svg|avif)$/i;

/**
 * Reads as much of an object as is shown of it: of a text its first lines, unzipped where it is gzip.
 * @returns Undefined where there is no such object; a binary one has no content.
 * @throws UserError.
 */
export async function loadPreview(
  clients: SdkClients,
  place: S3Place,
  signal?: AbortSignal,
): Promise<Preview | undefined> {
  try {
    const object = await headObject(clients, place, signal);
    if (object === undefined) return undefined;
    if (pictures.test(place.key) && object.size <= largestPicture) {
      const { bytes } = await firstBytes(clients, place, object, largestPicture, false, signal);
      return { kind: 'picture', object, content: bytes };
    }
    return await textOf(clients, place, object, object.contentEncoding === 'gzip' || isGzipName(place.key), signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw s3Problem(error, 'reading', place);
  }
}

/** Archives are not unzipped: what is in them is no text. */
const isGzipName = (key: string): boolean => /\.gz$/i.test(key) && !/\.tar\.gz$/i.test(key);

async function textOf(
  clients: SdkClients,
  place: S3Place,
  object: ObjectEntry,
  isGzip: boolean,
  signal: AbortSignal | undefined,
): Promise<Preview> {
  const { bytes, isCut, isUnzipped } = await firstBytes(clients, place, object, longestPreview, isGzip, signal);
  if (!isText(bytes, isCut)) return { kind: 'binary', object, content: new Uint8Array() };
  return { kind: 'text', object, isCut, isUnzipped, content: isCut ? wholeLines(bytes) : bytes };
}

async function firstBytes(
  clients: SdkClients,
  { bucket, key }: S3Place,
  { size, etag }: ObjectEntry,
  limit: number,
  isGzip: boolean,
  signal: AbortSignal | undefined,
): Promise<{ bytes: Uint8Array; isCut: boolean; isUnzipped: boolean }> {
  if (size === 0) return { bytes: new Uint8Array(), isCut: false, isUnzipped: false };
  const { GetObjectCommand } = await import('../sdk/s3Sdk.ts');
  // Gzip may hold a thousand times its size: it is read until there is enough.
  const range = isGzip || size <= limit ? {} : { Range: `bytes=0-${limit - 1}` };
  const answer = await askBucket(clients, bucket, (client) =>
    client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, ...(etag === '' ? {} : { IfMatch: etag }), ...range }),
      signal === undefined ? {} : { abortSignal: signal },
    ),
  );
  const body = answer.Body as Readable;
  const stored = await start(body, isGzip ? 2 : 0);
  const isZipped = isGzip && stored[0] === 0x1f && stored[1] === 0x8b;
  const { bytes, hasMore } = await take(isZipped ? unzipped(body) : body, limit);
  body.destroy();
  return { bytes, isCut: hasMore || (!isZipped && size > bytes.length), isUnzipped: isZipped };
}

/** Looks at the first bytes of a stream and puts them back. */
async function start(body: Readable, count: number): Promise<Uint8Array> {
  if (count === 0) return new Uint8Array();
  await new Promise<void>((resolve, reject) => {
    body.once('readable', resolve).once('error', reject);
  });
  const first = (body.read(Math.min(count, body.readableLength)) ?? new Uint8Array()) as Uint8Array;
  body.unshift(first);
  return first;
}

function unzipped(body: Readable): Readable {
  // A file that ends early shows what there is of it.
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  body.once('error', (error) => gunzip.destroy(error));
  return body.pipe(gunzip);
}

async function take(stream: Readable, limit: number): Promise<{ bytes: Uint8Array; hasMore: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > limit) break;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, limit), hasMore: length > limit };
}

/** UTF-8 or UTF-16 with its mark, and no NUL in it. */
function isText(bytes: Uint8Array, isCut: boolean): boolean {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isWide) return true;
  if (bytes.includes(0)) return false;
  try {
    // A cut may go through a sign of several bytes.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
    return true;
  } catch {
    return isLatin(bytes);
  }
}

/** Old tables are in Windows' or ISO's one-byte codes: text has few control signs. */
function isLatin(bytes: Uint8Array): boolean {
  const controls = bytes.reduce((sum, byte) => sum + (byte < 9 || (byte > 13 && byte < 32) ? 1 : 0), 0);
  return controls === 0 && bytes.some((byte) => byte === 10);
}

function wholeLines(bytes: Uint8Array): Uint8Array {
  const end = bytes.lastIndexOf(10);
  return end > 0 ? bytes.subarray(0, end + 1) : bytes;
}
