import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncDirectory, writeFileAtomic } from './atomicFile.ts';
import { fileContent } from './fileContent.ts';
import { KeyedLock } from './keyedLock.ts';
import type { ObjectChecksum, ObjectDetails } from './objectRecord.ts';
import type { ObjectStore } from './objectStore.ts';
import type { StagedFile } from './stagedFile.ts';
import { readJson } from '../../shared/node/readJson.ts';

export interface MultipartUpload {
  readonly id: string;
  readonly key: string;
  /** Epoch milliseconds. */
  readonly initiated: number;
  readonly details: ObjectDetails;
  readonly checksumAlgorithm?: string;
  readonly checksumType?: 'FULL_OBJECT' | 'COMPOSITE';
}

export interface UploadedPart {
  readonly number: number;
  readonly size: number;
  readonly etag: string;
  /** Epoch milliseconds. */
  readonly lastModified: number;
  readonly checksum?: ObjectChecksum;
}

/** Uploads that are under way: one folder each, one file and one record per part; they survive a restart. */
export class MultipartUploads {
  private readonly lock = new KeyedLock();

  constructor(private readonly objects: ObjectStore) {}

  async create(bucket: string, upload: Omit<MultipartUpload, 'id' | 'initiated'>): Promise<MultipartUpload> {
    const created: MultipartUpload = {
      ...upload,
      id: randomUUID().replaceAll('-', ''),
      initiated: this.objects.clock.now(),
    };
    const folder = this.path(bucket, created.id);
    await this.objects.guard(async () => {
      await mkdir(folder);
      await writeFileAtomic(join(folder, 'upload.json'), JSON.stringify(created));
      await syncDirectory(this.objects.uploadsFolder(bucket));
    });
    return created;
  }

  /** @returns Undefined when it never was, or is completed or aborted. */
  async find(bucket: string, id: string): Promise<MultipartUpload | undefined> {
    if (!/^[0-9a-f]{32}$/.test(id)) return undefined;
    return readJson<MultipartUpload>(join(this.path(bucket, id), 'upload.json'));
  }

  /** In the order of key, then of time. */
  async list(bucket: string): Promise<MultipartUpload[]> {
    const names = await readdir(this.objects.uploadsFolder(bucket));
    const found = await Promise.all(names.map((name) => this.find(bucket, name)));
    return found
      .filter((upload) => upload !== undefined)
      .sort((a, b) => (a.key === b.key ? a.initiated - b.initiated : a.key < b.key ? -1 : 1));
  }

  /** Keeps a part; a part of the same number is replaced. */
  async putPart(
    bucket: string,
    id: string,
    number: number,
    staged: StagedFile,
    checksum?: ObjectChecksum,
  ): Promise<UploadedPart> {
    const part: UploadedPart = {
      number,
      size: staged.size,
      etag: staged.md5,
      lastModified: this.objects.clock.now(),
      ...(checksum && { checksum }),
    };
    const base = this.partPath(bucket, id, number);
    await this.lock.run(base, () =>
      this.objects.guard(async () => {
        await rm(`${base}.json`, { force: true }); // a record never describes another part's content
        await rename(staged.path, `${base}.data`);
        await writeFileAtomic(`${base}.json`, JSON.stringify(part));
      }),
    );
    return part;
  }

  /** In the order of their numbers. */
  async parts(bucket: string, id: string): Promise<UploadedPart[]> {
    const names = (await readdir(this.path(bucket, id))).filter((name) => /^part-\d{5}\.json$/.test(name)).sort();
    const parts = await Promise.all(names.map((name) => readJson<UploadedPart>(join(this.path(bucket, id), name))));
    return parts.filter((part) => part !== undefined);
  }

  /** The content of the given parts, one after the other. */
  async *content(bucket: string, id: string, parts: readonly UploadedPart[]): AsyncGenerator<Uint8Array> {
    for (const { number } of parts) {
      yield* fileContent(`${this.partPath(bucket, id, number)}.data`);
    }
  }

  /** Forgets an upload and frees its disk space. */
  async remove(bucket: string, id: string): Promise<void> {
    await rm(join(this.path(bucket, id), 'upload.json'), { force: true }); // from here on it is gone, whatever interrupts
    await rm(this.path(bucket, id), { recursive: true, force: true });
  }

  private path(bucket: string, id: string): string {
    return join(this.objects.uploadsFolder(bucket), id);
  }

  private partPath(bucket: string, id: string, number: number): string {
    return join(this.path(bucket, id), `part-${String(number).padStart(5, '0')}`);
  }
}
