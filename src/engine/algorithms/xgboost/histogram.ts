import type { BinnedMatrix } from './binnedMatrix.ts';
import type { Gradients } from './gradients.ts';

/** The sums of both derivatives of each bin of each column, side by side: gradient, hessian. */
export type Histogram = Float64Array;

/** Sums derivatives by bin. Keeps histograms that are no longer needed, to fill them again. */
export class HistogramBuilder {
  /** Where each column's bins begin in a histogram; its missing values' sums stand after its last bin. */
  readonly starts: Uint32Array;
  private readonly size: number;
  private readonly unused: Histogram[] = [];
  private readonly first: Float32Array;
  private readonly second: Float32Array;

  constructor(
    private readonly matrix: BinnedMatrix,
    rows: number,
  ) {
    this.starts = new Uint32Array(matrix.columns.length);
    let size = 0;
    matrix.columns.forEach(({ upperBounds }, column) => {
      this.starts[column] = size;
      size += 2 * (upperBounds.length + 1);
    });
    this.size = size;
    this.first = new Float32Array(rows);
    this.second = new Float32Array(rows);
  }

  /** @param rows - Ascending. */
  build(rows: Uint32Array, gradients: Gradients): Histogram {
    const histogram = this.unused.pop()?.fill(0) ?? new Float64Array(this.size);
    const { first, second } = this;
    // Side by side, so that the walk over each column reads them in order.
    rows.forEach((row, at) => {
      first[at] = gradients.first[row] as number;
      second[at] = gradients.second[row] as number;
    });
    this.matrix.columns.forEach(({ bins }, column) => {
      addColumn(histogram, this.starts[column] as number, bins, rows, first, second);
    });
    return histogram;
  }

  /** Turns the histogram of a node into that of one child, given the other child's. */
  subtract(from: Histogram, other: Histogram): Histogram {
    for (let at = 0; at < from.length; at++) from[at] = (from[at] as number) - (other[at] as number);
    return from;
  }

  release(histogram: Histogram): void {
    this.unused.push(histogram);
  }
}

/** A function of its own, so that the optimizer sees one hot loop over typed arrays. */
function addColumn(
  histogram: Histogram,
  start: number,
  bins: Uint16Array,
  rows: Uint32Array,
  first: Float32Array,
  second: Float32Array,
): void {
  for (let at = 0; at < rows.length; at++) {
    const bin = start + 2 * (bins[rows[at] as number] as number);
    histogram[bin] = (histogram[bin] as number) + (first[at] as number);
    histogram[bin + 1] = (histogram[bin + 1] as number) + (second[at] as number);
  }
}
