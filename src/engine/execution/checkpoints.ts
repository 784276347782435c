import { constants } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TrainingJobRequest } from '../services/sagemaker/trainingJobRecord.ts';
import type { ObjectStore } from '../store/objectStore.ts';
import { parseS3Uri } from '../store/s3Uri.ts';
import type { UploadedFolder } from './folderUpload.ts';
import { JobFailure } from './jobFailure.ts';

interface CheckpointConfig {
  readonly S3Uri: string;
  readonly LocalPath?: string;
}

const defaultPath = '/opt/ml/checkpoints';

/** `CheckpointConfig` of a job, if any. */
export function checkpointConfigOf(request: TrainingJobRequest): CheckpointConfig | undefined {
  return request['CheckpointConfig'] as CheckpointConfig | undefined;
}

/**
 * The folder of a host that stands for the config's LocalPath.
 * @returns undefined for a path that is not below `/opt/ml`: without a container it would be one of this machine.
 */
export function checkpointFolder({ LocalPath = defaultPath }: CheckpointConfig, mlRoot: string): string | undefined {
  const [root, opt, ml, ...below] = LocalPath.replace(/\/+$/, '').split('/');
  if (root !== '' || opt !== 'opt' || ml !== 'ml' || below.length === 0) return undefined;
  return below.some((part) => part === '' || part === '.' || part === '..') ? undefined : join(mlRoot, ...below);
}

/** The folder of `/opt/ml` with a purpose of its own that the config's LocalPath would mix checkpoints into. */
export function reservedFolder({ LocalPath = defaultPath }: CheckpointConfig): string | undefined {
  return /^\/opt\/ml\/(input|model|output|code)(?=\/|$)/.exec(LocalPath)?.[0];
}

/** A host's checkpoints and their place in S3, which all hosts share; undefined for a job that keeps none. */
export function checkpointsOf(request: TrainingJobRequest, mlRoot: string): UploadedFolder | undefined {
  const config = checkpointConfigOf(request);
  const path = config && checkpointFolder(config, mlRoot);
  if (path === undefined) return undefined;
  const { bucket, key } = parseS3Uri(config?.S3Uri ?? '');
  return { path, shown: config?.LocalPath ?? defaultPath, bucket, prefix: key.replace(/\/+$/, '') };
}

/**
 * Brings what an earlier job left in S3 to the folder.
 * @throws JobFailure where the place cannot be used.
 */
export async function restoreCheckpoints(folder: UploadedFolder, objects: ObjectStore): Promise<void> {
  const { path, bucket, prefix } = folder;
  if (!(await objects.bucketExists(bucket)))
    throw new JobFailure(
      `ClientError: The bucket '${bucket}' of CheckpointConfig does not exist; create it or change its S3Uri.`,
    );
  const under = prefix === '' ? '' : `${prefix}/`;
  for await (const { key } of objects.listObjects(bucket, under)) {
    if (key.endsWith('/')) continue; // a folder marker of the console
    const name = key.slice(under.length);
    if (name.split(/[\\/]/).some((part) => part === '' || part === '.' || part === '..'))
      throw new JobFailure(`ClientError: The object key '${key}' cannot be the file name of a checkpoint.`);
    const target = join(path, name);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(await objects.openFile(bucket, key), target, constants.COPYFILE_FICLONE);
  }
}
