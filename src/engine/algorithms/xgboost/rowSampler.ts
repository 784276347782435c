/** The multiplier and modulus (2^63) with which libxgboost's hist draws rows; the number is kept as 31 and 32 bits. */
const multiplier = 16807;
const lowRange = 2 ** 32;
const highRange = 2 ** 31;

/** The rows that a tree of the hist method sees: each is drawn with a probability of `share`. */
export function drawRows(rows: number, share: number, seed: number): Uint32Array {
  const drawn = new Uint32Array(rows);
  let count = 0;
  let high = 0;
  let low = seed === 0 ? 1 : seed;
  for (let row = 0; row < rows; row++) {
    const product = low * multiplier;
    low = product % lowRange;
    high = (high * multiplier + Math.floor(product / lowRange)) % highRange;
    if ((high * lowRange + low) / (highRange * lowRange) < share) drawn[count++] = row;
  }
  return drawn.subarray(0, count);
}
