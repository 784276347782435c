import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../shared/errors.ts';
import type { SdkClients } from '../clients.ts';
import { LocalPaths, localPath, type NameRules } from './localNames.ts';
import { headObject, walkObjects, type ObjectEntry } from './objectList.ts';
import { folderOf, s3Uri, type S3Place } from './s3Place.ts';
import { s3Problem } from './s3Problem.ts';

/** An object to fetch, and the absolute path of its file. */
export interface DownloadFile {
  readonly place: S3Place;
  readonly etag: string;
  readonly size: number;
  readonly path: string;
}

export interface DownloadPlan {
  readonly files: readonly DownloadFile[];
  /** Prefixes that have nothing but their own empty object. */
  readonly emptyFolders: readonly string[];
  /** What has another name on disk than its key says, as `s3://… -> path`. */
  readonly renamed: readonly string[];
}

/** What is fetched: objects by their key, else all that is below a prefix. */
export interface DownloadSource extends S3Place {
  readonly isObject: boolean;
}

/**
 * Finds what is to be fetched and where to put it: objects beside each other under their names, prefixes as folders.
 * @param folder - Absolute.
 */
export async function planDownload(
  clients: SdkClients,
  sources: readonly DownloadSource[],
  folder: string,
  rules: NameRules,
  signal?: AbortSignal,
): Promise<DownloadPlan> {
  const found: { place: S3Place; object: ObjectEntry; key: string }[] = [];
  for (const source of sources) {
    const { bucket } = source;
    // The folder of the source's own name is part of every path; of a whole bucket that is the bucket.
    const start = folderOf(source.key);
    const relative = (key: string): string => (source.key === '' ? `${bucket}/${key}` : key.slice(start.length));
    try {
      for await (const page of objectsOf(clients, source, signal))
        for (const object of page)
          found.push({ place: { bucket, key: object.key }, object, key: relative(object.key) });
    } catch (error) {
      signal?.throwIfAborted();
      throw s3Problem(error, 'listing', source);
    }
  }
  return place(found, folder, rules);
}

/** @returns The paths of files that are there already. */
export async function existingFiles(files: readonly DownloadFile[]): Promise<Set<string>> {
  const there = new Set<string>();
  for (const { path } of files) {
    try {
      await stat(path);
      there.add(path);
    } catch (error) {
      if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) throw error;
    }
  }
  return there;
}

async function* objectsOf(
  clients: SdkClients,
  { bucket, key, isObject }: DownloadSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly ObjectEntry[]> {
  if (!isObject) {
    yield* walkObjects(clients, { bucket, key }, signal === undefined ? {} : { signal });
    return;
  }
  const object = await headObject(clients, { bucket, key }, signal);
  if (object === undefined) throw Object.assign(new Error(`There is no object ${key}.`), { name: 'NoSuchKey' });
  yield [object];
}

function place(
  found: readonly { place: S3Place; object: ObjectEntry; key: string }[],
  folder: string,
  rules: NameRules,
): DownloadPlan {
  const isMarker = ({ key, size }: ObjectEntry): boolean => key.endsWith('/') && size === 0;
  const folders = new Set<string>();
  for (const { key } of found)
    for (let slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1))
      folders.add(key.slice(0, slash));
  const paths = new LocalPaths(folders, rules);
  const files: DownloadFile[] = [];
  const emptyFolders: string[] = [];
  const renamed: string[] = [];
  for (const { place: at, object, key } of found) {
    if (isMarker(object)) {
      emptyFolders.push(join(folder, ...localPath(key.replace(/\/+$/, ''), rules)));
      continue;
    }
    const parts = paths.take(key);
    const path = join(folder, ...parts);
    if (parts.join('/') !== key) renamed.push(`${s3Uri(at)} -> ${path}`);
    files.push({ place: at, etag: object.etag, size: object.size, path });
  }
  return { files, emptyFolders, renamed };
}
