import type { SearchSpace } from './searchSpace.ts';
import type { ParameterValues, SearchStrategy, Trial } from './searchStrategy.ts';
import { SeededRandom } from './seededRandom.ts';
import { drawUntried, triedKeys } from './untried.ts';

/** Draws on the ranges' scales; what trials gave does not matter, only what was tried and how many they are. */
export class RandomStrategy implements SearchStrategy {
  /** @param known - Trials of others whose values are not worth trying again. */
  constructor(
    private readonly space: SearchSpace,
    private readonly seed: number,
    private readonly known: readonly Trial[] = [],
  ) {}

  next(trials: readonly Trial[]): ParameterValues | undefined {
    const tried = triedKeys(this.space, [...this.known, ...trials]);
    return drawUntried(this.space, tried, new SeededRandom(this.seed, trials.length));
  }
}
