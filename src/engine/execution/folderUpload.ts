import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { Disposable, type IDisposable } from '../../shared/disposable.ts';
import { codeOf, messageOf } from '../../shared/errors.ts';
import { fileContent } from '../store/fileContent.ts';
import type { ObjectStore } from '../store/objectStore.ts';
import { longestKey } from '../store/keyLength.ts';
import { plainDetails } from '../store/objectRecord.ts';
import { joinKey } from '../store/s3Uri.ts';
import { fileMark } from '../store/stagedFile.ts';
import { folderNames, leftOut, notUtf8 } from './folderNames.ts';

/** Where a folder's files are copied from and to. */
export interface UploadedFolder {
  readonly path: string;
  /** What it is called in a container. */
  readonly shown: string;
  readonly bucket: string;
  /** Of their keys, without a slash at its end. */
  readonly prefix: string;
}

/** What an upload works with. */
export interface FolderUploadParts {
  readonly objects: ObjectStore;
  readonly clock: Clock;
  /** Told once what cannot be copied, and why, in one sentence. */
  readonly report: (problem: string) => void;
}

/** Between two looks at the folder. */
const lookEvery = 2_000;

/**
 * Copies the files of a folder to S3 while a program writes them. A file is copied once it is whole: when two looks in a row find the same size and
 * time of change. What is removed from the folder stays in S3.
 */
export class FolderUpload extends Disposable {
  private readonly seen = new Map<string, string>();
  private readonly copied = new Map<string, string>();
  private readonly leftOut = new Set<string>();
  private next: IDisposable | undefined;
  private looking: Promise<void> = Promise.resolve();
  private hasReported = false;

  constructor(
    private readonly folder: UploadedFolder,
    private readonly parts: FolderUploadParts,
  ) {
    super();
    this.register({ dispose: () => this.next?.dispose() });
  }

  /** Call before the program starts: what is there already came from S3. */
  async start(): Promise<void> {
    for (const name of (await filesBelow(this.folder.path)).files) this.copied.set(name, await this.markOf(name));
    this.schedule();
  }

  /** Call when no program writes any more: copies what is left, and looks no more. Never throws. */
  async finish(): Promise<void> {
    this.dispose();
    await this.looking;
    await this.look(true);
  }

  private schedule(): void {
    if (this.isDisposed) return;
    this.next = this.parts.clock.schedule(() => {
      this.looking = this.look(false).then(() => this.schedule());
    }, lookEvery);
  }

  private async look(isLast: boolean): Promise<void> {
    try {
      const { files, unreadable } = await filesBelow(this.folder.path);
      this.tellLeftOut(unreadable, notUtf8);
      const tooLong = new Set(files.filter((name) => Buffer.byteLength(this.keyOf(name)) > longestKey));
      this.tellLeftOut([...tooLong], `because its key would have more than the ${longestKey} bytes that S3 takes`);
      for (const name of files) {
        if (tooLong.has(name)) continue;
        const mark = await this.markOf(name);
        const isWhole = isLast || this.seen.get(name) === mark;
        this.seen.set(name, mark);
        if (mark !== '' && isWhole && this.copied.get(name) !== mark) await this.copy(name, mark);
      }
    } catch (error) {
      const { shown, bucket, prefix } = this.folder;
      if (!this.hasReported)
        this.parts.report(`${shown} cannot be copied to s3://${bucket}/${prefix}: ${messageOf(error)}`);
      this.hasReported = true;
    }
  }

  /** Of each file once. */
  private tellLeftOut(names: readonly string[], why: string): void {
    const untold = names.filter((name) => !this.leftOut.has(name));
    for (const name of untold) this.leftOut.add(name);
    for (const note of leftOut(untold, why)) this.parts.report(`${this.folder.shown}: ${note}`);
  }

  /** A file that changes while it is read gets no name in S3; the next look tries again. */
  private async copy(name: string, mark: string): Promise<void> {
    const { bucket } = this.folder;
    const { objects } = this.parts;
    const path = join(this.folder.path, name);
    const staged = await objects.stage(bucket, fileContent(path)).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined; // removed meanwhile
      throw error;
    });
    if (staged === undefined) return;
    try {
      if ((await this.markOf(name)) !== mark) return;
      await objects.commit(bucket, staged, { ...plainDetails, key: this.keyOf(name), etag: staged.md5 });
      this.copied.set(name, mark);
    } finally {
      await rm(staged.path, { force: true });
    }
  }

  private keyOf(name: string): string {
    return joinKey(this.folder.prefix, name);
  }

  /** Empty for what is no file any more. */
  private async markOf(name: string): Promise<string> {
    const mark = await fileMark(join(this.folder.path, name));
    return mark === undefined ? '' : `${mark.size} ${mark.modified}`;
  }
}

interface FilesBelow {
  /** With `/` between folder and name. */
  readonly files: string[];
  /** Names that are not UTF-8. */
  readonly unreadable: string[];
}

/** The files of a folder and the folders in it; of a folder that is not there, none. */
async function filesBelow(folder: string, below = '', found: FilesBelow = noFiles()): Promise<FilesBelow> {
  try {
    const { entries, unreadable } = await folderNames(join(folder, below));
    const nameOf = (name: string): string => (below === '' ? name : `${below}/${name}`);
    found.unreadable.push(...unreadable.map(nameOf));
    for (const { name, kind } of entries) {
      if (kind === 'folder') await filesBelow(folder, nameOf(name), found);
      else if (kind !== 'other') found.files.push(nameOf(name));
    }
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) throw error;
  }
  return found;
}

const noFiles = (): FilesBelow => ({ files: [], unreadable: [] });
