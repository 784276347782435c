const newline = 10;
const carriageReturn = 13;

/** The pieces of a text cut anew, so that each holds whole lines; only the last line may lack its end. */
export function* lineBlocks(input: Uint8Array | Iterable<Uint8Array>): Generator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array(0);
  for (const chunk of input instanceof Uint8Array ? [input] : input) {
    const block = rest.length === 0 ? chunk : concat(rest, chunk);
    // The last byte may be the CR of a CRLF cut in two.
    const end = lastLineEnd(block, block.length - 1);
    yield block.subarray(0, end);
    rest = block.subarray(end);
  }
  yield rest;
}

function lastLineEnd(block: Uint8Array, before: number): number {
  let end = Math.max(0, before);
  while (end > 0 && block[end - 1] !== newline && block[end - 1] !== carriageReturn) end--;
  return end;
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
