import { setImmediate } from 'node:timers/promises';

/** Many buffers as two, which a thread can take over from another. */
export interface PackedBuffers {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each of them ends in `bytes`. */
  readonly ends: Uint32Array<ArrayBuffer>;
}

/** Buffers that are copied before others have their turn: some milliseconds' worth. */
const turn = 2 ** 13;

/** Copies them; what stands side by side, as the lines of a piece of a file do, at once. Others have their turn meanwhile. */
export async function packBuffers(buffers: readonly Buffer[]): Promise<PackedBuffers> {
  const ends = new Uint32Array(buffers.length);
  let size = 0;
  buffers.forEach(({ length }, index) => (ends[index] = size += length));
  const bytes = new Uint8Array(size);
  for (let first = 0; first < buffers.length; first += turn) {
    if (first > 0) await setImmediate();
    copyRuns(buffers.slice(first, first + turn), bytes.subarray(first === 0 ? 0 : ends[first - 1]));
  }
  return { bytes, ends };
}

export function* unpackBuffers({ bytes, ends }: PackedBuffers): Generator<Buffer> {
  let start = 0;
  for (const end of ends) {
    yield Buffer.from(bytes.buffer, start, end - start);
    start = end;
  }
}

function copyRuns(buffers: readonly Buffer[], target: Uint8Array): void {
  let at = 0;
  for (let index = 0; index < buffers.length;) {
    const { buffer, byteOffset: start } = buffers[index] as Buffer;
    let end = start;
    for (; index < buffers.length; index++) {
      const next = buffers[index] as Buffer;
      if (next.byteOffset !== end || next.buffer !== buffer) break;
      end += next.length;
    }
    target.set(new Uint8Array(buffer, start, end - start), at);
    at += end - start;
  }
}
