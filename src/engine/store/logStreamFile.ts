import { open, mkdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeLine, encodeLine, type LogLine } from './logRecord.ts';
import { encodeEntries, entrySize, firstWhere, positionOf, readEntries, type IndexEntry } from './logIndex.ts';

/** What a stream's ends tell. */
export interface LogExtent {
  readonly count: number;
  readonly bytes: number;
  /** Order times; absent in an empty stream. */
  readonly first?: number;
  readonly last?: number;
}

/** Lines as they stand in the file. */
export interface LogLines {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Of `encodeLine`, each with its end. */
  readonly text: string;
  /** Of the first line. */
  readonly orderTime: number;
}

/**
 * One log stream on disk. `events.log` is the truth and only ever grows; `events.idx` finds a line by its position and is
 * completed from the log when a crash came between the two. Files are opened for each call, so a thousand streams hold no handle.
 */
export class LogStreamFile {
  private extent: Promise<LogExtent> | undefined;

  constructor(private readonly folder: string) {}

  /**
   * Reads the lines at positions `from` to `to` (exclusive), at most `maxBytes` of the file but at least one line.
   * @param keep - Which end to keep when they are too many bytes.
   */
  async read(from: number, to: number, maxBytes: number, keep: 'first' | 'last' = 'first'): Promise<LogLines> {
    const { count, bytes } = await this.describe();
    const end = Math.min(to, count);
    if (from >= end) return { from, to: from, text: '', orderTime: -Infinity };
    return this.withFiles('r', async (log, index) => {
      const entryAt = async (at: number): Promise<IndexEntry> =>
        (await readEntries(index, at, 1))[0] ?? { offset: bytes, orderTime: Infinity };
      const size = async (first: number, last: number): Promise<number> =>
        (await entryAt(last)).offset - (await entryAt(first)).offset;
      let [low, high] = [from, end];
      if ((await size(low, high)) > maxBytes) {
        if (keep === 'first')
          high = (await firstWhere(low + 2, high, async (at) => (await size(low, at)) > maxBytes)) - 1;
        else low = await firstWhere(low, high - 1, async (at) => (await size(at, high)) <= maxBytes);
      }
      const { offset, orderTime } = await entryAt(low);
      const buffer = Buffer.alloc((await entryAt(high)).offset - offset);
      await log.read(buffer, 0, buffer.length, offset);
      return { from: low, to: high, text: buffer.toString('utf8'), orderTime };
    });
  }

  /** The first position whose order time is at least `time` (`at`) or later than it (`after`). */
  async positionOf(time: number, edge: 'at' | 'after' = 'at'): Promise<number> {
    const { count, last } = await this.describe();
    if (last === undefined || time > last) return count;
    return this.withFiles('r', (_log, index) => positionOf(index, count, time, edge));
  }

  /** Appends in order; when this resolves the lines survive the end of this process. Calls must not overlap. */
  async append(lines: readonly LogLine[], ingestionTime: number): Promise<void> {
    const extent = await this.describe();
    const encoded = lines.map((line) => encodeLine(line, ingestionTime));
    const bytes = Buffer.from(encoded.join(''));
    // Nearly every log is ASCII; to measure each line anew costs as much as all the rest.
    const isAscii = bytes.length === encoded.reduce((length, line) => length + line.length, 0);
    let offset = extent.bytes;
    let orderTime = extent.last ?? -Infinity;
    const entries = lines.map(({ timestamp }, at): IndexEntry => {
      orderTime = Math.max(orderTime, timestamp);
      const entry = { offset, orderTime };
      const line = encoded[at] ?? '';
      offset += isAscii ? line.length : Buffer.byteLength(line);
      return entry;
    });
    try {
      await this.withFiles('r+', async (log, index) => {
        await writeAt(log, bytes, extent.bytes);
        await writeAt(index, encodeEntries(entries), extent.count * entrySize);
      });
    } catch (error) {
      this.extent = undefined; // what was half written is cut off before the next call
      throw error;
    }
    const first = extent.first ?? entries[0]?.orderTime;
    this.extent = Promise.resolve(extentOf(extent.count + entries.length, offset, first, orderTime));
  }

