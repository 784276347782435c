import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../../../shared/errors.ts';
import { writeFileAtomic } from '../../../store/atomicFile.ts';
import { fileNameFor } from '../../../store/resourceStore.ts';

/** What the ended training jobs of running tuning jobs logged of their objective; rules that stop jobs early compare with it. */
export class CurveStore {
  /** @param directory - Holds one folder per running tuning job. */
  constructor(private readonly directory: string) {}

  async put(tuningJob: string, trainingJob: string, values: readonly number[]): Promise<void> {
    const folder = this.folder(tuningJob);
    await mkdir(folder, { recursive: true });
    await writeFileAtomic(join(folder, fileNameFor(trainingJob)), JSON.stringify(values));
  }

  /** By the name of the training job; none for one that ended without a value. */
  async get(tuningJob: string, trainingJobs: readonly string[]): Promise<Map<string, number[]>> {
    const folder = this.folder(tuningJob);
    const files = new Set(
      await readdir(folder).catch((error: unknown) => {
        if (codeOf(error) === 'ENOENT') return [];
        throw error;
      }),
    );
    const curves = new Map<string, number[]>();
    for (const name of trainingJobs) {
      const file = fileNameFor(name);
      if (files.has(file)) curves.set(name, JSON.parse(await readFile(join(folder, file), 'utf8')) as number[]);
    }
    return curves;
  }

  /** Once the tuning job has ended. */
  async remove(tuningJob: string): Promise<void> {
    await rm(this.folder(tuningJob), { recursive: true, force: true });
  }

  private folder(tuningJob: string): string {
    return join(this.directory, fileNameFor(tuningJob));
  }
}
