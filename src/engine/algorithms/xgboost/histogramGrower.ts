import { binMatrix, type BinnedColumn, type BinnedMatrix } from './binnedMatrix.ts';
import { ColumnSampler } from './columnSampler.ts';
import type { DataMatrix } from './dataMatrix.ts';
import { ExpansionQueue, type Candidate } from './expansionQueue.ts';
import { leafGain, leafWeight } from './gain.ts';
import type { Gradients } from './gradients.ts';
import { finishTree, newNode, type GrowingNode } from './growingTree.ts';
import { HistogramBuilder, type Histogram } from './histogram.ts';
import { HistogramSplitSearch, type HistogramSplit } from './histogramSplit.ts';
import type { MersenneTwister } from './mersenneTwister.ts';
import type { HistogramParameters, TrainingParameters } from './parameters.ts';
import { drawRows } from './rowSampler.ts';
import type { Tree, TreeGrower } from './tree.ts';

/** What is known of a node while it may still be split. */
interface OpenNode {
  readonly rows: Uint32Array;
  readonly histogram: Histogram;
}

/** Grows trees by splitting at bounds of bins (XGBoost's hist method). */
export class HistogramGrower implements TreeGrower {
  private readonly matrix: BinnedMatrix;
  private readonly builder: HistogramBuilder;
  private readonly everyRow: Uint32Array;
  /** One for all trees, unlike the exact method's. */
  private columnRandom: MersenneTwister | undefined;

  constructor(
    data: DataMatrix,
    private readonly parameters: TrainingParameters,
    private readonly own: HistogramParameters,
    private readonly random: MersenneTwister,
  ) {
    this.matrix = binMatrix(data, own.maxBin);
    this.builder = new HistogramBuilder(this.matrix, data.rows);
    this.everyRow = Uint32Array.from({ length: data.rows }, (_, row) => row);
  }

  grow(gradients: Gradients): Tree {
    const { parameters, random, builder } = this;
    this.columnRandom ??= random.fork();
    const { subsample } = parameters;
    const rows = subsample === 1 ? this.everyRow : drawRows(this.everyRow.length, subsample, random.next());
    const sampler = new ColumnSampler(this.matrix.columns.length, parameters.columnShares, this.columnRandom);
    const queue = new ExpansionQueue(this.own.limits);
    const open = new Map<number, OpenNode>();
    const nodes: GrowingNode[] = [];

    /** Looks for the node's best split, and keeps what is needed to do it. */
    const consider = (id: number, depth: number, known: OpenNode): void => {
      const split = this.bestSplit(nodes[id] as GrowingNode, known.histogram, sampler.ofNode(depth));
      if (split && queue.push({ id, depth, split })) open.set(id, known);
      else builder.release(known.histogram);
    };

    const root = { rows, histogram: builder.build(rows, gradients) };
    nodes.push(this.weighed(-1, this.rootSums(root.histogram, rows, gradients)));
    consider(0, 0, root);
    for (let batch = queue.pop(); batch.length > 0; batch = queue.pop()) {
      for (const candidate of batch) this.split(nodes, candidate);
      for (const candidate of batch) {
        if (!queue.mayGoOn(candidate)) continue;
        const { id, depth, split } = candidate;
        const { left, right } = nodes[id] as GrowingNode;
        const children = this.divide(open.get(id) as OpenNode, split, gradients);
        open.delete(id);
        consider(left, depth + 1, children.left);
        consider(right, depth + 1, children.right);
      }
    }
    for (const { histogram } of open.values()) builder.release(histogram);
    return finishTree(nodes, parameters.eta);
  }

  private bestSplit(node: GrowingNode, histogram: Histogram, columns: Uint32Array): HistogramSplit | undefined {
    const search = new HistogramSplitSearch(node, histogram, this.parameters.regularization);
    for (const feature of columns) {
      const column = this.matrix.columns[feature] as BinnedColumn;
      search.tryColumn(column, feature, this.builder.starts[feature] as number);
    }
    return search.result;
  }

  /** Summed by bin where nothing is missing, as libxgboost does, so that the sums of a column are the node's to the last bit. */
  private rootSums(histogram: Histogram, rows: Uint32Array, { first, second }: Gradients): HistogramSplit['left'] {
    let gradient = 0;
    let hessian = 0;
    const column = this.matrix.columns[0];
    if (column && !this.matrix.anyMissing) {
      for (let at = 0; at < 2 * column.upperBounds.length; at += 2) {
        gradient += histogram[at] as number;
        hessian += histogram[at + 1] as number;
      }
    } else {
      for (const row of rows) {
        gradient += first[row] as number;
        hessian += second[row] as number;
      }
    }
    return { gradient, hessian };
  }

  private weighed(parent: number, { gradient, hessian }: HistogramSplit['left']): GrowingNode {
    const { regularization } = this.parameters;
    const weight = leafWeight(regularization, gradient, hessian);
    return { ...newNode(parent), gradient, hessian, weight, gain: leafGain(regularization, gradient, hessian) };
  }

  private split(nodes: GrowingNode[], { id, split }: Candidate): void {
    const node = nodes[id] as GrowingNode;
    const { feature, threshold, defaultLeft, lossChange } = split;
    Object.assign(node, { feature, threshold, defaultLeft, lossChange });
    node.left = nodes.push(this.weighed(id, split.left)) - 1;
    node.right = nodes.push(this.weighed(id, split.right)) - 1;
  }

  /** Sums the child of smaller weight by bin; the other's sums are what is left of the node's. */
  private divide(
    { rows, histogram }: OpenNode,
    split: HistogramSplit,
    gradients: Gradients,
  ): { left: OpenNode; right: OpenNode } {
    const { builder } = this;
    const sides = divideRows(rows, this.matrix.columns[split.feature] as BinnedColumn, split);
    const rightIsLess = split.right.hessian < split.left.hessian;
    const less = builder.build(rightIsLess ? sides.right : sides.left, gradients);
    const rest = builder.subtract(histogram, less);
    return {
      left: { rows: sides.left, histogram: rightIsLess ? rest : less },
      right: { rows: sides.right, histogram: rightIsLess ? less : rest },
    };
  }
}

function divideRows(
  rows: Uint32Array,
  { bins, upperBounds }: BinnedColumn,
  { bin: last, defaultLeft }: HistogramSplit,
): { left: Uint32Array; right: Uint32Array } {
  const left = new Uint32Array(rows.length);
  const right = new Uint32Array(rows.length);
  const missing = upperBounds.length;
  let lefts = 0;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number;
    const bin = bins[row] as number;
    if (bin === missing ? defaultLeft : bin <= last) left[lefts++] = row;
    else right[at - lefts] = row;
  }
  return { left: left.subarray(0, lefts), right: right.subarray(0, rows.length - lefts) };
}
