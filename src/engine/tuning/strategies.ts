import { BayesianStrategy, type PriorTrials } from './bayesian/bayesianStrategy.ts';
import type { Goal } from './goal.ts';
import { GridStrategy } from './gridStrategy.ts';
import { RandomStrategy } from './randomStrategy.ts';
import { SearchSpace } from './searchSpace.ts';
import type { ParameterRange, ParameterValues, SearchStrategy, Trial } from './searchStrategy.ts';

/** What earlier tuning jobs found (API reference, HyperParameterTuningJobWarmStartConfig). */
interface WarmStart {
  readonly kind: 'IdenticalDataAndAlgorithm' | 'TransferLearning';
  /** The trials of each parent; values hold the static hyperparameters too, because a static one may be tuned now. */
  readonly parents: readonly (readonly Trial[])[];
  /** The static hyperparameters of this tuning job. */
  readonly fixed: ParameterValues;
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
  const { same, similar } = priorOf(warmStart);
  switch (strategy) {
    case 'Grid':
      return new GridStrategy(space);
    case 'Random':
    case 'Hyperband':
      return new RandomStrategy(space, seed, same);
    case 'Bayesian':
      return new BayesianStrategy(space, goal, seed, { same, similar });
  }
}

/** Of the same data, algorithm and static values a parent's trial is as good as an own one; else it is of another, similar job. */
function priorOf(warmStart: WarmStart | undefined): PriorTrials {
  const { kind, parents, fixed } = warmStart ?? { kind: 'TransferLearning', parents: [], fixed: {} };
  if (kind === 'TransferLearning') return { same: [], similar: parents };
  const statics = Object.entries(fixed);
  const isSame = ({ values }: Trial): boolean => statics.every(([name, value]) => values[name] === value);
  const others = parents.map((trials) => trials.filter((trial) => !isSame(trial)));
  return { same: parents.flat().filter(isSame), similar: others.filter(({ length }) => length > 0) };
}
