import type { SearchSpace } from '../searchSpace.ts';
import type { Trial } from '../searchStrategy.ts';

/** How far from what was tried is something else, in edges of the cube: 1 % up to 20 trials, less with more, so that a search can converge. */
const widest = 0.01;
const narrowest = 0.001;
const widestTrials = 20;

/** What lies so close to a trial, in every hyperparameter, that its training job would tell nothing new; trials that still run count too. */
export class TriedArea {
  private readonly points: readonly Float64Array[];
  private readonly reach: number;

  constructor(space: SearchSpace, trials: readonly Trial[]) {
    this.points = trials.flatMap(({ values }) => space.encode(values) ?? []);
    this.reach = Math.max(narrowest, Math.min(widest, (widest * widestTrials) / trials.length));
  }

  has(point: Float64Array): boolean {
    return this.points.some((tried) =>
      tried.every((value, at) => Math.abs(value - (point[at] as number)) < this.reach),
    );
  }
}
