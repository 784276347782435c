import type { SortedColumn } from './dataMatrix.ts';
import { leafGain, type Regularization } from './gain.ts';
import type { GrowingNode } from './growingTree.ts';
import type { Gradients } from './objective.ts';

/** The least gain of a split; libxgboost's kRtEps. */
export const smallestGain = Math.fround(1e-6);

const { fround } = Math;

/**
 * Finds the best split of every node of one level by walking each column once in each direction that matters: backward, where
 * missing values go left, and forward, where they go right.
 */
export class SplitSearch {
  private readonly open: readonly GrowingNode[];
  /** Per open node: sums of what was walked so far, and the last value seen. */
  private readonly gradient: Float64Array;
  private readonly hessian: Float64Array;
  private readonly last: Float32Array;

  /**
   * @param open - The nodes of the level, with their sums.
   * @param slots - For each row its node's index in `open`, negative when the row takes no part.
   */
  constructor(
    open: readonly GrowingNode[],
    private readonly slots: Int32Array,
    private readonly gradients: Gradients,
    private readonly regularization: Regularization,
  ) {
    this.open = open;
    this.gradient = new Float64Array(open.length);
    this.hessian = new Float64Array(open.length);
    this.last = new Float32Array(open.length);
  }

  /** Tries every split on a column and keeps in each node the best so far. */
  tryColumn(column: SortedColumn, feature: number): void {
    if (column.searchesForward) this.walk(column, feature, true);
    this.walk(column, feature, false);
  }

  private walk(column: SortedColumn, feature: number, forward: boolean): void {
    const { slots, gradient, hessian, last } = this;
    const { first, second } = this.gradients;
    const least = this.regularization.minChildWeight;
    gradient.fill(0);
    hessian.fill(0);
    const count = column.rows.length;
    for (let step = 0; step < count; step++) {
      const at = forward ? step : count - 1 - step;
      const row = column.rows[at] as number;
      const slot = slots[row] as number;
      if (slot < 0) continue;
      const value = column.values[at] as number;
      const walked = hessian[slot] as number;
      if (walked !== 0 && value !== last[slot] && walked >= least) {
        const middle = fround(fround(value + (last[slot] as number)) * 0.5);
        this.offer(slot, feature, middle === value ? (last[slot] as number) : middle, forward);
      }
      gradient[slot] = (gradient[slot] as number) + (first[row] as number);
      hessian[slot] = walked + (second[row] as number);
      last[slot] = value;
    }
    // All present values on one side, the missing ones on the other.
    for (let slot = 0; slot < this.open.length; slot++) {
      if ((hessian[slot] as number) < least) continue;
      const edge = last[slot] as number;
      const gap = fround(Math.abs(edge) + smallestGain);
      this.offer(slot, feature, fround(forward ? edge + gap : edge - gap), forward);
    }
  }

  private offer(slot: number, feature: number, threshold: number, forward: boolean): void {
    const node = this.open[slot] as GrowingNode;
    const gradient = this.gradient[slot] as number;
    const hessian = this.hessian[slot] as number;
    const restHessian = node.hessian - hessian;
    if (restHessian < this.regularization.minChildWeight) return;
    const walked = leafGain(this.regularization, gradient, hessian);
    const rest = leafGain(this.regularization, node.gradient - gradient, restHessian);
    const lossChange = fround(fround(walked + rest) - node.gain);
    if (!(lossChange > node.lossChange) || lossChange === Infinity) return;
    node.lossChange = lossChange;
    node.feature = feature;
    node.threshold = threshold;
    node.defaultLeft = !forward;
  }
}
