import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { copyObjects } from '../execution/input/copyObjects.ts';
import type { SourceObject } from '../execution/input/sourceObject.ts';
import { sourceObjects } from '../execution/input/sourceObjects.ts';
import { JobFailure } from '../execution/jobFailure.ts';
import { extractArchive } from '../execution/scriptMode/extractArchive.ts';
import type { ObjectStore } from '../store/objectStore.ts';
import { parseS3Uri } from '../store/s3Uri.ts';
import type { ServedContainer } from './servedModel.ts';

/** Where a container's model lies. */
export interface ModelData {
  readonly url: string;
  /** A tar.gz; one object as it is; or all objects below a prefix (API reference, S3ModelDataSource). */
  readonly form: 'archive' | 'object' | 'prefix';
}

/** A container's ModelDataUrl or ModelDataSource; undefined where it has neither. */
export function modelDataOf({ ModelDataUrl, ModelDataSource }: ServedContainer): ModelData | undefined {
  if (ModelDataUrl !== undefined) return { url: ModelDataUrl, form: 'archive' };
  const source = ModelDataSource?.S3DataSource;
  if (source === undefined) return undefined;
  const { S3Uri: url, S3DataType: type, CompressionType: compression } = source;
  if (compression === 'Gzip') return { url, form: 'archive' };
  return { url, form: type === 'S3Prefix' ? 'prefix' : 'object' };
}

/**
 * Brings a model into a new folder that stands for `/opt/ml/model`.
 * @throws JobFailure when it is not there, or no whole tar.gz.
 */
export async function deliverModel({ url, form }: ModelData, folder: string, objects: ObjectStore): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (!(await modelDataExists({ url, form }, objects)))
    throw new JobFailure(`ClientError: Could not find model data at ${url}.`);
  const { bucket, key } = parseS3Uri(url);
  if (form === 'archive')
    return extractArchive(createReadStream(await objects.openFile(bucket, key)), folder, url, 'the model folder', {
      mayBeEmpty: true, // a script may fetch its model from elsewhere
    });
  await copyObjects(await objectsOf({ url, form }, objects), folder, objects, () => false);
}

/** Whether there is an object at a model's place. */
export async function modelDataExists({ url, form }: ModelData, objects: ObjectStore): Promise<boolean> {
  const { bucket, key } = parseS3Uri(url);
  if (objects.bucket(bucket) === undefined) return false;
  if (form !== 'prefix') return key !== '' && (await objects.head(bucket, key)) !== undefined;
  const found = await objectsOf({ url, form }, objects).catch((error: unknown) => {
    if (error instanceof JobFailure) return []; // there is none
    throw error;
  });
  return found.length > 0;
}

async function objectsOf({ url, form }: ModelData, objects: ObjectStore): Promise<SourceObject[]> {
  const { bucket, key } = parseS3Uri(url);
  if (form === 'object') return [{ bucket, key, relativePath: basename(key) }];
  const S3DataSource = { S3DataType: 'S3Prefix', S3Uri: url } as const;
  return sourceObjects({ ChannelName: 'model', DataSource: { S3DataSource } }, 'File', objects);
}
