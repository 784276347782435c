import { readFileSync } from 'node:fs';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../shared/errors.ts';
import { syncDirectory, writeFileAtomic } from './atomicFile.ts';
import type { ResourceSummary } from './resourceSummary.ts';
import { SummaryIndex } from './summaryIndex.ts';

/** Reported for a file that cannot be read, so that one bad file does not hide the others. */
export type UnreadableReport = (path: string, error: unknown) => void;

/**
 * Resources of one kind, one file each, written atomically. Only the summaries stay in memory.
 * @typeParam T - The record; must be plain JSON.
 */
export class ResourceStore<T> {
  private summaries = new Map<string, ResourceSummary>();
  private readonly writing = new Map<string, Promise<unknown>>();
  private readonly index: SummaryIndex;

  private constructor(
    private readonly directory: string,
    private readonly summarize: (record: T) => ResourceSummary,
  ) {
    this.index = new SummaryIndex(`${directory}.index`, (name) => this.path(name));
  }

  /** Opens the folder; records that the index beside it does not know, or knows otherwise, are read. */
  static async open<T>(
    directory: string,
    summarize: (record: T) => ResourceSummary,
    unreadable: UnreadableReport,
  ): Promise<ResourceStore<T>> {
    await mkdir(directory, { recursive: true });
    const store = new ResourceStore(directory, summarize);
    await store.load(unreadable);
    return store;
  }

  private async load(unreadable: UnreadableReport): Promise<void> {
    this.summaries = this.index.read();
    let isMended = false;
    for (const file of await readdir(this.directory)) {
      const path = join(this.directory, file);
      if (!file.endsWith('.json')) {
        await rm(path, { force: true }); // a temporary file that a killed engine left
        continue;
      }
      if (this.summaries.has(nameOfFile(file))) continue;
      try {
        const summary = this.summarize(JSON.parse(await readFile(path, 'utf8')) as T);
        this.summaries.set(summary.name, summary);
        isMended = true;
      } catch (error) {
        unreadable(path, error);
      }
    }
    await this.index.tidy(this.summaries, isMended);
  }

  has(name: string): boolean {
    return this.summaries.has(name);
  }

  /** In no order, and live: what is put while they are gone through may be among them. */
  list(): Iterable<ResourceSummary> {
    return this.summaries.values();
  }

  async get(name: string): Promise<T | undefined> {
    if (!this.summaries.has(name)) return undefined;
    try {
      // Not asynchronous: that doubles the time of a list's page, which is a hundred small files.
      return JSON.parse(readFileSync(this.path(name), 'utf8')) as T;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Writes a record durably; when this resolves it survives `kill -9`. Writes to one name happen in the order of the calls. */
  async put(record: T): Promise<void> {
    const summary = this.summarize(record);
    const text = JSON.stringify(record);
    const before = this.writing.get(summary.name) ?? Promise.resolve();
    const path = this.path(summary.name);
    const write = before
      .catch(() => undefined)
      .then(() => writeFileAtomic(path, text))
      .then(() => this.index.add(summary));
    this.writing.set(summary.name, write);
    try {
      await write;
      this.summaries.set(summary.name, summary);
    } finally {
      if (this.writing.get(summary.name) === write) this.writing.delete(summary.name);
    }
  }

  /** Removes a record durably; nothing happens when there is none. */
  async delete(name: string): Promise<void> {
    const before = this.writing.get(name) ?? Promise.resolve();
    const removal = before
      .catch(() => undefined)
      .then(async () => {
        await rm(this.path(name), { force: true });
        await syncDirectory(this.directory);
      });
    this.writing.set(name, removal);
    try {
      await removal;
      this.summaries.delete(name);
    } finally {
      if (this.writing.get(name) === removal) this.writing.delete(name);
    }
  }

  /** Names are validated before they reach the store: letters, digits and hyphens, case kept apart by a suffix. */
  private path(name: string): string {
    return join(this.directory, `${fileNameFor(name)}.json`);
  }
}

/** `Boston` and `boston` are two jobs, and on macOS and Windows would be one file: capitals are marked. */
export function fileNameFor(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The name whose record is kept in a file. */
function nameOfFile(file: string): string {
  return file.slice(0, -'.json'.length).replace(/_[a-z]/g, (letter) => letter.charAt(1).toUpperCase());
}
