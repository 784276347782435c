import { randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { codeOf } from '../../shared/errors.ts';
import { storageError, writeFileAtomic } from './atomicFile.ts';
import { BucketFolder, type OpenObject } from './bucketFolder.ts';
import { fileContent } from './fileContent.ts';
import { namesOfKey, type KeyNaming } from './keyPath.ts';
import { checkKeyLength } from './keyLength.ts';
import type { KeyWalk } from './keyTree.ts';
import { plainDetails, type ObjectDetails, type ObjectInfo } from './objectRecord.ts';
import { fileMark, stageFile, type StagedFile } from './stagedFile.ts';

export interface BucketInfo {
  readonly name: string;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly created: number;
}

/** An object, or with a delimiter a common prefix of several. */
export type ListEntry = { readonly prefix: string } | { readonly object: ObjectInfo };

/** Sees the object that is there now and throws to refuse a write. */
export type WriteCheck = (current: ObjectInfo | undefined) => void;

export interface ObjectStoreOptions extends KeyNaming {
  readonly clock: Clock;
}

/** Raised for a bucket that does not exist. */
export class MissingBucketError extends Error {
  override readonly name = 'MissingBucketError';

  constructor(readonly bucket: string) {
    super(`The bucket ${bucket} does not exist.`);
  }
}

/** Buckets and objects as plain files under `<state>/buckets`. What a call has acknowledged survives `kill -9` and a power cut. */
export class ObjectStore {
  readonly clock: Clock;
  private readonly buckets = new Map<string, { info: BucketInfo; folder: BucketFolder }>();

  private constructor(
    private readonly root: string,
    private readonly options: ObjectStoreOptions,
  ) {
    this.clock = options.clock;
  }

  /** Opens the store and clears away what a killed engine left half done. */
  static async open(stateDirectory: string, options: ObjectStoreOptions): Promise<ObjectStore> {
    const store = new ObjectStore(join(stateDirectory, 'buckets'), options);
    await mkdir(store.root, { recursive: true });
    for (const name of await readdir(store.root)) {
      if (name.startsWith(deletedMark)) await rm(join(store.root, name), { recursive: true, force: true });
      else await store.openBucket(join(store.root, name));
    }
    return store;
  }

  /** @returns False when the bucket was there already. */
  async createBucket(name: string, region: string): Promise<boolean> {
    if (this.buckets.has(name)) return false;
    const info: BucketInfo = { name, region, created: this.clock.now() };
    const path = join(this.root, ...namesOfKey(name, this.options));
    await this.guard(async () => {
      await mkdir(path, { recursive: true });
      await writeFileAtomic(join(path, 'bucket.json'), JSON.stringify(info));
      await this.openBucket(path);
    });
    return true;
  }

  bucket(name: string): BucketInfo | undefined {
    return this.buckets.get(name)?.info;
  }

  async bucketExists(name: string): Promise<boolean> {
    return this.buckets.has(name);
  }

  /** In the order of their names. */
  listBuckets(): BucketInfo[] {
    return [...this.buckets.values()].map(({ info }) => info).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @returns False, and nothing is changed, when the bucket still holds objects. */
  async deleteBucket(name: string): Promise<boolean> {
    const folder = this.folder(name);
    const first = await folder.walk().next();
    if (first.done !== true) return false;
    const grave = join(this.root, deletedMark + randomUUID());
    await this.guard(() => rename(folder.path, grave));
    this.buckets.delete(name);
    await rm(grave, { recursive: true, force: true });
    return true;
  }

  /**
   * Writes an object; readers see the old or the new one, never a part.
   * @param details - Or a function called when the content is whole, for what only its end tells.
   * @throws KeyTooLongError before the content is read; MissingBucketError.
   */
  async put(
    bucket: string,
    key: string,
    content: AsyncIterable<Uint8Array>,
    details: ObjectDetails | (() => ObjectDetails) = plainDetails,
    check?: WriteCheck,
  ): Promise<ObjectInfo> {
    checkKeyLength(bucket, key);
    const staged = await this.stage(bucket, content);
    try {
      const settled = typeof details === 'function' ? details() : details;
      return await this.commit(bucket, staged, { ...settled, key, etag: staged.md5 }, check);
    } finally {
      await rm(staged.path, { force: true });
    }
  }

  /** Streams content to the bucket's disk without giving it a name yet. */
  stage(bucket: string, content: AsyncIterable<Uint8Array>): Promise<StagedFile> {
    const { staging } = this.folder(bucket);
    return this.guard(() => stageFile(staging, content));
  }

  /** @throws KeyTooLongError; MissingBucketError. */
  async commit(
    bucket: string,
    staged: StagedFile,
    describe: Omit<ObjectInfo, 'size' | 'lastModified'>,
    check?: WriteCheck,
  ): Promise<ObjectInfo> {
    checkKeyLength(bucket, describe.key);
    const folder = this.folder(bucket);
    return this.guard(() => folder.commit(staged, { ...describe, lastModified: this.clock.now() }, check));
  }

  head(bucket: string, key: string): Promise<ObjectInfo | undefined> {
    return this.folder(bucket).head(key);
  }

  /** The caller closes the file. */
  open(bucket: string, key: string): Promise<OpenObject | undefined> {
    return this.folder(bucket).open(key);
  }

  /** @returns False when there was no such object. */
  remove(bucket: string, key: string, check?: WriteCheck): Promise<boolean> {
    const folder = this.folder(bucket);
    return this.guard(() => folder.remove(key, check));
  }

  /** Objects and, where `walk.fold` says so, common prefixes, in the order of their UTF-8 bytes. */
  async *list(bucket: string, walk: KeyWalk = {}): AsyncGenerator<ListEntry> {
    const folder = this.folder(bucket);
    for await (const { key, isFolder } of folder.walk(walk)) {
      if (isFolder) yield { prefix: key };
      else {
        const object = await folder.head(key);
        if (object !== undefined) yield { object };
      }
    }
  }

  /** Every object whose key starts with `prefix`. */
  async *listObjects(bucket: string, prefix = ''): AsyncGenerator<ObjectInfo> {
    for await (const entry of this.list(bucket, { prefix })) if ('object' in entry) yield entry.object;
  }

  /** The keys that start with `prefix`, in order; no record is read. */
  async *listKeys(bucket: string, prefix = ''): AsyncGenerator<string> {
    for await (const { key } of this.folder(bucket).walk({ prefix })) yield key;
  }

  /** An object's own file, to read or copy, never to write; undefined when there is no such object or bucket. */
  async fileOf(bucket: string, key: string): Promise<{ readonly path: string; readonly size: number } | undefined> {
    const path = this.buckets.get(bucket)?.folder.dataPath(key);
    const mark = path === undefined ? undefined : await fileMark(path);
    return path === undefined || mark === undefined ? undefined : { path, size: mark.size };
  }

  /**
   * The path of an object's own file, to read or copy, never to write.
   * @throws Error when there is no such object.
   */
  async openFile(bucket: string, key: string): Promise<string> {
    const folder = this.folder(bucket);
    if ((await folder.head(key)) === undefined) throw new Error(`There is no object s3://${bucket}/${key}.`);
    return folder.dataPath(key);
  }

  /** Writes an object with a file's content; the file stays. @throws KeyTooLongError; MissingBucketError. */
  async putFile(bucket: string, key: string, sourcePath: string, contentType: string): Promise<ObjectInfo> {
    return this.put(bucket, key, fileContent(sourcePath), { ...plainDetails, contentType });
  }

  /**
   * Keeps an object as it is, whatever is written to its key, until it is restored.
   * @param path - Of a file on the state's own disk, to be made, and of another with `.meta` after it; the caller removes them.
   * @returns False when there is no such object.
   */
  keep(bucket: string, key: string, path: string): Promise<boolean> {
    const folder = this.folder(bucket);
    return this.guard(() => folder.keep(key, path));
  }

  /** Puts back what was kept, its time included; needs no room on the disk, and may be repeated where it was cut short. */
  restore(bucket: string, key: string, path: string): Promise<void> {
    const folder = this.folder(bucket);
    return this.guard(() => folder.restore(key, path));
  }

  /** Where the bucket keeps uploads that are not complete. */
  uploadsFolder(bucket: string): string {
    return this.folder(bucket).uploads;
  }

  /** Runs a write; a full or read-only disk becomes a sentence for the user. */
  async guard<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      throw storageError(this.root, error);
    }
  }

  private folder(bucket: string): BucketFolder {
    const found = this.buckets.get(bucket);
    if (found === undefined) throw new MissingBucketError(bucket);
    return found.folder;
  }

  private async openBucket(path: string): Promise<void> {
    const info = await readBucketInfo(path);
    if (info === undefined) return;
    const folder = new BucketFolder(path, this.options);
    await folder.recover();
    this.buckets.set(info.name, { info, folder });
  }
}

/** No bucket's folder starts with it: a `%` there is followed by a hexadecimal digit. */
const deletedMark = '%deleted-';

async function readBucketInfo(path: string): Promise<BucketInfo | undefined> {
  try {
    return JSON.parse(await readFile(join(path, 'bucket.json'), 'utf8')) as BucketInfo;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return undefined; // killed while it was made or deleted
    throw error;
  }
}
