import { basename } from 'node:path';
import { JobFailure } from '../jobFailure.ts';

/** An object of a channel. */
export interface SourceObject {
  readonly bucket: string;
  readonly key: string;
  /** Where it lies in the channel's folder. */
  readonly relativePath: string;
}

export const uriOf = ({ bucket, key }: Pick<SourceObject, 'bucket' | 'key'>): string => `s3://${bucket}/${key}`;

/** Worded as the service words it: "ClientError: Data download failed:…" (amazon-sagemaker-examples issue 4384). */
export function downloadFailure(what: string, cause?: unknown): JobFailure {
  return new JobFailure(`ClientError: Data download failed:${what}`, { cause });
}

/** An object that was there when the job was created, or that a manifest names. */
export function objectMissing(object: Pick<SourceObject, 'bucket' | 'key'>): JobFailure {
  return downloadFailure(
    `Unable to download object ${uriOf(object)} (NoSuchKey: The specified key does not exist.); upload it, and run the job again.`,
  );
}

/** Where an object lies in its channel's folder: what follows the prefix, or its own name when the prefix is the whole key. */
export function pathUnderPrefix(key: string, prefix: string): string {
  const rest = key.slice(prefix.length);
  if (rest === '') return basename(key);
  if (prefix === '' || prefix.endsWith('/') || rest.startsWith('/')) return rest.replace(/^\/+/, '');
  return key.slice(prefix.lastIndexOf('/') + 1);
}
