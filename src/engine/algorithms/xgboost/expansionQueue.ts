import type { HistogramSplit } from './histogramSplit.ts';
import { smallestGain } from './splitSearch.ts';

/** Which nodes are split first, and when no more are. */
export interface GrowthLimits {
  readonly policy: 'depthwise' | 'lossguide';
  /** 0 for no limit. */
  readonly maxDepth: number;
  /** 0 for no limit. */
  readonly maxLeaves: number;
  /** The least loss change of a split. */
  readonly gamma: number;
}

/** A node that may be split. */
export interface Candidate {
  readonly id: number;
  readonly depth: number;
  readonly split: HistogramSplit;
}

/** libxgboost splits so many nodes of a level together. */
const mostAtOnce = 256;

/** The order in which libxgboost's hist splits nodes (driver.h). */
export class ExpansionQueue {
  private readonly waiting: Candidate[] = [];
  private leaves = 1;

  constructor(private readonly limits: GrowthLimits) {}

  /** @returns Whether the candidate may be split later. */
  push(candidate: Candidate): boolean {
    const worthwhile = candidate.split.lossChange > smallestGain;
    if (worthwhile) this.waiting.push(candidate);
    return worthwhile;
  }

  /** Whether the children of a split node could be split in turn. */
  mayGoOn({ depth }: Candidate): boolean {
    const { maxDepth, maxLeaves } = this.limits;
    return !(maxDepth > 0 && depth + 1 >= maxDepth) && !(maxLeaves > 0 && this.leaves >= maxLeaves);
  }

  /** The nodes to split next: with `depthwise` those of one level, with `lossguide` the best one. Empty at the end. */
  pop(): Candidate[] {
    return this.limits.policy === 'lossguide' ? this.popBest() : this.popLevel();
  }

  private popBest(): Candidate[] {
    const best = this.waiting.reduce<number>(
      (found, { split }, at) => (split.lossChange > (this.waiting[found]?.split.lossChange ?? -1) ? at : found),
      0,
    );
    // Where the best one may not be split, libxgboost ends the tree.
    return this.waiting.splice(best, 1).filter((candidate) => this.accepts(candidate));
  }

  private popLevel(): Candidate[] {
    const level = this.waiting[0]?.depth;
    const taken: Candidate[] = [];
    while (this.waiting[0]?.depth === level && this.waiting.length > 0 && taken.length < mostAtOnce) {
      taken.push(...this.waiting.splice(0, 1).filter((candidate) => this.accepts(candidate)));
    }
    return taken;
  }

  private accepts({ depth, split }: Candidate): boolean {
    const { gamma, maxDepth, maxLeaves } = this.limits;
    const accepted =
      split.left.hessian !== 0 &&
      split.right.hessian !== 0 &&
      split.lossChange >= gamma &&
      !(maxDepth > 0 && depth === maxDepth) &&
      !(maxLeaves > 0 && this.leaves === maxLeaves);
    if (accepted) this.leaves++;
    return accepted;
  }
}
