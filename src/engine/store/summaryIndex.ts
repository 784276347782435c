import { closeSync, openSync, statSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { codeOf } from '../../shared/errors.ts';
import { writeFileAtomic } from './atomicFile.ts';
import { fileLines } from './fileLines.ts';
import type { ResourceSummary } from './resourceSummary.ts';

type Line = [name: string, status: string, creationTime: number, lastModifiedTime: number, mark: string];

const header = '["summaries",2]';
/** Lines of what has been replaced since; below that, writing the file anew costs more than reading it. */
const permittedExcess = 1000;

/**
 * The summaries of a store's records in one file, so that a start does not read every record. The records are the truth: an entry counts
 * only while its file is the one that it was made of, so a torn line, a lost one or one of an older engine costs one read and nothing else.
 */
export class SummaryIndex {
  private lines = 0;
  /** Something in it could not be read. */
  private isTorn = false;

  /** @param fileOf - The path of a name's record. */
  constructor(
    private readonly path: string,
    private readonly fileOf: (name: string) => string,
  ) {}

  /** The summaries whose records are the files they were made of; empty when the index is missing or of another version. */
  read(): Map<string, ResourceSummary> {
    const found = new Map<string, ResourceSummary>();
    const file = this.open();
    if (file === undefined) return found;
    try {
      for (const line of fileLines(file)) {
        if (this.lines++ > 0) this.keep(line, found);
        else if (line !== header) break; // of another version: what its lines say is not known
      }
    } finally {
      closeSync(file);
    }
    this.isTorn ||= found.size === 0 && this.lines > 0;
    return found;
  }

  /**
   * Writes the file anew where it pays.
   * @param isMended - Some entry was wrong or missing.
   */
  async tidy(summaries: ReadonlyMap<string, ResourceSummary>, isMended: boolean): Promise<void> {
    if (summaries.size === 0 && this.lines === 0) return; // nothing to gain, and a new state directory needs no file
    if (!isMended && !this.isTorn && this.lines <= 2 * summaries.size + permittedExcess) return;
    const lines = [...summaries.values()].flatMap((summary) => this.encode(summary) ?? []);
    await writeFileAtomic(this.path, [header, ...lines, ''].join('\n'));
    this.lines = lines.length + 1;
  }

  /** Notes a record that was just written. It never fails: what is missing here is read from its own file at the next start. */
  async add(summary: ResourceSummary): Promise<void> {
    const line = this.encode(summary);
    if (line === undefined) return;
    const start = this.lines === 0 ? `${header}\n` : '';
    this.lines++;
    await appendFile(this.path, `${start}${line}\n`).catch(() => undefined);
  }

  private keep(line: string, found: Map<string, ResourceSummary>): void {
    const entry = parse(line);
    if (entry === undefined) this.isTorn = true;
    else if (this.markOf(entry.summary.name) === entry.mark) found.set(entry.summary.name, entry.summary);
  }

  private open(): number | undefined {
    try {
      return openSync(this.path, 'r');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /**
   * Another one for every file that was ever written under this name; undefined when there is none. Not asynchronous: of ten thousand
   * files that costs ten times as much.
   */
  private markOf(name: string): string | undefined {
    try {
      const found = statSync(this.fileOf(name), { throwIfNoEntry: false });
      return found && `${found.size}-${found.mtimeMs}-${found.ino}`; // two records written within one tick of the clock are two files
    } catch {
      return undefined; // a file that cannot be looked at is named by whoever reads it
    }
  }

  private encode({ name, status, creationTime, lastModifiedTime }: ResourceSummary): string | undefined {
    const mark = this.markOf(name);
    return mark && JSON.stringify([name, status, creationTime, lastModifiedTime, mark] satisfies Line);
  }
}

function parse(line: string): { summary: ResourceSummary; mark: string } | undefined {
  try {
    const [name, status, creationTime, lastModifiedTime, mark] = JSON.parse(line) as Line;
    const isWhole = [name, status, mark].every((text) => typeof text === 'string');
    return isWhole ? { summary: { name, status, creationTime, lastModifiedTime }, mark } : undefined;
  } catch {
    return undefined; // torn by a crash: its record is read instead
  }
}
