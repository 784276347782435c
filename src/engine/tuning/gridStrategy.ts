import type { SearchSpace } from './searchSpace.ts';
import type { ParameterValues, SearchStrategy, Trial } from './searchStrategy.ts';
import { triedKeys } from './untried.ts';

/** Every combination once, the last hyperparameter changing fastest. */
export class GridStrategy implements SearchStrategy {
  /** @param space - Of categorical ranges, the only ones that the service's grid search takes. */
  constructor(private readonly space: SearchSpace) {}

  next(trials: readonly Trial[]): ParameterValues | undefined {
    const tried = triedKeys(this.space, trials);
    for (let index = 0; index < this.space.size; index++) {
      const values = this.space.at(index);
      if (!tried.has(this.space.key(values))) return values;
    }
    return undefined;
  }
}
