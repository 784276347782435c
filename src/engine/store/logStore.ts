import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { codeOf } from '../../shared/errors.ts';
import { storageError } from './atomicFile.ts';
import { namesOfKey, type KeyNaming } from './keyPath.ts';
import { walkKeys } from './keyTree.ts';
import { KeyedLock } from './keyedLock.ts';
import { decodeLines, type LogEvent, type LogLine } from './logRecord.ts';
import { LogStreamFile, type LogExtent, type LogLines } from './logStreamFile.ts';

export interface LogName {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly created: number;
}

export interface LogStreamInfo extends LogName {
  readonly extent: LogExtent;
}

export interface EventQuery {
  /** Epoch milliseconds, inclusive. */
  readonly startTime?: number;
  /** Epoch milliseconds, exclusive. */
  readonly endTime?: number;
  /** Forward: the first position to read. Backward: the first one not to read. Without it, the range's own end. */
  readonly position?: number;
  readonly direction: 'forward' | 'backward';
  readonly limit: number;
}

export interface EventPage {
  readonly events: LogEvent[];
  /** Where reading backward goes on. */
  readonly before: number;
  /** Where reading forward goes on. */
  readonly after: number;
}

export interface LogStoreOptions extends KeyNaming {
  readonly clock: Clock;
}

/** Lines that wait to be written together. */
interface Batch {
  readonly lines: LogLine[];
  readonly written: Promise<void>;
  readonly settle: (outcome: Promise<void>) => void;
}

/** The service's own limit for one answer. */
export const pageBytes = 1 << 20;

const flushDelay = 20;

/**
 * Log groups and streams under `<state>/logs`. A stream keeps the order in which its lines came; any page of it is read in the
 * time of that page. Appended lines are on disk within some 20 ms, and before any read.
 */
export class LogStore {
  private readonly files = new Map<string, LogStreamFile>();
  private readonly pending = new Map<string, Batch>();
  private readonly lock = new KeyedLock();

  private constructor(
    private readonly root: string,
    private readonly options: LogStoreOptions,
  ) {}

  static async open(stateDirectory: string, options: LogStoreOptions): Promise<LogStore> {
    const store = new LogStore(join(stateDirectory, 'logs'), options);
    await mkdir(store.root, { recursive: true });
    return store;
  }

  /** @returns False when there is one already. */
  createGroup(group: string): Promise<boolean> {
    return this.create(this.groupPath(group), 'group.json', group);
  }

  /** Creates the group too where needed. @returns False when there is one already. */
  async createStream(group: string, stream: string): Promise<boolean> {
    await this.createGroup(group);
    return this.create(this.streamPath(group, stream), 'stream.json', stream);
  }

  group(group: string): Promise<LogName | undefined> {
    return readName(join(this.groupPath(group), 'group.json'));
  }

  async stream(group: string, stream: string): Promise<LogStreamInfo | undefined> {
    const name = await readName(join(this.streamPath(group, stream), 'stream.json'));
    if (name === undefined) return undefined;
    await this.flush(group, stream);
    return { ...name, extent: await this.file(group, stream).describe() };
  }

  /** In the order of their names. */
  async *groups(prefix = '', after = ''): AsyncGenerator<LogName> {
    for await (const { key } of walkKeys(this.root, this.options, { prefix, after })) {
      const found = await this.group(key);
      if (found !== undefined) yield found;
    }
  }

  /** In the order of their names. */
  async *streams(group: string, prefix = '', after = ''): AsyncGenerator<LogStreamInfo> {
    const root = join(this.groupPath(group), 'streams');
    for await (const { key } of walkKeys(root, this.options, { prefix, after })) {
      const found = await this.stream(group, key);
      if (found !== undefined) yield found;
    }
  }

