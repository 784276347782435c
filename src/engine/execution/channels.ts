import { constants } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Channel, TrainingJobRequest } from '../services/sagemaker/trainingJobRecord.ts';
import type { ObjectStore } from '../store/objectStore.ts';
import { parseS3Uri } from '../store/s3Uri.ts';

/** A job that cannot go on for a reason that its owner can mend; becomes its `FailureReason`. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure';
}

/**
 * Names what this engine cannot deliver into a channel, before anything runs.
 * @returns One sentence, or undefined when every channel can be delivered.
 */
export function unsupportedInput(request: TrainingJobRequest): string | undefined {
  for (const channel of request.InputDataConfig ?? []) {
    const name = `Channel '${channel.ChannelName}'`;
    const source = channel.DataSource.S3DataSource;
    if (source === undefined) return `${name} is not an S3 data source, which is all that the local engine can read`;
    if (source.S3DataType !== 'S3Prefix')
      return `${name} uses S3DataType ${source.S3DataType}; the local engine reads S3Prefix`;
    const mode = channel.InputMode ?? request.AlgorithmSpecification.TrainingInputMode;
    if (mode === 'Pipe')
      return `${name} uses Pipe input; the local engine delivers File input: set TrainingInputMode to File`;
    if ((channel.CompressionType ?? 'None') !== 'None')
      return `${name} uses CompressionType ${channel.CompressionType}; the local engine reads uncompressed files`;
    if ((channel.RecordWrapperType ?? 'None') !== 'None')
      return `${name} uses RecordWrapperType ${channel.RecordWrapperType}; the local engine reads unwrapped files`;
  }
  return undefined;
}

/** Copies every object of every channel to `input/data/<channel>`, as File mode does (contract, section 1). */
export async function downloadChannels(
  request: TrainingJobRequest,
  mlRoot: string,
  objects: ObjectStore,
  cancelled: () => boolean,
): Promise<void> {
  for (const channel of request.InputDataConfig ?? []) {
    const folder = join(mlRoot, 'input/data', channel.ChannelName);
    await mkdir(folder, { recursive: true });
    for await (const file of filesOf(channel, objects)) {
      if (cancelled()) return;
      const target = join(folder, file.relativePath);
      await mkdir(dirname(target), { recursive: true });
      await copyFile(file.path, target, constants.COPYFILE_FICLONE);
    }
  }
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
