/** One row of so many is held out: 20 %. */
const blockSize = 5;

/**
 * Whether a row, from 0, is held out: one of each block, scattered, so that a table with a rhythm does not put the same kind of row into
 * every block's place, and always the same, so that two runs can be compared (Knuth's multiplicative hash).
 */
export function isHeldOut(row: number): boolean {
  const block = Math.floor(row / blockSize);
  return row % blockSize === (Math.imul(block + 1, 0x9e3779b1) >>> 16) % blockSize;
}

/** How many of a table's rows are held out. */
export function heldOutRows(rows: number): number {
  const whole = Math.floor(rows / blockSize);
  const rest = Array.from({ length: rows % blockSize }, (_, index) => whole * blockSize + index);
  return whole + rest.filter(isHeldOut).length;
}
