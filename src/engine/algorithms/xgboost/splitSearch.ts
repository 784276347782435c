import type { SortedColumn } from './dataMatrix.ts';
import { leafGain, type Regularization } from './gain.ts';
import type { GrowingNode } from './growingTree.ts';
import type { Gradients } from './gradients.ts';

/** The least gain of a split; libxgboost's kRtEps. */
export const smallestGain = Math.fround(1e-6);

const { fround } = Math;

/** Sums of first and second derivatives, one per node. */
interface Sums {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/**
 * Finds the best split of every node of one level by walking each column once in each direction that matters: backward, where
 * missing values go left, and forward, where they go right.
 */
export class SplitSearch {
  private readonly total: Sums;
  /** Per node: what the whole node gains as a leaf, and the best split so far. */
  private readonly gain: Float64Array;
  private readonly best: Float64Array;
  /** Per node: sums of what was walked so far, and the last value seen. */
  private readonly walked: Sums;
  private readonly last: Float32Array;

  /**
   * @param nodes - The nodes of the level, with their sums.
   * @param slots - For each row its node's index in `nodes`, negative when the row takes no part.
   */
  constructor(
    private readonly nodes: readonly GrowingNode[],
    private readonly slots: Int32Array,
    private readonly gradients: Gradients,
    private readonly regularization: Regularization,
  ) {
    this.total = {
      gradient: Float64Array.from(nodes, (node) => node.gradient),
      hessian: Float64Array.from(nodes, (node) => node.hessian),
    };
    this.gain = Float64Array.from(nodes, (node) => node.gain);
    this.best = new Float64Array(nodes.length);
    this.walked = { gradient: new Float64Array(nodes.length), hessian: new Float64Array(nodes.length) };
    this.last = new Float32Array(nodes.length);
  }

  /** Tries every split on a column and keeps in each node the best so far. */
  tryColumn(column: SortedColumn, feature: number): void {
    if (column.searchesForward) this.walk(column, feature, true);
    this.walk(column, feature, false);
  }

  private walk(column: SortedColumn, feature: number, forward: boolean): void {
    const { slots, last } = this;
    const { gradient, hessian } = this.walked;
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
      const weight = hessian[slot] as number;
      if (weight !== 0 && value !== last[slot] && weight >= least && this.improves(slot)) {
        const middle = fround(fround(value + (last[slot] as number)) * 0.5);
        this.keep(slot, feature, middle === value ? (last[slot] as number) : middle, forward);
      }
      gradient[slot] = (gradient[slot] as number) + (first[row] as number);
      hessian[slot] = weight + (second[row] as number);
      last[slot] = value;
    }
    // All present values on one side, the missing ones on the other.
    for (let slot = 0; slot < this.nodes.length; slot++) {
      if ((hessian[slot] as number) < least || !this.improves(slot)) continue;
      const edge = last[slot] as number;
      const gap = fround(Math.abs(edge) + smallestGain);
      this.keep(slot, feature, fround(forward ? edge + gap : edge - gap), forward);
    }
  }

  /** Whether a split between what was walked and the rest gains more than the best so far; then its gain is noted. */
  private improves(slot: number): boolean {
    const { regularization, total, walked } = this;
    const gradient = walked.gradient[slot] as number;
    const hessian = walked.hessian[slot] as number;
    const restHessian = (total.hessian[slot] as number) - hessian;
    if (restHessian < regularization.minChildWeight) return false;
    const here = leafGain(regularization, gradient, hessian);
    const there = leafGain(regularization, (total.gradient[slot] as number) - gradient, restHessian);
    const lossChange = fround(fround(here + there) - (this.gain[slot] as number));
    if (!(lossChange > (this.best[slot] as number)) || lossChange === Infinity) return false;
    this.best[slot] = lossChange;
    return true;
  }

  private keep(slot: number, feature: number, threshold: number, forward: boolean): void {
    const node = this.nodes[slot] as GrowingNode;
    node.lossChange = this.best[slot] as number;
    node.feature = feature;
    node.threshold = threshold;
    node.defaultLeft = !forward;
  }
}
