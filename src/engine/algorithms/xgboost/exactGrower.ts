import { ColumnSampler } from './columnSampler.ts';
import type { DataMatrix, SortedColumn } from './dataMatrix.ts';
import { leafGain, leafWeight } from './gain.ts';
import { finishTree, newNode, prune, type GrowingNode } from './growingTree.ts';
import type { MersenneTwister } from './mersenneTwister.ts';
import type { Gradients } from './gradients.ts';
import type { TrainingParameters } from './parameters.ts';
import { smallestGain, SplitSearch } from './splitSearch.ts';
import type { Tree, TreeGrower } from './tree.ts';

/** Grows trees level by level, looking at every possible split (XGBoost's exact method). */
export class ExactGrower implements TreeGrower {
  /** For each row the index of its node in the current level; negative when it is in none: not drawn, or in a leaf. */
  private readonly slots: Int32Array;

  constructor(
    private readonly data: DataMatrix,
    private readonly columns: readonly SortedColumn[],
    private readonly parameters: TrainingParameters,
    private readonly random: MersenneTwister,
  ) {
    this.slots = new Int32Array(data.rows);
  }

  /** One tree for these derivatives. */
  grow(gradients: Gradients): Tree {
    const { parameters, random, slots } = this;
    // Drawn before the rows are, as libxgboost does.
    const columnRandom = random.fork();
    this.drawRows();
    const sampler = new ColumnSampler(this.columns.length, parameters.columnShares, columnRandom);

    const nodes: GrowingNode[] = [newNode(-1)];
    let open = [0];
    this.countSums(nodes, open, gradients);
    for (let depth = 0; depth < parameters.maxDepth && open.length > 0; depth++) {
      const level = open.map((id) => nodes[id] as GrowingNode);
      const search = new SplitSearch(level, slots, gradients, parameters.regularization);
      for (const feature of sampler.nextLevel()) search.tryColumn(this.columns[feature] as SortedColumn, feature);
      const next = splitNodes(nodes, open);
      this.moveRows(level, next);
      open = next;
      this.countSums(nodes, open, gradients);
    }
    prune(nodes, parameters.gamma);
    return finishTree(nodes, parameters.eta);
  }

  private drawRows(): void {
    const { subsample } = this.parameters;
    for (let row = 0; row < this.data.rows; row++) {
      this.slots[row] = subsample === 1 || this.random.bernoulli(subsample) ? 0 : -1;
    }
  }

  private countSums(nodes: readonly GrowingNode[], open: readonly number[], gradients: Gradients): void {
    const level = open.map((id) => nodes[id] as GrowingNode);
    const first = new Float64Array(level.length);
    const second = new Float64Array(level.length);
    for (let row = 0; row < this.data.rows; row++) {
      const slot = this.slots[row] as number;
      if (slot < 0) continue;
      first[slot] = (first[slot] as number) + (gradients.first[row] as number);
      second[slot] = (second[slot] as number) + (gradients.second[row] as number);
    }
    level.forEach((node, slot) => {
      node.gradient = first[slot] as number;
      node.hessian = second[slot] as number;
      node.weight = leafWeight(this.parameters.regularization, node.gradient, node.hessian);
      node.gain = leafGain(this.parameters.regularization, node.gradient, node.hessian);
    });
  }

  /** Sends each row of the level on to its node of the next. */
  private moveRows(level: readonly GrowingNode[], next: readonly number[]): void {
    const { values, columns } = this.data;
    const slotOf = new Map(next.map((id, slot) => [id, slot]));
    const leftSlots = level.map((node) => slotOf.get(node.left) ?? -1);
    const rightSlots = level.map((node) => slotOf.get(node.right) ?? -1);
    for (let row = 0; row < this.data.rows; row++) {
      const slot = this.slots[row] as number;
      if (slot < 0) continue;
      const node = level[slot] as GrowingNode;
      const value = values[row * columns + node.feature] as number;
      const goesLeft = Number.isNaN(value) ? node.defaultLeft : value < node.threshold;
      this.slots[row] = (goesLeft ? leftSlots[slot] : rightSlots[slot]) as number;
    }
  }
}

/** Splits the open nodes whose best split gains enough; returns the new nodes. */
function splitNodes(nodes: GrowingNode[], open: readonly number[]): number[] {
  const next: number[] = [];
  for (const id of open) {
    const node = nodes[id] as GrowingNode;
    if (!(node.lossChange > smallestGain)) continue;
    node.left = nodes.push(newNode(id)) - 1;
    node.right = nodes.push(newNode(id)) - 1;
    next.push(node.left, node.right);
  }
  return next;
}
