import type { BinnedColumn } from './binnedMatrix.ts';
import { leafGain, type Regularization } from './gain.ts';
import type { GrowingNode } from './growingTree.ts';
import type { Histogram } from './histogram.ts';

/** The sums of one side of a split. */
interface Side {
  readonly gradient: number;
  readonly hessian: number;
}

/** A way to split a node: bins up to `bin` go left, and -1 sends only missing values there. */
export interface HistogramSplit {
  readonly feature: number;
  readonly bin: number;
  readonly threshold: number;
  readonly defaultLeft: boolean;
  readonly lossChange: number;
  readonly left: Side;
  readonly right: Side;
}

const { fround } = Math;

/** Finds a node's best split among bounds of bins (libxgboost, hist/evaluate_splits.h). */
export class HistogramSplitSearch {
  private best: HistogramSplit | undefined;

  constructor(
    private readonly node: GrowingNode,
    private readonly histogram: Histogram,
    private readonly regularization: Regularization,
  ) {}

  /** Undefined when no split gains anything. */
  get result(): HistogramSplit | undefined {
    return this.best;
  }

  /**
   * Tries every bound of a column, first with missing values on the right, then on the left.
   *
   * @param start - Where the column's bins begin in the histogram.
   */
  tryColumn(column: BinnedColumn, feature: number, start: number): void {
    const present = this.walk(column, feature, start, true);
    const noneMissing = present.gradient === this.node.gradient && present.hessian === this.node.hessian;
    if (!noneMissing) this.walk(column, feature, start, false);
  }

  /** Returns the sums of all present values. */
  private walk(column: BinnedColumn, feature: number, start: number, forward: boolean): Side {
    const { node, histogram, regularization } = this;
    const least = regularization.minChildWeight;
    const count = column.upperBounds.length;
    let gradient = 0;
    let hessian = 0;
    for (let step = 0; step < count; step++) {
      const bin = forward ? step : count - 1 - step;
      const binGradient = histogram[start + 2 * bin] as number;
      const binHessian = histogram[start + 2 * bin + 1] as number;
      // An empty bin changes nothing, and an earlier bound of equal gain is kept.
      if (binGradient === 0 && binHessian === 0) continue;
      gradient += binGradient;
      hessian += binHessian;
      const restHessian = node.hessian - hessian;
      if (hessian < least || restHessian < least) continue;
      const rest = node.gradient - gradient;
      const gains = fround(leafGain(regularization, gradient, hessian) + leafGain(regularization, rest, restHessian));
      const lossChange = fround(gains - node.gain);
      if (!(lossChange > (this.best?.lossChange ?? 0)) || lossChange === Infinity) continue;
      const walked = { gradient, hessian };
      const other = { gradient: rest, hessian: restHessian };
      const last = forward ? bin : bin - 1;
      this.best = {
        feature,
        bin: last,
        threshold: last === -1 ? column.lowerBound : (column.upperBounds[last] as number),
        defaultLeft: !forward,
        lossChange,
        left: forward ? walked : other,
        right: forward ? other : walked,
      };
    }
    return { gradient, hessian };
  }
}