  describe(): Promise<LogExtent> {
    this.extent ??= this.withFiles('r+', examine).catch((error: unknown) => {
      this.extent = undefined;
      throw error;
    });
    return this.extent;
  }

  private async withFiles<T>(flags: 'r' | 'r+', use: (log: FileHandle, index: FileHandle) => Promise<T>): Promise<T> {
    const log = await this.openFile('events.log', flags);
    try {
      const index = await this.openFile('events.idx', flags);
      try {
        return await use(log, index);
      } finally {
        await index.close();
      }
    } finally {
      await log.close();
    }
  }

  private async openFile(name: string, flags: 'r' | 'r+'): Promise<FileHandle> {
    const path = join(this.folder, name);
    if (flags === 'r') return open(path, 'r');
    await mkdir(this.folder, { recursive: true });
    await (await open(path, 'a')).close();
    return open(path, 'r+');
  }
}

/** Finds the ends, cuts off a torn last line and completes the index. */
async function examine(log: FileHandle, index: FileHandle): Promise<LogExtent> {
  const bytes = (await log.stat()).size;
  let count = Math.floor((await index.stat()).size / entrySize);
  while (count > 0 && !(await isLineStart(log, (await readEntries(index, count - 1, 1))[0], bytes))) count--;
  const previous = count === 0 ? undefined : (await readEntries(index, count - 1, 1))[0];
  const { entries, end } = await scan(log, previous?.offset ?? 0, bytes, previous?.orderTime ?? -Infinity);
  const fresh = previous === undefined ? entries : entries.slice(1);
  // The last indexed line itself may be torn: then its entry goes too.
  const kept = previous !== undefined && entries.length === 0 ? count - 1 : count;
  await log.truncate(end);
  await index.truncate(kept * entrySize);
  await writeAt(index, encodeEntries(fresh), kept * entrySize);
  const total = kept + fresh.length;
  const [first] = await readEntries(index, 0, 1);
  const [last] = total === 0 ? [] : await readEntries(index, total - 1, 1);
  return extentOf(total, end, first?.orderTime, last?.orderTime);
}

async function isLineStart(log: FileHandle, entry: IndexEntry | undefined, bytes: number): Promise<boolean> {
  if (entry === undefined || !(entry.offset >= 0 && entry.offset < bytes)) return false;
  if (entry.offset === 0) return true;
  const before = Buffer.alloc(1);
  await log.read(before, 0, 1, entry.offset - 1);
  return before[0] === newline;
}

/** Indexes the whole lines between two offsets. */
async function scan(
  log: FileHandle,
  from: number,
  to: number,
  floor: number,
): Promise<{ entries: IndexEntry[]; end: number }> {
  const entries: IndexEntry[] = [];
  let orderTime = floor;
  let lineStart = from;
  let pending: Buffer = Buffer.alloc(0);
  for (let at = from; at < to;) {
    const buffer = Buffer.alloc(Math.min(1 << 16, to - at));
    const { bytesRead } = await log.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    pending = Buffer.concat([pending, buffer.subarray(0, bytesRead)]);
    for (let end = pending.indexOf(newline); end >= 0; end = pending.indexOf(newline)) {
      orderTime = Math.max(orderTime, decodeLine(pending.toString('utf8', 0, end)).timestamp);
      entries.push({ offset: lineStart, orderTime });
      lineStart += end + 1;
      pending = pending.subarray(end + 1);
    }
  }
  return { entries, end: lineStart };
}

const newline = 10;

async function writeAt(file: FileHandle, content: Buffer, position: number): Promise<void> {
  for (let done = 0; done < content.length;) {
    done += (await file.write(content, done, content.length - done, position + done)).bytesWritten;
  }
}

function extentOf(count: number, bytes: number, first: number | undefined, last: number | undefined): LogExtent {
  return count === 0 || first === undefined || last === undefined ? { count, bytes } : { count, bytes, first, last };
}
