import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, link, mkdir, open, readFile, readdir, rename, rm, rmdir, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from '../../shared/errors.ts';
import { syncDirectory, writeDurably } from './atomicFile.ts';
import { namesOfKey, type KeyNaming } from './keyPath.ts';
import { walkKeys, type KeyWalk, type WalkedKey } from './keyTree.ts';
import { KeyedLock } from './keyedLock.ts';
import { plainDetails, type ObjectInfo, type ObjectRecord } from './objectRecord.ts';
import { fileMark, type StagedFile } from './stagedFile.ts';

/** An object opened for reading: content and description belong together whatever is written meanwhile. The reader closes it. */
export interface OpenObject {
  readonly info: ObjectInfo;
  readonly file: FileHandle;
}

/**
 * One bucket on disk: `data/` holds the objects as plain files, `meta/` their records under the same names. The file is the
 * truth; a record that does not match it is mended, so a crash between the two renames, or a file changed by hand, does no harm.
 */
export class BucketFolder {
  readonly staging: string;
  readonly uploads: string;
  private readonly data: string;
  private readonly meta: string;
  private readonly lock = new KeyedLock();

  constructor(
    readonly path: string,
    private readonly naming: KeyNaming,
  ) {
    this.data = join(path, 'data');
    this.meta = join(path, 'meta');
    this.staging = join(path, 'staging');
    this.uploads = join(path, 'uploads');
  }

  /** Finishes or clears away what a killed engine was in the middle of. */
  async recover(): Promise<void> {
    for (const folder of [this.data, this.meta, this.uploads, this.staging]) await mkdir(folder, { recursive: true });
    for (const name of await readdir(this.staging)) {
      const path = join(this.staging, name);
      if (name.endsWith('.meta')) await this.finishCommit(path);
      await rm(path, { recursive: true, force: true });
    }
    for (const id of await readdir(this.uploads)) {
      const upload = join(this.uploads, id);
      if ((await fileMark(join(upload, 'upload.json'))) === undefined)
        await rm(upload, { recursive: true, force: true });
    }
  }

  /**
   * Puts a staged file in its place; the caller removes it when this throws.
   * @param check - Sees the object that is there now and throws to refuse.
   */
  async commit(
    staged: StagedFile,
    describe: Omit<ObjectInfo, 'size'>,
    check?: (current: ObjectInfo | undefined) => void,
  ): Promise<ObjectInfo> {
    const { key } = describe;
    const record: ObjectRecord = { ...describe, size: staged.size, md5: staged.md5, modified: staged.modified };
    const stagedRecord = `${staged.path}.meta`;
    try {
      await writeDurably(stagedRecord, JSON.stringify(record));
      await this.lock.run(key, async () => {
        check?.(await this.read(key));
        await place(staged.path, this.dataPath(key));
        await place(stagedRecord, this.metaPath(key));
      });
      return record;
    } finally {
      await rm(stagedRecord, { force: true });
    }
  }

  head(key: string): Promise<ObjectInfo | undefined> {
    return this.lock.run(key, () => this.read(key));
  }

  open(key: string): Promise<OpenObject | undefined> {
    return this.lock.run(key, async () => {
      const info = await this.read(key);
      return info && { info, file: await open(this.dataPath(key), 'r') };
    });
  }

  /** @returns False when there was no such object. */
  remove(key: string, check?: (current: ObjectInfo | undefined) => void): Promise<boolean> {
    return this.lock.run(key, async () => {
      const current = await this.read(key);
      check?.(current);
      if (current === undefined) return false;
      await removeFile(this.dataPath(key), this.data);
      await removeFile(this.metaPath(key), this.meta);
      return true;
    });
  }

  /** @see ObjectStore.keep */
  keep(key: string, path: string): Promise<boolean> {
    return this.lock.run(key, async () => {
      if ((await this.read(key)) === undefined) return false;
      await duplicate(this.dataPath(key), path);
      await duplicate(this.metaPath(key), `${path}.meta`);
      return true;
    });
  }

