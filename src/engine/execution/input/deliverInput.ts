import { constants } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Channel } from '../../services/sagemaker/trainingJobRecord.ts';
import type { ObjectStore } from '../../store/objectStore.ts';
import { parseS3Uri } from '../../store/s3Uri.ts';
import { JobFailure } from '../jobFailure.ts';
import type { JobSpace } from '../runner.ts';

/** The input of one host while its program runs. */
export interface DeliveredInput {
  /** Ends what still streams; resolves when nothing of it is left. */
  close(): Promise<void>;
}

/**
 * Brings every channel of a job to one host: copies its objects to `input/data/<channel>`, as File mode does (contract, section 1).
 * @param cancelled - Asked between objects.
 * @throws JobFailure for a channel without data.
 */
export async function deliverInput(
  { request, host: { mlRoot } }: JobSpace,
  objects: ObjectStore,
  cancelled: () => boolean,
): Promise<DeliveredInput> {
  const delivered: DeliveredInput = { close: () => Promise.resolve() };
  for (const channel of request.InputDataConfig ?? []) {
    const folder = join(mlRoot, 'input/data', channel.ChannelName);
    await mkdir(folder, { recursive: true });
    for await (const file of filesOf(channel, objects)) {
      if (cancelled()) return delivered;
      const target = join(folder, file.relativePath);
      await mkdir(dirname(target), { recursive: true });
      await copyFile(file.path, target, constants.COPYFILE_FICLONE);
    }
  }
  return delivered;
}

async function* filesOf(channel: Channel, objects: ObjectStore) {
  const uri = channel.DataSource.S3DataSource?.S3Uri ?? '';
  const { bucket, key: prefix } = parseS3Uri(uri);
  let found = 0;
  for await (const object of objects.listObjects(bucket, prefix)) {
    if (object.key.endsWith('/')) continue; // a folder marker of the console
    const relativePath = pathUnderPrefix(object.key, prefix);
    if (relativePath.split(/[\\/]/).includes('..'))
      throw new JobFailure(`ClientError: The object key '${object.key}' cannot be a file name`);
    found++;
    yield { relativePath, path: await objects.openFile(bucket, object.key) };
  }
  if (found === 0)
    throw new JobFailure(
      `ClientError: Data download failed: no S3 objects found under ${uri} for channel '${channel.ChannelName}'`,
    );
}

/** Where an object lies in its channel's folder: what follows the prefix, or its own name when the prefix is the whole key. */
export function pathUnderPrefix(key: string, prefix: string): string {
  const rest = key.slice(prefix.length);
  if (rest === '') return basename(key);
  if (prefix === '' || prefix.endsWith('/') || rest.startsWith('/')) return rest.replace(/^\/+/, '');
  return key.slice(prefix.lastIndexOf('/') + 1);
}
