import { fitKernel } from './fitKernel.ts';
import { GaussianProcess } from './gaussianProcess.ts';
import type { KernelParameters } from './matern.ts';
import type { Observations } from './observations.ts';

/** Fitting costs the cube of these, so that beyond them a choice of the observations has to do. */
const mostFitted = 64;

/**
 * Makes the model of what was observed, and keeps it to go on from: whatever is kept, the same observations give the same model, bit for bit.
 */
export class Surrogate {
  private basis: Observations | undefined;
  private process: GaussianProcess | undefined;
  private points: readonly Float64Array[] = [];

  /** @param parameterOf - To which hyperparameter a coordinate belongs. */
  constructor(private readonly parameterOf: readonly number[]) {}

  /**
   * The model of what was observed, explained.
   * @param basis - What the kernel's constants are fitted to: an older state of the same, so that they need not be fitted every time.
   */
  explain({ points, losses }: Observations, basis: Observations): GaussianProcess {
    if (this.process === undefined || !sameObservations(basis, this.basis)) {
      this.process = new GaussianProcess(this.fit(basis), this.parameterOf);
      this.basis = basis;
      this.points = [];
    }
    let same = 0;
    while (same < points.length && samePoint(points[same], this.points[same])) same++;
    this.process.truncate(same);
    for (const point of points.slice(same)) this.process.add(point);
    this.process.explain(losses);
    this.points = points;
    return this.process;
  }

  private fit({ points, losses }: Observations): KernelParameters {
    const chosen = tellingOnes(losses);
    return fitKernel(
      chosen.map((at) => points[at] as Float64Array),
      Float64Array.from(chosen, (at) => losses[at] as number),
      this.parameterOf,
    );
  }
}

/** All, or half the best ones and half of the others, evenly among them. */
function tellingOnes(losses: Float64Array): number[] {
  const order = Array.from(losses.keys());
  if (order.length <= mostFitted) return order;
  const byLoss = order.sort((a, b) => (losses[a] as number) - (losses[b] as number) || a - b);
  const half = mostFitted / 2;
  const others = byLoss.slice(half);
  const even = Array.from({ length: half }, (_, at) => others[Math.floor((at * others.length) / half)] as number);
  return [...byLoss.slice(0, half), ...even].sort((a, b) => a - b);
}

function sameObservations(one: Observations, other: Observations | undefined): boolean {
  return (
    other !== undefined &&
    one.points.length === other.points.length &&
    one.points.every((point, at) => samePoint(point, other.points[at])) &&
    one.losses.every((loss, at) => loss === other.losses[at])
  );
}

function samePoint(one: Float64Array | undefined, other: Float64Array | undefined): boolean {
  return one !== undefined && other !== undefined && one.every((coordinate, at) => coordinate === other[at]);
}
