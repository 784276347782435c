import { statSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { codeOf } from '../../shared/errors.ts';
import { writeFileAtomic } from './atomicFile.ts';
import type { ResourceSummary } from './resourceSummary.ts';

/** A summary and the file that it was made of. */
export interface IndexedSummary {
  readonly summary: ResourceSummary;
  /** Of `recordMark`. */
  readonly mark: string;
}

type Line = [name: string, status: string, creationTime: number, lastModifiedTime: number, mark: string];

const header = '["summaries",1]';
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

  constructor(private readonly path: string) {}

  /** The last entry of each name; empty when the file is missing or of another version. */
  async read(): Promise<Map<string, IndexedSummary>> {
    const found = new Map<string, IndexedSummary>();
    const [first, ...lines] = (await this.text()).split('\n');
    this.isTorn = first !== header;
    if (this.isTorn) return found;
    this.lines = lines.length;
    for (const line of lines) {
      const entry = parse(line);
      if (entry !== undefined) found.set(entry.summary.name, entry);
      else if (line !== '') this.isTorn = true;
    }
    return found;
  }

  /**
   * Writes the file anew where it pays.
   * @param isMended - Some entry was wrong or missing.
   */
  async tidy(entries: readonly IndexedSummary[], isMended: boolean): Promise<void> {
    if (entries.length === 0 && this.lines === 0) return; // nothing to gain, and a new state directory needs no file
    if (!isMended && !this.isTorn && this.lines <= 2 * entries.length + permittedExcess) return;
    await writeFileAtomic(this.path, [header, ...entries.map(encode), ''].join('\n'));
    this.lines = entries.length;
  }

  /** Notes a record that was just written. It never fails: what is missing here is read from its own file at the next start. */
  async add(summary: ResourceSummary, file: string): Promise<void> {
    const mark = recordMark(file);
    if (mark === undefined) return;
    const start = this.lines === 0 ? `${header}\n` : '';
    this.lines++;
    await appendFile(this.path, `${start}${encode({ summary, mark })}\n`).catch(() => undefined);
  }

  private async text(): Promise<string> {
    try {
      return await readFile(this.path, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return '';
      throw error;
    }
  }
}

/**
 * Another one for every file that was ever written under this name; undefined when there is none. Not asynchronous: of ten thousand files
 * that costs ten times as much.
 */
export function recordMark(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && `${found.size}-${found.mtimeNs}-${found.ino}`; // two records written within one tick of the clock are two files
}

function encode({ summary, mark }: IndexedSummary): string {
  const { name, status, creationTime, lastModifiedTime } = summary;
  return JSON.stringify([name, status, creationTime, lastModifiedTime, mark] satisfies Line);
}

function parse(line: string): IndexedSummary | undefined {
  try {
    const [name, status, creationTime, lastModifiedTime, mark] = JSON.parse(line) as Line;
    const isWhole = [name, status, mark].every((text) => typeof text === 'string');
    return isWhole ? { summary: { name, status, creationTime, lastModifiedTime }, mark } : undefined;
  } catch {
    return undefined; // torn by a crash: its record is read instead
  }
}
