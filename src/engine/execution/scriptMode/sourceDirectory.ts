import { constants, createReadStream } from 'node:fs';
import { copyFile, cp, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from '../../../shared/errors.ts';
import { parseS3Uri } from '../../store/s3Uri.ts';
import type { ObjectStore } from '../../store/objectStore.ts';
import { JobFailure } from '../jobFailure.ts';
import { extractArchive } from './extractArchive.ts';

/**
 * Puts `sagemaker_submit_directory` into the code folder: an archive or a prefix on S3, or a path below `/opt/ml`, which the SDK sends
 * for a job with network isolation.
 * @param name - What says where it is, for messages.
 * @throws JobFailure when there is nothing, or nothing that can be unpacked.
 */
export async function fetchSource(
  uri: string,
  mlRoot: string,
  objects: ObjectStore,
  name = 'sagemaker_submit_directory',
): Promise<void> {
  const codeFolder = join(mlRoot, 'code');
  if (uri.startsWith('/opt/ml/')) return fetchLocal(uri, join(mlRoot, uri.slice('/opt/ml/'.length)), codeFolder);
  if (!uri.startsWith('s3://'))
    throw new JobFailure(
      `ClientError: ${name} is '${uri}', but must be the S3 URI of a tar.gz archive or of a prefix that holds the script.`,
    );
  const { bucket, key } = parseS3Uri(uri);
  const exists = await objects.bucketExists(bucket);
  if (exists && key !== '' && (await objects.head(bucket, key)) !== undefined)
    return extractArchive(createReadStream(await objects.openFile(bucket, key)), codeFolder, uri);
  const files = exists ? await copyPrefix(objects, bucket, key, codeFolder) : 0;
  if (files === 0)
    throw new JobFailure(`ClientError: There is no script at ${uri} (${name}); upload it again and correct the URI.`);
}

async function copyPrefix(objects: ObjectStore, bucket: string, key: string, codeFolder: string): Promise<number> {
  const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
  let files = 0;
  for await (const object of objects.listObjects(bucket, prefix)) {
    if (object.key.endsWith('/')) continue; // a folder marker of the console
    const name = object.key.slice(prefix.length);
    if (name.split(/[\\/]/).includes('..') || name.startsWith('/'))
      throw new JobFailure(
        `ClientError: The object key '${object.key}' cannot be a file name of the source directory.`,
      );
    const target = join(codeFolder, name);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(await objects.openFile(bucket, object.key), target, constants.COPYFILE_FICLONE);
    files++;
  }
  return files;
}

async function fetchLocal(uri: string, path: string, codeFolder: string): Promise<void> {
  if (uri.split(/[\\/]/).includes('..'))
    throw new JobFailure(
      `ClientError: sagemaker_submit_directory is '${uri}', which leads out of /opt/ml; name a folder below it without '..'.`,
    );
  try {
    if ((await stat(path)).isDirectory())
      return void (path !== codeFolder && (await cp(path, codeFolder, { recursive: true })));
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new JobFailure(
      `ClientError: There is no ${uri} (sagemaker_submit_directory); a path below /opt/ml/input/data needs a channel of that name.`,
    );
  }
  return extractArchive(createReadStream(path), codeFolder, uri);
}
