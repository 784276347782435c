import { open } from 'node:fs/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { inParallel } from '../../shared/node/inParallel.ts';
import type { SdkClients } from '../clients.ts';
import type * as UploadSdkModule from '../sdk/s3UploadSdk.ts';
import { askBucket } from './bucketClient.ts';
import { contentTypeOf } from './contentTypes.ts';
import { headObject, walkObjects } from './objectList.ts';
import type { S3Place } from './s3Place.ts';
import { s3Problem } from './s3Problem.ts';
import { TransferCount, type TransferProgress } from './transfer.ts';
import type { UploadFile } from './uploadPlan.ts';

type UploadSdk = typeof UploadSdkModule;

const filesAtOnce = 4;
const partsAtOnce = 4;
const smallestPart = 8 * 1024 * 1024;
/** S3 user guide, "Multipart upload limits". */
const mostParts = 10_000;
/** Fewer are asked for one by one, more are looked for in lists. */
const fewFiles = 40;

interface TransferOptions {
  readonly onProgress?: (progress: TransferProgress) => void;
  readonly signal?: AbortSignal;
}

/** @returns The keys, relative to the prefix, that are there already. */
export async function existingKeys(
  clients: SdkClients,
  { bucket, key: prefix }: S3Place,
  files: readonly UploadFile[],
  signal?: AbortSignal,
): Promise<Set<string>> {
  const found = new Set<string>();
  try {
    if (files.length <= fewFiles) {
      await inParallel(files, filesAtOnce, signal, async ({ key }, either) => {
        if ((await headObject(clients, { bucket, key: prefix + key }, either)) !== undefined) found.add(key);
      });
      return found;
    }
    const wanted = new Set(files.map(({ key }) => key));
    // Files that come without a folder are looked for among the prefix's own objects, not in all that is below it.
    const roots = new Set(files.map(({ key }) => key.slice(0, key.indexOf('/') + 1)));
    for (const root of roots) {
      const place = { bucket, key: prefix + root };
      for await (const page of walkObjects(clients, place, { deep: root !== '', ...(signal && { signal }) }))
        for (const { key } of page) if (wanted.has(key.slice(prefix.length))) found.add(key.slice(prefix.length));
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw s3Problem(error, 'looking at', { bucket, key: prefix });
  }
  return found;
}

/**
 * Sends files below a prefix, large ones in parts. When one fails the others stop, and no part of an unfinished one is left in the bucket.
 * @returns How many were sent.
 * @throws UserError that names the file and how many were sent; the signal's reason.
 */
export async function uploadFiles(
  clients: SdkClients,
  { bucket, key: prefix }: S3Place,
  files: readonly UploadFile[],
  { onProgress, signal }: TransferOptions = {},
): Promise<number> {
  const bytesTotal = files.reduce((sum, { size }) => sum + size, 0);
  const count = new TransferCount({ filesTotal: files.length, bytesTotal }, onProgress);
  await inParallel(files, filesAtOnce, signal, async (file, either) => {
    const place = { bucket, key: prefix + file.key };
    try {
      await uploadFile(clients, place, file, { signal: either, onBytes: (bytes) => count.moves(file, bytes) });
    } catch (error) {
      either.throwIfAborted();
      throw s3Problem(error, 'uploading to', place);
    }
    count.ends(file, file.size);
  });
  return count.filesDone;
}

async function uploadFile(
  clients: SdkClients,
  { bucket, key }: S3Place,
  { path, size }: UploadFile,
  { signal, onBytes }: { signal: AbortSignal; onBytes: (bytes: number) => void },
): Promise<void> {
  const sdk = await import('../sdk/s3UploadSdk.ts');
  await askBucket(clients, bucket, async (client) => {
    const opened = await open(path);
    const body = opened.createReadStream({ autoClose: false, highWaterMark: 1 << 20 });
    const upload = new sdk.Upload({
      client: stoppable(client, sdk, signal),
      params: { Bucket: bucket, Key: key, Body: body, ContentType: contentTypeOf(key) },
      queueSize: partsAtOnce,
      partSize: Math.max(smallestPart, Math.ceil(size / mostParts)),
    });
    upload.on('httpUploadProgress', ({ loaded = 0 }) => onBytes(loaded));
    try {
      await upload.done();
    } finally {
      body.destroy();
      await opened.close();
    }
  });
}

/**
 * A client whose requests for one upload end with the signal, or when one of them fails: `Upload` by itself would send the rest of the file first,
 * and on its own `abort` end before the parts are removed. What begins an upload and what removes its parts always goes through.
 */
function stoppable(
  client: S3Client,
  { AbortMultipartUploadCommand: Abort, CreateMultipartUploadCommand: Create }: UploadSdk,
  signal: AbortSignal,
): S3Client {
  const failure = new AbortController();
  const abortSignal = AbortSignal.any([signal, failure.signal]);
  const send = async (command: Parameters<S3Client['send']>[0]): Promise<unknown> => {
    const mustEnd = command instanceof Create || command instanceof Abort;
    try {
      return await client.send(command, mustEnd ? {} : { abortSignal });
    } catch (error) {
      failure.abort(error);
      throw error;
    }
  };
  return Object.assign(Object.create(client) as S3Client, { send });
}

/** Makes the empty object that shows a prefix as a folder where nothing is in it yet, as the S3 console does it. */
export async function createFolder(clients: SdkClients, { bucket, key }: S3Place): Promise<void> {
  const { PutObjectCommand } = await import('../sdk/s3Sdk.ts');
  await askBucket(clients, bucket, (client) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: '', ContentLength: 0 })),
  );
}
