import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { JobFailure } from '../execution/jobFailure.ts';
import { extractArchive } from '../execution/scriptMode/extractArchive.ts';
import type { ObjectStore } from '../store/objectStore.ts';
import { parseS3Uri } from '../store/s3Uri.ts';

/**
 * Unpacks a model's artifact into a new folder that stands for `/opt/ml/model`.
 * @throws JobFailure when it is not there, or no whole tar.gz.
 */
export async function unpackModel(url: string, folder: string, objects: ObjectStore): Promise<void> {
  const { bucket, key } = parseS3Uri(url);
  await mkdir(folder, { recursive: true });
  if (!(await artifactExists(url, objects))) throw new JobFailure(`ClientError: Could not find model data at ${url}.`);
  await extractArchive(createReadStream(await objects.openFile(bucket, key)), folder, url, 'the model folder');
}

/** Whether there is an object at a model's URL. */
export async function artifactExists(url: string, objects: ObjectStore): Promise<boolean> {
  const { bucket, key } = parseS3Uri(url);
  return key !== '' && objects.bucket(bucket) !== undefined && (await objects.head(bucket, key)) !== undefined;
}