  /** @see ObjectStore.restore */
  restore(key: string, path: string): Promise<void> {
    return this.lock.run(key, async () => {
      if ((await fileMark(path)) !== undefined) await place(path, this.dataPath(key));
      if ((await fileMark(`${path}.meta`)) !== undefined) await place(`${path}.meta`, this.metaPath(key));
    });
  }

  walk(walk?: KeyWalk): AsyncGenerator<WalkedKey> {
    return walkKeys(this.data, this.naming, walk);
  }

  dataPath(key: string): string {
    return join(this.data, ...namesOfKey(key, this.naming));
  }

  private metaPath(key: string): string {
    return join(this.meta, ...namesOfKey(key, this.naming));
  }

  private async read(key: string): Promise<ObjectRecord | undefined> {
    const mark = await fileMark(this.dataPath(key));
    if (mark === undefined) return undefined;
    const record = await readRecord(this.metaPath(key));
    if (record?.size === mark.size && record.modified === mark.modified) return record;
    return this.mend(key, mark, record);
  }

  /** Describes a file that its record does not match: touched, changed by hand, or put here without a record. */
  private async mend(
    key: string,
    mark: { size: number; modified: string },
    record: ObjectRecord | undefined,
  ): Promise<ObjectRecord> {
    const md5 = await digest(this.dataPath(key));
    const lastModified = Math.floor(Number(BigInt(mark.modified) / 1_000_000n));
    const mended: ObjectRecord =
      record?.md5 === md5 ? { ...record, ...mark } : { ...plainDetails, key, ...mark, md5, etag: md5, lastModified };
    const temporary = join(this.staging, `${md5}-${mark.modified}-${process.hrtime.bigint()}`);
    await writeDurably(temporary, JSON.stringify(mended));
    await place(temporary, this.metaPath(key));
    return mended;
  }

  /** The record of a put whose file is in its place and whose own rename was not reached. */
  private async finishCommit(stagedRecord: string): Promise<void> {
    const record = await readRecord(stagedRecord);
    if (record === undefined) return;
    const mark = await fileMark(this.dataPath(record.key));
    if (mark?.size !== record.size || mark.modified !== record.modified) return;
    await place(stagedRecord, this.metaPath(record.key));
  }
}

async function place(from: string, to: string): Promise<void> {
  const folder = dirname(to);
  for (let attempt = 1; ; attempt++) {
    const made = await mkdir(folder, { recursive: true });
    try {
      await rename(from, to);
      await syncUpwards(folder, made === undefined ? folder : dirname(made));
      return;
    } catch (error) {
      // A delete beside this put may prune the folder between the two calls; in a bucket that is gone, `from` is too.
      if (codeOf(error) !== 'ENOENT' || attempt === 5 || (await fileMark(from)) === undefined) throw error;
    }
  }
}

/** A second name, since no object's file is ever written again; a copy where the file system has no such names. */
async function duplicate(from: string, to: string): Promise<void> {
  await link(from, to).catch(async (error: unknown) => {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(codeOf(error) ?? '')) throw error;
    await copyFile(from, to);
    const copy = await open(to, 'r+');
    await copy.sync().finally(() => copy.close());
  });
}

async function syncUpwards(from: string, to: string): Promise<void> {
  await syncDirectory(from);
  if (from !== to && from.length > to.length) await syncUpwards(dirname(from), to);
}

/** Removes a file and the folders above it that are empty then. */
async function removeFile(path: string, root: string): Promise<void> {
  await rm(path, { force: true });
  let folder = dirname(path);
  try {
    for (; folder !== root; folder = dirname(folder)) await rmdir(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT', 'EPERM', 'EBUSY'].includes(codeOf(error) ?? '')) throw error;
  }
  await syncDirectory(folder).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
}

async function readRecord(path: string): Promise<ObjectRecord | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ObjectRecord;
  } catch (error) {
    if (error instanceof SyntaxError || ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}

async function digest(path: string): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}
