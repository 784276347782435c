import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { reasonText } from '../serviceProblem.ts';
import { UserError } from '../../shared/errors.ts';
import type { SdkClients } from '../clients.ts';

const sdk = () => import('../sdk/s3Sdk.ts');

export interface DownloadProgress {
  readonly bytes: number;
  readonly total: number;
}

/**
 * Brings one object to this machine. The file is there whole or not at all: it is written under another name beside its place, and one that
 * was there before is replaced at the end.
 * @param uri - `s3://bucket/key`.
 * @throws UserError naming the object, or the signal's reason when it was aborted.
 */
export async function downloadArtifact(
  clients: SdkClients,
  uri: string,
  path: string,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: DownloadProgress) => void },
): Promise<void> {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  if (bucket === undefined || key === undefined) throw new UserError(`${uri} names no object of S3.`);
  const partial = `${path}.part`;
  try {
    const [{ GetObjectCommand }, client] = await Promise.all([sdk(), clients.s3()]);
    const { Body, ContentLength: total = 0 } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), {
      abortSignal: signal,
    });
    let bytes = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        onProgress({ bytes, total });
        done(null, chunk);
      },
    });
    await pipeline(Body as Readable, count, createWriteStream(partial, { flush: true }), { signal });
    if (bytes !== total) throw new Error(`${bytes} of ${total} bytes came`);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    signal.throwIfAborted();
    throw new UserError(`${uri} could not be downloaded: ${reasonText(error)}`, { cause: error });
  }
}
