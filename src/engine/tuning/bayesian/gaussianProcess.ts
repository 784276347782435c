import { CholeskyFactor } from './choleskyFactor.ts';
import { matern, type KernelParameters } from './matern.ts';

/** Of the signal: what keeps two points that nearly meet from making the exact covariances singular. */
const nugget = 1e-6;

/**
 * Regression on the points of a search space (Rasmussen & Williams 2006, algorithm 2.1); objectives are standardised. Expectations smooth the
 * noise away; the variance is that of a process which passes exactly through them, so that nothing is open where a trial was (re-interpolation,
 * Forrester et al. 2006, Design and Analysis of "Noisy" Computer Experiments): to measure a point again is never an improvement.
 */
export class GaussianProcess {
  private readonly factor = new CholeskyFactor();
  private readonly exact = new CholeskyFactor();
  private readonly weights: Float64Array;
  /** Coordinates in units of their length scale, point after point. */
  private scaled = new Float64Array(0);
  private solved = new Float64Array(0);
  private scratch = new Float64Array(0);

  constructor(
    private readonly kernel: KernelParameters,
    parameterOf: readonly number[],
  ) {
    this.weights = Float64Array.from(parameterOf, (parameter) => 1 / (kernel.lengths[parameter] as number));
  }

  get size(): number {
    return this.factor.size;
  }

  /** Keeps the first points; `explain` is due afterwards. */
  truncate(size: number): void {
    this.factor.truncate(size);
    this.exact.truncate(size);
  }

  /** Adds a point whose objective `explain` will tell. */
  add(point: Float64Array): void {
    const { signal, noise } = this.kernel;
    const covariances = this.covariances(point);
    const width = this.weights.length;
    if ((this.size + 1) * width > this.scaled.length) {
      const larger = new Float64Array(2 * (this.size + 1) * width);
      larger.set(this.scaled);
      this.scaled = larger;
    }
    this.scaled.set(this.scale(point), this.size * width);
    this.exact.append(covariances, signal * (1 + nugget), signal * nugget * 1e-3);
    this.factor.append(covariances, signal + noise, noise * 1e-3);
  }

  /** @param objectives - One for each point so far. */
  explain(objectives: Float64Array): void {
    this.solved = objectives.slice();
    this.factor.forward(this.solved);
    this.factor.backward(this.solved);
  }

  /** What the objective, without its noise, is expected to be at the points that were explained, in their order. */
  fitted(objectives: Float64Array): Float64Array {
    return objectives.map((objective, at) => objective - this.kernel.noise * (this.solved[at] as number));
  }

  /** What all other points let one expect at some of those that were explained (Rasmussen & Williams 2006, eq. 5.12). */
  withoutItself(objectives: Float64Array, places: readonly number[]): number[] {
    return places.map((at) => {
      const unit = new Float64Array(objectives.length);
      unit[at] = 1;
      this.factor.forward(unit, at);
      const precision = unit.reduce((sum, entry) => sum + entry * entry, 0);
      return (objectives[at] as number) - (this.solved[at] as number) / precision;
    });
  }

  /** Adds points as if each had given what is expected there: expectations stay, only the variance around them shrinks. */
  believe(points: readonly Float64Array[]): void {
    for (const point of points) this.add(point);
  }

  /** What is expected at a point, and a bound of the variance that costs little: what its nearest neighbour alone leaves open. */
  glance(point: Float64Array): { mean: number; varianceBound: number } {
    const { signal } = this.kernel;
    const covariances = this.covariances(point);
    let [mean, largest] = [0, 0];
    for (let at = 0; at < this.solved.length; at++) mean += (covariances[at] as number) * (this.solved[at] as number);
    for (const covariance of covariances) if (covariance > largest) largest = covariance;
    return { mean, varianceBound: Math.max(0, signal - largest ** 2 / (signal * (1 + nugget))) };
  }

  /** What the points leave open: half as many multiplications as the square of the number of points. */
  variance(point: Float64Array): number {
    const covariances = this.covariances(point);
    this.exact.forward(covariances);
    let explained = 0;
    for (const entry of covariances) explained += entry * entry;
    return Math.max(0, this.kernel.signal - explained);
  }

  /** With each of the points so far; good until it is called again. */
  private covariances(point: Float64Array): Float64Array {
    const { signal } = this.kernel;
    const { scaled } = this;
    const own = this.scale(point);
    const width = own.length;
    if (this.scratch.length < this.size) this.scratch = new Float64Array(2 * this.size);
    const values = this.scratch.subarray(0, this.size);
    for (let row = 0, at = 0; row < values.length; row++) {
      let distance = 0;
      for (let column = 0; column < width; column++, at++) {
        const apart = (scaled[at] as number) - (own[column] as number);
        distance += apart * apart;
      }
      values[row] = signal * matern(distance);
    }
    return values;
  }

  /** Coordinates that a point lacks are 0: those that tell other tuning jobs apart. */
  private scale(point: Float64Array): Float64Array {
    return this.weights.map((weight, column) => weight * (point[column] ?? 0));
  }
}
