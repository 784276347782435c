import type { _Object as S3Object } from '@aws-sdk/client-s3';
import type { SdkClients } from '../clients.ts';
import { askBucket } from './bucketClient.ts';
import type { S3Place } from './s3Place.ts';

/** An object; size in bytes, times in epoch milliseconds. */
export interface ObjectEntry {
  readonly key: string;
  readonly size: number;
  readonly modified: number;
  readonly etag: string;
  readonly storageClass: string;
}

/** One page below a prefix. */
export interface ObjectPage {
  /** Whole prefixes, each with its `/` at the end. */
  readonly folders: readonly string[];
  readonly objects: readonly ObjectEntry[];
  readonly next?: string | undefined;
}

interface PageRequest {
  readonly token?: string | undefined;
  /** True lists all below the prefix, without folders. */
  readonly deep?: boolean;
  readonly startAfter?: string;
  /** 1,000 unless fewer are wanted. */
  readonly limit?: number;
  readonly signal?: AbortSignal | undefined;
}

/** One page of what is below a prefix, in S3's order. */
export async function listObjects(
  clients: SdkClients,
  { bucket, key }: S3Place,
  { token, deep = false, startAfter, limit, signal }: PageRequest = {},
): Promise<ObjectPage> {
  const { ListObjectsV2Command } = await import('../sdk/s3Sdk.ts');
  const page = await askBucket(clients, bucket, (client) =>
    client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: key,
        // A key may hold signs that XML cannot.
        EncodingType: 'url',
        ...(deep ? {} : { Delimiter: '/' }),
        ...(token === undefined ? {} : { ContinuationToken: token }),
        ...(startAfter === undefined ? {} : { StartAfter: startAfter }),
        ...(limit === undefined ? {} : { MaxKeys: limit }),
      }),
      signal === undefined ? {} : { abortSignal: signal },
    ),
  );
  return {
    folders: (page.CommonPrefixes ?? []).map(({ Prefix = '' }) => decodeKey(Prefix)),
    objects: (page.Contents ?? []).map(entryOf),
    next: page.IsTruncated === true ? page.NextContinuationToken : undefined,
  };
}

/** Page after page of the objects below a prefix: all of them, or with `deep: false` those in no folder of it. */
export async function* walkObjects(
  clients: SdkClients,
  place: S3Place,
  options: Pick<PageRequest, 'deep' | 'startAfter' | 'signal'> = {},
): AsyncGenerator<readonly ObjectEntry[]> {
  let token: string | undefined;
  do {
    const page = await listObjects(clients, place, { deep: true, ...options, token });
    if (page.objects.length > 0) yield page.objects;
    token = page.next;
  } while (token !== undefined);
}

/** @returns The object, or undefined when there is none of that key. */
export async function headObject(
  clients: SdkClients,
  { bucket, key }: S3Place,
  signal?: AbortSignal,
): Promise<(ObjectEntry & { readonly contentType: string; readonly contentEncoding: string }) | undefined> {
  const { HeadObjectCommand } = await import('../sdk/s3Sdk.ts');
  try {
    const found = await askBucket(clients, bucket, (client) =>
      client.send(
        new HeadObjectCommand({ Bucket: bucket, Key: key }),
        signal === undefined ? {} : { abortSignal: signal },
      ),
    );
    return {
      key,
      size: found.ContentLength ?? 0,
      modified: found.LastModified?.getTime() ?? 0,
      etag: found.ETag ?? '',
      storageClass: found.StorageClass ?? 'STANDARD',
      contentType: found.ContentType ?? '',
      contentEncoding: found.ContentEncoding ?? '',
    };
  } catch (error) {
    if (error instanceof Error && ['NotFound', 'NoSuchKey'].includes(error.name)) return undefined;
    throw error;
  }
}

function entryOf({ Key = '', Size = 0, LastModified, ETag = '', StorageClass = 'STANDARD' }: S3Object): ObjectEntry {
  return {
    key: decodeKey(Key),
    size: Size,
    modified: LastModified?.getTime() ?? 0,
    etag: ETag,
    storageClass: StorageClass,
  };
}

/** S3 writes a space as `+` (API reference, ListObjectsV2, EncodingType); a plus is `%2B`. */
function decodeKey(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll('+', ' '));
}
