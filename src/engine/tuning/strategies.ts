import { BayesianStrategy } from './bayesian/bayesianStrategy.ts';
import type { Goal } from './goal.ts';
import { GridStrategy } from './gridStrategy.ts';
import { RandomStrategy } from './randomStrategy.ts';
import { SearchSpace } from './searchSpace.ts';
import type { ParameterRange, SearchStrategy, Trial } from './searchStrategy.ts';

/** What earlier tuning jobs found (API reference, HyperParameterTuningJobWarmStartConfig). */
interface WarmStart {
  readonly kind: 'IdenticalDataAndAlgorithm' | 'TransferLearning';
  /** The trials of each parent; values hold the static hyperparameters too, because a static one may be tuned now. */
  readonly parents: readonly (readonly Trial[])[];
}

export interface StrategyOptions {
  readonly strategy: 'Bayesian' | 'Random' | 'Hyperband' | 'Grid';
  /** Valid: ends finite and in order, within the bounds of their scale; categorical ones only for Grid. */
  readonly ranges: readonly ParameterRange[];
  readonly goal: Goal;
  /** RandomSeed, or one that was drawn and stored when the tuning job was made. */
  readonly seed: number;
  readonly warmStart?: WarmStart | undefined;
}

/** The search strategy of a tuning job. Hyperband draws at random; what it saves is for its stopping rule to save. */
export function createStrategy({ strategy, ranges, goal, seed, warmStart }: StrategyOptions): SearchStrategy {
  const space = new SearchSpace(ranges);
  const parents = warmStart?.parents ?? [];
  const identical = warmStart?.kind === 'IdenticalDataAndAlgorithm';
  const same = identical ? parents.flat() : [];
  switch (strategy) {
    case 'Grid':
      return new GridStrategy(space);
    case 'Random':
    case 'Hyperband':
      return new RandomStrategy(space, seed, same);
    case 'Bayesian':
      return new BayesianStrategy(space, goal, seed, { same, similar: identical ? [] : parents });
  }
}
