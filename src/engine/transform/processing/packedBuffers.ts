/** Many buffers as two, which a thread can take over from another. */
export interface PackedBuffers {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each of them ends in `bytes`. */
  readonly ends: Uint32Array<ArrayBuffer>;
}

/** Copies them; what stands side by side, as the lines of a piece of a file do, at once. */
export function packBuffers(buffers: readonly Buffer[]): PackedBuffers {
  const ends = new Uint32Array(buffers.length);
  let size = 0;
  buffers.forEach((buffer, index) => (ends[index] = size += buffer.length));
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const run of runsOf(buffers)) {
    bytes.set(run, at);
    at += run.length;
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

function* runsOf(buffers: readonly Buffer[]): Generator<Uint8Array> {
  let run: { readonly buffer: ArrayBufferLike; readonly start: number; end: number } | undefined;
  for (const { buffer, byteOffset, length } of buffers) {
    if (run?.buffer === buffer && run.end === byteOffset) run.end += length;
    else {
      if (run !== undefined) yield new Uint8Array(run.buffer, run.start, run.end - run.start);
      run = { buffer, start: byteOffset, end: byteOffset + length };
    }
  }
  if (run !== undefined) yield new Uint8Array(run.buffer, run.start, run.end - run.start);
}
