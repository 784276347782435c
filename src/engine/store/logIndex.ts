import type { FileHandle } from 'node:fs/promises';

/** One entry of `events.idx`: where a line starts in `events.log`, and the time it is ordered by. */
export interface IndexEntry {
  readonly offset: number;
  readonly orderTime: number;
}

export const entrySize = 16;

export function encodeEntries(entries: readonly IndexEntry[]): Buffer {
  const buffer = Buffer.alloc(entries.length * entrySize);
  entries.forEach(({ offset, orderTime }, index) => {
    buffer.writeDoubleBE(offset, index * entrySize);
    buffer.writeDoubleBE(orderTime, index * entrySize + 8);
  });
  return buffer;
}

/** Reads `count` entries from `start`; fewer when the file ends before. */
export async function readEntries(file: FileHandle, start: number, count: number): Promise<IndexEntry[]> {
  const buffer = Buffer.alloc(count * entrySize);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, start * entrySize);
  const entries: IndexEntry[] = [];
  for (let at = 0; at + entrySize <= bytesRead; at += entrySize) {
    entries.push({ offset: buffer.readDoubleBE(at), orderTime: buffer.readDoubleBE(at + 8) });
  }
  return entries;
}

/** The first position whose order time is at least or after `time`, by bisection: the times of a stream never go back. */
export async function positionOf(file: FileHandle, count: number, time: number, edge: 'at' | 'after'): Promise<number> {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const orderTime = (await readEntries(file, middle, 1))[0]?.orderTime ?? Infinity;
    if (orderTime < time || (edge === 'after' && orderTime === time)) low = middle + 1;
    else high = middle;
  }
  return low;
}