  /** Appends lines, creating group and stream on first use; resolves when they survive the end of this process. */
  append(group: string, stream: string, lines: readonly LogLine[]): Promise<void> {
    const key = keyOf(group, stream);
    const waiting = this.pending.get(key);
    if (waiting !== undefined) {
      for (const line of lines) waiting.lines.push(line);
      return waiting.written;
    }
    let settle: Batch['settle'] = () => undefined;
    const written = new Promise<void>((resolve) => (settle = resolve));
    this.pending.set(key, { lines: [...lines], written, settle });
    this.options.clock.schedule(() => void this.flush(group, stream), flushDelay);
    return written;
  }

  /** Writes what waits, of one stream; whether that went well is told to those who appended. */
  flush(group: string, stream: string): Promise<void> {
    const key = keyOf(group, stream);
    return this.lock.run(key, async () => {
      const batch = this.pending.get(key);
      if (batch === undefined) return;
      this.pending.delete(key);
      const outcome = this.write(group, stream, batch.lines);
      batch.settle(outcome);
      await outcome.catch(() => undefined);
    });
  }

  /** Writes all that waits. */
  async close(): Promise<void> {
    await Promise.all([...this.pending.keys()].map((key) => this.flush(...splitKey(key))));
  }

  /** One page of a stream that exists. */
  async getEvents(group: string, stream: string, query: EventQuery): Promise<EventPage> {
    const lines = await this.getLines(group, stream, query);
    return { events: decodeLines(lines.text, lines), before: lines.from, after: lines.to };
  }

  /** The same, as the lines of its file: of a full page, to make objects takes longer than all the rest. */
  async getLines(group: string, stream: string, query: EventQuery): Promise<LogLines> {
    await this.flush(group, stream);
    const file = this.file(group, stream);
    const low = query.startTime === undefined ? 0 : await file.positionOf(query.startTime);
    const high = query.endTime === undefined ? (await file.describe()).count : await file.positionOf(query.endTime);
    const forward = query.direction === 'forward';
    const position = Math.max(low, Math.min(high, query.position ?? (forward ? low : high)));
    const from = forward ? position : Math.max(low, position - query.limit);
    const to = forward ? Math.min(high, position + query.limit) : position;
    const lines = await file.read(from, to, pageBytes, forward ? 'first' : 'last');
    return lines.text === '' ? { ...lines, from: position, to: position } : lines;
  }

  /** The first position of a stream whose time is at least `time` (`at`) or later than it (`after`). */
  async positionOf(group: string, stream: string, time: number, edge: 'at' | 'after'): Promise<number> {
    await this.flush(group, stream);
    return this.file(group, stream).positionOf(time, edge);
  }

  private async write(group: string, stream: string, lines: readonly LogLine[]): Promise<void> {
    try {
      await this.createStream(group, stream);
      await this.file(group, stream).append(lines, this.options.clock.now());
    } catch (error) {
      throw storageError(this.root, error);
    }
  }

  private file(group: string, stream: string): LogStreamFile {
    const key = keyOf(group, stream);
    const known = this.files.get(key) ?? new LogStreamFile(this.streamPath(group, stream));
    this.files.set(key, known);
    return known;
  }

  private groupPath(group: string): string {
    return join(this.root, ...namesOfKey(group, this.options));
  }

  private streamPath(group: string, stream: string): string {
    return join(this.groupPath(group), 'streams', ...namesOfKey(stream, this.options));
  }

  private async create(folder: string, file: string, name: string): Promise<boolean> {
    const path = join(folder, file);
    return this.lock.run(path, async () => {
      if ((await readName(path)) !== undefined) return false;
      await mkdir(folder, { recursive: true });
      // Not atomically: what a kill tore is read as missing and made again, where a temporary file would stay for ever.
      await writeFile(path, JSON.stringify({ name, created: this.options.clock.now() } satisfies LogName));
      return true;
    });
  }
}

function keyOf(group: string, stream: string): string {
  return JSON.stringify([group, stream]);
}

function splitKey(key: string): [string, string] {
  return JSON.parse(key) as [string, string];
}

async function readName(path: string): Promise<LogName | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as LogName;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
