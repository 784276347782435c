import { isMaximized } from '../../../catalog/algorithms/xgboostMetrics.ts';
import type { Score } from './metrics.ts';
import type { EarlyStoppingRule } from './parameters.ts';

/** Watches one metric of the last dataset and says when it has not improved for too long. */
export class EarlyStopping {
  bestRound = 0;
  private bestScore: number | undefined;

  constructor(private readonly rule: EarlyStoppingRule) {}

  /** @returns True when training should stop after this round. */
  observe(round: number, scores: readonly Score[]): boolean {
    const score = scores.findLast(({ metric }) => metric === this.rule.metric)?.value ?? NaN;
    if (this.bestScore === undefined || this.isBetter(score, this.bestScore)) {
      this.bestScore = score;
      this.bestRound = round;
    }
    return round - this.bestRound >= this.rule.rounds;
  }

  /** The trees that the image keeps, of which each round grew `perRound`. */
  keptTrees<T>(trees: readonly T[], perRound: number): readonly T[] {
    return this.rule.keepsBestOnly ? trees.slice(0, (this.bestRound + 1) * perRound) : trees;
  }

  /** What the image notes when it keeps trees beyond the best round. */
  get best(): { readonly round: number; readonly score: number } | undefined {
    if (this.rule.keepsBestOnly || this.bestScore === undefined) return undefined;
    return { round: this.bestRound, score: this.bestScore };
  }

  private isBetter(score: number, best: number): boolean {
    const [name = ''] = this.rule.metric.split('@');
    return isMaximized(name) ? score > best : score < best;
  }
}
