import type { SearchSpace } from '../searchSpace.ts';
import type { SeededRandom } from '../seededRandom.ts';
import type { GaussianProcess } from './gaussianProcess.ts';
import { logExpectedPositive } from './normalDistribution.ts';
import type { TriedArea } from './triedArea.ts';

export interface ScoredPoint {
  readonly point: Float64Array;
  readonly score: number;
}

/** How far a neighbour may be, in edges of the cube. */
const steps = [0.3, 0.1, 0.03, 0.01];
export const refiningSteps = [0.2, 0.1, 0.05, 0.025, 0.012, 0.006, 0.003, 0.0015];

/**
 * The logarithm of how much better than the incumbent a point is expected to be (Ament et al. 2023, Unexpected Improvements to Expected
 * Improvement: the logarithm tells points apart where the improvement itself rounds to 0).
 */
export class Acquisition {
  constructor(
    private readonly process: GaussianProcess,
    private readonly incumbent: number,
    private readonly space: SearchSpace,
    private readonly random: SeededRandom,
    private readonly tried: TriedArea,
  ) {}

  /**
   * The best points of all, best first: exactly scored are those only that their bound does not rule out.
   * @param mostScored - How many may be scored exactly, those with the highest bounds.
   */
  best(points: readonly Float64Array[], count: number, mostScored: number): ScoredPoint[] {
    const bounded = points.map((point) => {
      const { mean, varianceBound } = this.process.glance(point);
      return { point, mean, bound: this.improvement(mean, varianceBound) };
    });
    bounded.sort((a, b) => b.bound - a.bound);
    const best: ScoredPoint[] = [];
    for (const { point, mean, bound } of bounded.slice(0, mostScored)) {
      if (best.length === count && bound <= (best[count - 1] as ScoredPoint).score) break;
      const score = this.improvement(mean, this.process.variance(point));
      const place = best.findIndex((other) => other.score < score);
      best.splice(place === -1 ? best.length : place, 0, { point, score });
      best.length = Math.min(best.length, count);
    }
    return best;
  }

  /** Climbs from a point by random steps that become smaller. */
  refine({ point, score }: ScoredPoint, triesPerStep: number): ScoredPoint {
    let best = { point, score };
    for (const step of refiningSteps) {
      for (let attempt = 0; attempt < triesPerStep; attempt++) {
        const moved = this.neighbour(best.point, step);
        const { mean, varianceBound } = this.process.glance(moved);
        if (this.improvement(mean, varianceBound) <= best.score) continue;
        const score = this.improvement(mean, this.process.variance(moved));
        if (score > best.score && !this.tried.has(moved)) best = { point: moved, score };
      }
    }
    return best;
  }

  anywhere(count: number): Float64Array[] {
    return Array.from({ length: count }, () => this.space.place(this.space.ranges.map(() => this.random.uniform())));
  }

  around(point: Float64Array, count: number): Float64Array[] {
    return Array.from({ length: count }, (_, at) => this.neighbour(point, steps[at % steps.length] as number));
  }

  /** Some of the hyperparameters changed, at least one. */
  private neighbour(point: Float64Array, step: number): Float64Array {
    const moved = point.slice();
    const parameters = this.space.ranges.length;
    const sure = this.random.below(parameters);
    const share = Math.min(1, 3 / parameters);
    for (let parameter = 0; parameter < parameters; parameter++) {
      if (parameter !== sure && this.random.uniform() >= share) continue;
      this.space.move(moved, parameter, step * this.random.normal(), this.random.uniform());
    }
    return moved;
  }

  private improvement(mean: number, variance: number): number {
    const deviation = Math.sqrt(variance);
    if (deviation < 1e-9) return mean < this.incumbent ? Math.log(this.incumbent - mean) : -Infinity;
    return Math.log(deviation) + logExpectedPositive((this.incumbent - mean) / deviation);
  }
}
