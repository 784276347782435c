import type { SearchSpace } from '../searchSpace.ts';
import type { Trial } from '../searchStrategy.ts';

/** How far from what was tried is something else, in edges of the cube: 1 % up to 20 trials, less with more, so that a search can converge. */
const widest = 0.01;
const narrowest = 0.001;
const widestTrials = 20;

/** What lies so close to a trial, in every hyperparameter, that its training job would tell nothing new; trials that still run count too. */
export class TriedArea {
  /** Coordinates, point after point. */
  private readonly coordinates: Float64Array;
  private readonly width: number;
  private readonly reach: number;

  constructor(space: SearchSpace, trials: readonly Trial[]) {
    const points = trials.flatMap(({ values }) => space.encode(values) ?? []);
    this.width = space.columns;
    this.coordinates = new Float64Array(points.length * this.width);
    points.forEach((point, at) => this.coordinates.set(point, at * this.width));
    this.reach = Math.max(narrowest, Math.min(widest, (widest * widestTrials) / trials.length));
  }

  has(point: Float64Array): boolean {
    const { coordinates, width, reach } = this;
    for (let start = 0; start < coordinates.length; start += width) {
      let column = 0;
      while (column < width && Math.abs((coordinates[start + column] as number) - (point[column] as number)) < reach)
        column++;
      if (column === width) return true;
    }
    return false;
  }
}
