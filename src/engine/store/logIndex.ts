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

/** The first position whose order time is at least or after `time`: the times of a stream never go back. */
export function positionOf(file: FileHandle, count: number, time: number, edge: 'at' | 'after'): Promise<number> {
  return firstWhere(0, count, async (at) => {
    const orderTime = (await readEntries(file, at, 1))[0]?.orderTime ?? Infinity;
    return orderTime > time || (edge === 'at' && orderTime === time);
  });
}

/** The first position for which something holds that, once it holds, holds to the end; `high` where it never does. */
export async function firstWhere(
  low: number,
  high: number,
  holds: (position: number) => Promise<boolean>,
): Promise<number> {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (await holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
