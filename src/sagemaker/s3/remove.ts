import type { SdkClients } from '../clients.ts';
import { askBucket } from './bucketClient.ts';
import { walkObjects } from './objectList.ts';
import { s3Uri, type S3Place } from './s3Place.ts';
import { s3Problem } from './s3Problem.ts';

/** The API takes no more at once (DeleteObjects). */
const batch = 1_000;
/** XML 1.0, which DeleteObjects speaks, cannot hold these; they are deleted one by one. */
const notInXml = /[\u0000-\u001f\ufffe\uffff]/;

export interface ObjectCount {
  readonly objects: number;
  readonly bytes: number;
}

interface CountOptions {
  readonly signal?: AbortSignal;
  /** @param objects - Until now. */
  readonly onProgress?: (objects: number) => void;
}

interface RemoveOptions {
  readonly signal?: AbortSignal;
  /** Called for each answer of S3 with what it says: what was told stays true when a later request fails. */
  readonly onAnswer?: (some: Removal) => void;
}

/** An object that was not deleted, and S3's reason. */
export interface NotRemoved {
  readonly place: S3Place;
  readonly reason: string;
}

export interface Removal {
  /** As many as S3 said are deleted. */
  readonly removed: number;
  readonly failed: readonly NotRemoved[];
}

/** How much is below a prefix. @throws UserError; the signal's reason. */
export async function countObjects(
  clients: SdkClients,
  place: S3Place,
  options: CountOptions = {},
): Promise<ObjectCount> {
  let objects = 0;
  let bytes = 0;
  try {
    for await (const page of walkObjects(clients, place, signalOf(options))) {
      objects += page.length;
      bytes += page.reduce((sum, { size }) => sum + size, 0);
      options.onProgress?.(objects);
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    throw s3Problem(error, 'counting', place);
  }
  return { objects, bytes };
}

/**
 * Deletes all below a prefix, page by page; of a versioned bucket the old versions stay.
 * @throws UserError; the signal's reason. What was deleted before, `onAnswer` was told.
 */
export async function removeBelow(clients: SdkClients, place: S3Place, options: RemoveOptions = {}): Promise<Removal> {
  let removed = 0;
  const failed: NotRemoved[] = [];
  try {
    for await (const page of walkObjects(clients, place, signalOf(options))) {
      const keys = page.map(({ key }) => key);
      const told = await removeKeys(clients, place.bucket, keys, options);
      failed.push(...told.failed);
      removed += told.removed;
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    throw s3Problem(error, 'deleting what is below', place);
  }
  return { removed, failed };
}

/** Deletes objects of one bucket. What was deleted before a request that fails, `onAnswer` was told. */
export async function removeKeys(
  clients: SdkClients,
  bucket: string,
  keys: readonly string[],
  { signal, onAnswer }: RemoveOptions = {},
): Promise<Removal> {
  const { DeleteObjectCommand, DeleteObjectsCommand } = await import('../sdk/s3Sdk.ts');
  const failed: NotRemoved[] = [];
  let removed = 0;
  const add = (some: Removal): void => {
    failed.push(...some.failed);
    removed += some.removed;
    onAnswer?.(some);
  };
  const plain = keys.filter((key) => !notInXml.test(key));
  for (let start = 0; start < plain.length; start += batch) {
    signal?.throwIfAborted();
    const Objects = plain.slice(start, start + batch).map((Key) => ({ Key }));
    const { Deleted = [], Errors = [] } = await askBucket(clients, bucket, (client) =>
      client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } })),
    );
    const kept = Errors.map(({ Key = '', Code, Message }) => ({
      place: { bucket, key: Key },
      reason: Message ?? Code ?? 'no reason given',
    }));
    add({ removed: Deleted.length, failed: kept });
  }
  for (const key of keys.filter((each) => notInXml.test(each))) {
    signal?.throwIfAborted();
    await askBucket(clients, bucket, (client) => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })));
    add({ removed: 1, failed: [] });
  }
  return { removed, failed };
}

/** Deletes an empty bucket. @throws UserError, also where old versions keep it. */
export async function removeBucket(clients: SdkClients, bucket: string): Promise<void> {
  const { DeleteBucketCommand } = await import('../sdk/s3Sdk.ts');
  try {
    await askBucket(clients, bucket, (client) => client.send(new DeleteBucketCommand({ Bucket: bucket })));
  } catch (error) {
    throw s3Problem(error, 'deleting', { bucket, key: '' });
  }
}

/** Whether deleted objects of a bucket stay as old versions; `unknown` where one may not ask. */
export async function versioningOf(
  clients: SdkClients,
  bucket: string,
  signal?: AbortSignal,
): Promise<'on' | 'off' | 'unknown'> {
  const { GetBucketVersioningCommand } = await import('../sdk/s3Sdk.ts');
  try {
    const { Status } = await askBucket(clients, bucket, (client) =>
      client.send(
        new GetBucketVersioningCommand({ Bucket: bucket }),
        signal === undefined ? {} : { abortSignal: signal },
      ),
    );
    return Status === undefined ? 'off' : 'on';
  } catch (error) {
    signal?.throwIfAborted();
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    // The local engine keeps no versions, and says so.
    if (status === 501) return 'off';
    if (status === 403) return 'unknown';
    throw s3Problem(error, 'looking at', { bucket, key: '' });
  }
}

/** The reasons of what was not deleted, for the log. */
export function reasonsOf(failed: readonly NotRemoved[]): string {
  return failed.map(({ place, reason }) => `${s3Uri(place)}: ${reason}`).join('\n');
}

const signalOf = ({ signal }: Pick<RemoveOptions, 'signal'>) => (signal === undefined ? {} : { signal });
