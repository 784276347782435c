/**
 * The lower factor L of a covariance matrix L·Lᵀ, built row by row: a row depends on those above only, so a factor that grew is, bit for bit,
 * the one that is made anew. Rows are packed one after another.
 */
export class CholeskyFactor {
  private packed = new Float64Array(64);
  private rows = 0;

  get size(): number {
    return this.rows;
  }

  /**
   * @param covariances - With each of the rows before.
   * @param variance - Of the new row.
   * @param smallestPivot - Stands for a pivot that rounding made smaller or negative, as that of a duplicate.
   */
  append(covariances: Float64Array, variance: number, smallestPivot: number): void {
    const start = rowStart(this.rows);
    this.reserve(start + this.rows + 1);
    const { packed } = this;
    packed.set(covariances.subarray(0, this.rows), start);
    this.forward(packed.subarray(start, start + this.rows));
    let pivot = variance;
    for (let at = start; at < start + this.rows; at++) pivot -= (packed[at] as number) ** 2;
    packed[start + this.rows] = Math.sqrt(pivot > smallestPivot ? pivot : smallestPivot);
    this.rows++;
  }

  /** Forgets the rows from this one on. */
  truncate(rows: number): void {
    this.rows = Math.min(this.rows, rows);
  }

  /**
   * L⁻¹·b in place, for as many rows as b has.
   * @param from - The first row that is not 0.
   */
  forward(b: Float64Array, from = 0): void {
    const { packed } = this;
    for (let row = from; row < b.length; row++) {
      // Four sums at once: the additions need not wait for each other.
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let column = from;
      let at = rowStart(row) + from;
      for (; column + 3 < row; column += 4, at += 4) {
        s0 += (packed[at] as number) * (b[column] as number);
        s1 += (packed[at + 1] as number) * (b[column + 1] as number);
        s2 += (packed[at + 2] as number) * (b[column + 2] as number);
        s3 += (packed[at + 3] as number) * (b[column + 3] as number);
      }
      for (; column < row; column++, at++) s0 += (packed[at] as number) * (b[column] as number);
      b[row] = ((b[row] as number) - (s0 + s1 + (s2 + s3))) / (packed[at] as number);
    }
  }

  /**
   * L⁻ᵀ·b in place.
   * @param from - The first row that is wanted; those before it are left unfinished.
   */
  backward(b: Float64Array, from = 0): void {
    const { packed } = this;
    for (let row = b.length - 1; row >= from; row--) {
      const start = rowStart(row);
      const value = (b[row] as number) / (packed[start + row] as number);
      b[row] = value;
      for (let column = from; column < row; column++) {
        b[column] = (b[column] as number) - value * (packed[start + column] as number);
      }
    }
  }

  /** log |L·Lᵀ|. */
  logDeterminant(): number {
    let sum = 0;
    for (let row = 0; row < this.rows; row++) sum += Math.log(this.packed[rowStart(row) + row] as number);
    return 2 * sum;
  }

  private reserve(length: number): void {
    if (length <= this.packed.length) return;
    const larger = new Float64Array(2 * length);
    larger.set(this.packed);
    this.packed = larger;
  }
}

function rowStart(row: number): number {
  return (row * (row + 1)) / 2;
}
