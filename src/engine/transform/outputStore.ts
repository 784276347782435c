import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, describeChain } from '../../shared/errors.ts';
import { syncDirectory, writeFileAtomic } from '../store/atomicFile.ts';
import { KeyedLock } from '../store/keyedLock.ts';
import type { ObjectStore } from '../store/objectStore.ts';
import { fileNameFor } from '../store/resourceStore.ts';

/** A file whose output is whole. */
export interface TransformOutput {
  readonly path: string;
  readonly key: string;
}

/** What a job is about to store; what stood there before is kept beside the note, under its index. */
interface Note {
  readonly job: string;
  readonly bucket: string;
  readonly objects: readonly { readonly key: string; readonly wasThere: boolean }[];
}

export interface TransformOutputStoreParts {
  readonly objects: ObjectStore;
  /** Of this store alone; it outlives the engine. */
  readonly folder: string;
  /** The engine's own log. */
  readonly report: (line: string) => void;
}

/**
 * Stores all outputs of a job or none, also where the job is stopped, the engine ends or is killed meanwhile: a note of them is durable before
 * the first is stored and stands until the job's end is written, and whoever finds it without such an end puts everything back as it was.
 */
export class TransformOutputStore {
  /** By bucket: of two jobs that store under the same keys, one's note must not keep the other's half. */
  private readonly turns = new KeyedLock();

  constructor(private readonly parts: TransformOutputStoreParts) {}

  /**
   * @param isWanted - Asked before each object and once more at the end; when it says no, everything is put back.
   * @param conclude - Writes durably that the outputs stand; called at once when all are stored and still wanted.
   * @throws what storing throws, when everything is put back.
   */
  store(
    job: string,
    bucket: string,
    outputs: readonly TransformOutput[],
    { isWanted, conclude }: { readonly isWanted: () => boolean; readonly conclude: () => Promise<void> },
  ): Promise<void> {
    return this.turns.run(bucket, async () => {
      const folder = join(this.parts.folder, fileNameFor(job));
      let isStored = false;
      try {
        if (isWanted()) await this.note(folder, job, bucket, outputs);
        for (const { path, key } of outputs) {
          if (!isWanted()) return;
          await this.parts.objects.putFile(bucket, key, path, 'binary/octet-stream');
        }
        if (!isWanted()) return;
        await conclude();
        isStored = true;
      } finally {
        await this.settle(folder, () => Promise.resolve(isStored));
      }
    });
  }

  /** After a restart: puts back what an earlier engine was storing. @param isStored - Whether the end of that job says that its outputs stand. */
  async recover(isStored: (job: string) => Promise<boolean>): Promise<void> {
    for (const name of await unlessMissing(readdir(this.parts.folder), []))
      await this.settle(join(this.parts.folder, name), isStored);
  }

  /** A note that cannot be settled, as on a disk that fails, waits for the next engine. */
  private async settle(folder: string, isStored: (job: string) => Promise<boolean>): Promise<void> {
    try {
      const note = await unlessMissing(readFile(join(folder, noteName), 'utf8'), undefined);
      if (note !== undefined) await this.putBack(folder, JSON.parse(note) as Note, isStored);
      await rm(folder, { recursive: true, force: true });
    } catch (error) {
      this.parts.report(`What ${folder} names is not put back before the next start: ${describeChain(error)}`);
    }
  }

  private async putBack(folder: string, note: Note, isStored: (job: string) => Promise<boolean>): Promise<void> {
    const { objects } = this.parts;
    const { job, bucket } = note;
    if (objects.bucket(bucket) === undefined || (await isStored(job))) return;
    for (const [index, { key, wasThere }] of note.objects.entries())
      if (wasThere) await objects.restore(bucket, key, join(folder, String(index)));
      else await objects.remove(bucket, key);
  }

  private async note(folder: string, job: string, bucket: string, outputs: readonly TransformOutput[]): Promise<void> {
    await mkdir(folder, { recursive: true });
    const objects: Note['objects'][number][] = [];
    for (const [index, { key }] of outputs.entries())
      objects.push({ key, wasThere: await this.parts.objects.keep(bucket, key, join(folder, String(index))) });
    await syncDirectory(folder);
    await syncDirectory(this.parts.folder);
    const note: Note = { job, bucket, objects };
    await writeFileAtomic(join(folder, noteName), JSON.stringify(note));
  }
}

const noteName = 'note.json';

async function unlessMissing<T, U>(found: Promise<T>, otherwise: U): Promise<T | U> {
  return found.catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return otherwise;
    throw error;
  });
}
