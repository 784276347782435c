import type { SdkClients } from '../../sagemaker/clients.ts';
import {
  countObjects,
  removeBelow,
  removeBucket,
  removeKeys,
  type NotRemoved,
  type ObjectCount,
  type Removal,
} from '../../sagemaker/s3/remove.ts';
import { s3Problem } from '../../sagemaker/s3/s3Problem.ts';
import { UserError, messageOf } from '../../shared/errors.ts';
import type { DataTarget } from './dataTarget.ts';

type Removable = Pick<DataTarget, 'kind' | 'at' | 'object'>;

interface CountOptions {
  readonly signal?: AbortSignal;
  /** @param objects - Until now, of all targets. */
  readonly onProgress?: (objects: number) => void;
}

/** How much is in all of them together. @throws UserError; the signal's reason. */
export async function countTargets(
  clients: SdkClients,
  targets: readonly Removable[],
  { signal, onProgress }: CountOptions,
): Promise<ObjectCount> {
  const loose = targets.filter(({ kind }) => kind === 'object');
  let objects = loose.length;
  let bytes = loose.reduce((sum, { object }) => sum + (object?.size ?? 0), 0);
  for (const { at } of targets.filter((each) => !loose.includes(each))) {
    const before = objects;
    const count = await countObjects(clients, at, {
      ...(signal && { signal }),
      onProgress: (now) => onProgress?.(before + now),
    });
    objects += count.objects;
    bytes += count.bytes;
  }
  return { objects, bytes };
}

interface RemoveOptions {
  readonly signal?: AbortSignal;
  /** Called for each answer of S3. @param all - Until now. @param failed - What this answer kept. */
  readonly onAnswer?: (all: Removal, failed: readonly NotRemoved[]) => void;
}

/**
 * Deletes objects, and buckets and prefixes with all in them; a bucket stays where something in it does.
 * @throws UserError that says how much is gone; the signal's reason.
 */
export async function removeTargets(
  clients: SdkClients,
  targets: readonly Removable[],
  { signal, onAnswer }: RemoveOptions = {},
): Promise<Removal> {
  const failed: NotRemoved[] = [];
  let removed = 0;
  const add = (some: Removal): void => {
    failed.push(...some.failed);
    removed += some.removed;
    onAnswer?.({ removed, failed }, some.failed);
  };
  const options = { onAnswer: add, ...(signal && { signal }) };
  const loose = targets.filter(({ kind }) => kind === 'object').map(({ at }) => at);
  try {
    for (const bucket of new Set(loose.map((at) => at.bucket))) {
      const keys = loose.filter((at) => at.bucket === bucket).map(({ key }) => key);
      await removeLoose(clients, bucket, keys, options);
    }
    for (const { kind, at } of targets) {
      if (kind === 'object') continue;
      const kept = await removeBelow(clients, at, options);
      if (kind === 'bucket' && kept.failed.length === 0) await removeBucket(clients, at.bucket);
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (removed === 0 && failed.length === 0) throw error;
    throw new UserError(`${goneText({ removed, failed })} before: ${messageOf(error)}`, { cause: error });
  }
  return { removed, failed };
}

/** `3 objects were deleted, 1 could not be (the log says why)`. */
export function goneText({ removed, failed }: Removal): string {
  const gone = removed === 1 ? '1 object was deleted' : `${removed.toLocaleString()} objects were deleted`;
  return failed.length === 0 ? gone : `${gone}, ${failed.length.toLocaleString()} could not be (the log says why)`;
}

async function removeLoose(
  clients: SdkClients,
  bucket: string,
  keys: readonly string[],
  options: Pick<CountOptions, 'signal'> & { readonly onAnswer: (some: Removal) => void },
): Promise<void> {
  try {
    await removeKeys(clients, bucket, keys, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw s3Problem(error, 'deleting', { bucket, key: keys[0] ?? '' });
  }
}
