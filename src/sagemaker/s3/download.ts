import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { UserError, codeOf } from '../../shared/errors.ts';
import { inParallel } from '../../shared/node/inParallel.ts';
import type { SdkClients } from '../clients.ts';
import { askBucket } from './bucketClient.ts';
import type { DownloadFile } from './downloadPlan.ts';
import { s3Problem } from './s3Problem.ts';
import { TransferCount, type TransferProgress } from './transfer.ts';

const filesAtOnce = 6;
/** A connection that is cut goes on where it was, so often without a byte between. */
const mostTries = 4;

/**
 * Fetches objects into files. A file has its name when it is whole: what is cancelled or fails leaves none, and the one that was there before stays.
 * @throws UserError that names what failed; the signal's reason.
 */
export async function downloadFiles(
  clients: SdkClients,
  files: readonly DownloadFile[],
  { onProgress, signal }: { onProgress?: (progress: TransferProgress) => void; signal?: AbortSignal } = {},
): Promise<void> {
  const bytesTotal = files.reduce((sum, { size }) => sum + size, 0);
  const count = new TransferCount({ filesTotal: files.length, bytesTotal }, onProgress);
  await inParallel(files, filesAtOnce, signal, async (file, either) => {
    try {
      await downloadFile(clients, file, either, (bytes) => count.moves(file, bytes));
    } catch (error) {
      either.throwIfAborted();
      throw onDisk(error, file.path) ?? s3Problem(error, 'downloading', file.place);
    }
    count.ends(file, file.size);
  });
}

async function downloadFile(
  clients: SdkClients,
  file: DownloadFile,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const folder = dirname(file.path);
  await mkdir(folder, { recursive: true });
  const partial = join(folder, `.${basename(file.path).slice(0, 40)}.${randomUUID().slice(0, 8)}.part`);
  try {
    const output = await open(partial, 'wx');
    try {
      await fetchAll(clients, file, output, signal, onBytes);
    } finally {
      await output.close();
    }
    signal.throwIfAborted();
    await rename(partial, file.path);
  } finally {
    await rm(partial, { force: true });
  }
}

async function fetchAll(
  clients: SdkClients,
  { place, etag, size }: DownloadFile,
  output: FileHandle,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<void> {
  let written = 0;
  let tries = 0;
  while (written < size || tries === 0) {
    tries++;
    const before = written;
    try {
      for await (const chunk of await bodyOf(clients, place, etag, written, signal)) {
        const bytes = chunk as Buffer;
        await output.write(bytes);
        written += bytes.length;
        onBytes(written);
      }
      if (written < size) throw new Error(`The connection ended after ${written} of ${size} bytes.`);
    } catch (error) {
      signal.throwIfAborted();
      if (written > before) tries = 1;
      // All bytes and an error: they are not the ones that were stored.
      if (written >= size || !isCut(error) || tries >= mostTries) throw error;
    }
  }
}

/** What is left of an object from a byte on; never of another version than the one that was begun. */
async function bodyOf(
  clients: SdkClients,
  { bucket, key }: DownloadFile['place'],
  etag: string,
  from: number,
  signal: AbortSignal,
): Promise<Readable> {
  const { GetObjectCommand } = await import('../sdk/s3Sdk.ts');
  const answer = await askBucket(clients, bucket, (client) =>
    client.send(
      new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(etag === '' ? {} : { IfMatch: etag }),
        ...(from === 0 ? {} : { Range: `bytes=${from}-` }),
      }),
      { abortSignal: signal },
    ),
  );
  return answer.Body as Readable;
}

/** Whether the body broke off, rather than the request was refused or the disk is full. */
function isCut(error: unknown): boolean {
  if (error === null || typeof error !== 'object' || '$metadata' in error) return false;
  const code = codeOf(error);
  return code === undefined || ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ERR_STREAM_PREMATURE_CLOSE'].includes(code);
}

function onDisk(error: unknown, path: string): UserError | undefined {
  const reasons: Record<string, string> = {
    ENOSPC: 'the disk is full',
    EACCES: 'the folder may not be written to',
    EPERM: 'the folder may not be written to',
    EROFS: 'the disk is read-only',
    ENOTDIR: 'a file is where its folder would be',
    EISDIR: 'a folder of that name is there',
    ENAMETOOLONG: 'its path is too long',
  };
  const reason = reasons[codeOf(error) ?? ''];
  if (reason === undefined) return undefined;
  return new UserError(`${path} cannot be written: ${reason}; choose another folder.`, {
    cause: error,
  });
}
