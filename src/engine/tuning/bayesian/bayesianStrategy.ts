import { jobsNotImproving } from '../completion.ts';
import type { Goal } from '../goal.ts';
import type { SearchSpace } from '../searchSpace.ts';
import type { ParameterValues, SearchStrategy, Trial } from '../searchStrategy.ts';
import { SeededRandom } from '../seededRandom.ts';
import { drawUntried, triedKeys, untriedPoints } from '../untried.ts';
import { Acquisition, refiningSteps } from './acquisition.ts';
import { fillGap } from './fillGap.ts';
import { FillingSequence } from './fillingSequence.ts';
import { hasSkill } from './modelSkill.ts';
import type { GaussianProcess } from './gaussianProcess.ts';
import { observe, type Observations } from './observations.ts';
import { Surrogate } from './surrogate.ts';
import { TriedArea } from './triedArea.ts';

/** Trials of other tuning jobs, by how they may be used. */
export interface PriorTrials {
  /** Of the same data and algorithm: as good as own ones. */
  readonly same: readonly Trial[];
  /** Of each of the other jobs. */
  readonly similar: readonly (readonly Trial[])[];
}

const anywhere = 300;
const aroundBest = { points: 5, each: 30 };
/** Beyond so many observations half the candidates do: each costs as much as there are observations. */
const manyTrials = 200;
const mostPeaks = 4;
/** Multiplications that the variances of one proposal may cost: some 4 ms. */
const variancesCost = 4e6;
/** After so many trials that were no better than the best before, a model without skill is asked for every fifth point only. */
const patience = 3;
const askedEvery = 5;

/**
 * Bayesian optimisation: a Gaussian process of what was observed (Matérn 5/2, one length scale per hyperparameter), and the point of the
 * greatest expected improvement. What still runs counts as if it had given what is expected of it, so that parallel trials spread
 * (Ginsbourger et al. 2010, "Kriging believer"). The first trials are a Latin hypercube, which goes on where the model has nothing to say:
 * as long as all trials gave the same, and where it has no skill and nothing got better.
 */
export class BayesianStrategy implements SearchStrategy {
  private readonly surrogate: Surrogate;
  private readonly sequence: FillingSequence;
  private basis: { readonly ended: readonly Trial[]; readonly observed: Observations } | undefined;

  constructor(
    private readonly space: SearchSpace,
    private readonly goal: Goal,
    private readonly seed: number,
    private readonly prior: PriorTrials,
  ) {
    const parameters = space.ranges.length;
    this.sequence = new FillingSequence(space, seed, firstTrials(space));
    this.surrogate = new Surrogate([...space.parameterOf, ...prior.similar.map(() => parameters)]);
  }

  next(trials: readonly Trial[]): ParameterValues | undefined {
    const all = [...this.prior.same, ...trials];
    const tried = triedKeys(this.space, all);
    const random = new SeededRandom(this.seed, trials.length);
    const ended = all.filter(({ state }) => state !== 'running');
    const observed = this.observe(ended);
    const place = this.placeInDesign(trials.length, observed);
    if (place !== undefined) {
      const values = this.space.decode(this.sequence.at(place));
      if (!tried.has(this.space.key(values))) return values;
    }
    const explained = isFlat(observed) ? undefined : this.explain(ended, observed);
    if (explained === undefined || !this.isWorthAsking(explained, observed, all, trials.length)) {
      const values = fillGap(this.space, this.sequence, all, tried);
      if (values !== undefined || explained === undefined) return values ?? drawUntried(this.space, tried, random);
    }
    return this.mostPromising(explained, all, observed, tried, random);
  }

  /** Which of the first points a trial is. Where other jobs show the way they are every second one, should the way be wrong. */
  private placeInDesign(trial: number, { points, others }: Observations): number | undefined {
    const first = firstTrials(this.space);
    if (others > 0) return trial % 2 === 1 && trial < 2 * first ? (trial - 1) / 2 : undefined;
    return trial < first && points.length < first ? trial : undefined;
  }

  /** Similar jobs count for the start only: where they mislead, own trials must not have to outvote them. */
  private observe(ended: readonly Trial[]): Observations {
    const started = ended.length >= 2 * firstTrials(this.space);
    return observe(this.space, this.goal, started ? [] : this.prior.similar, ended);
  }

  /** What the kernel is fitted to stays the same for many proposals. */
  private basisOf(ended: readonly Trial[]): Observations {
    if (this.basis === undefined || !sameTrials(this.basis.ended, ended))
      this.basis = { ended, observed: this.observe(ended) };
    return this.basis.observed;
  }

  private explain(ended: readonly Trial[], observed: Observations): GaussianProcess {
    return this.surrogate.explain(observed, this.basisOf(ended.slice(0, fittedTrials(ended.length))));
  }

  private isWorthAsking(
    process: GaussianProcess,
    { losses, others }: Observations,
    all: readonly Trial[],
    trial: number,
  ): boolean {
    if (jobsNotImproving(all, this.goal) < patience || trial % askedEvery === 0) return true;
    return hasSkill(process, losses, others);
  }

  private mostPromising(
    process: GaussianProcess,
    all: readonly Trial[],
    observed: Observations,
    tried: ReadonlySet<string>,
    random: SeededRandom,
  ): ParameterValues | undefined {
    const { space } = this;
    const fitted = process.fitted(observed.losses);
    // Before the first own trial has ended, what was best elsewhere has to do.
    const own = Array.from(fitted.keys()).slice(observed.others);
    const order = own.length > 0 ? own : Array.from(fitted.keys());
    order.sort((a, b) => (fitted[a] as number) - (fitted[b] as number) || a - b);
    const incumbent = fitted[order[0] as number] as number;
    process.believe(all.filter(({ state }) => state === 'running').flatMap(({ values }) => space.encode(values) ?? []));

    const near = order.slice(0, aroundBest.points).map((at) => observed.points[at] as Float64Array);
    const scores = Math.round(Math.max(40, Math.min(1000, (2 * variancesCost) / process.size ** 2)));
    const area = new TriedArea(space, all);
    const ranked = this.rank(new Acquisition(process, incumbent, space, random, area), near, tried, area, scores);
    const values = ranked.map((point) => space.decode(point)).find((values) => !tried.has(space.key(values)));
    return values ?? drawUntried(space, tried, random);
  }

  /** The points that promise most, best first; of a finite space only those that were not tried. */
  private rank(
    acquisition: Acquisition,
    near: readonly Float64Array[],
    tried: ReadonlySet<string>,
    area: TriedArea,
    scores: number,
  ): Float64Array[] {
    const { space } = this;
    // Where little is left, all of it: chance would hardly meet it.
    const left = space.size <= tried.size + anywhere ? untriedPoints(space, tried) : undefined;
    const part = tried.size > manyTrials ? 0.5 : 1;
    const around = near.flatMap((point) => acquisition.around(point.slice(0, space.columns), part * aroundBest.each));
    const all = left?.flatMap((values) => space.encode(values) ?? []) ?? [
      ...acquisition.anywhere(part * anywhere),
      ...around,
    ];
    const isNew = (point: Float64Array): boolean => !tried.has(space.key(space.decode(point)));
    const apart = all.filter((point) => !area.has(point));
    // The last points of a small space all lie close to others.
    const candidates = apart.length > 0 ? apart : all.filter(isNew);
    const starts = acquisition.best(candidates, 4 * mostPeaks, scores / 2);
    const tries = Math.max(1, Math.round(scores / 2 / mostPeaks / refiningSteps.length));
    const peaks = left ? [] : starts.slice(0, mostPeaks).map((start) => acquisition.refine(start, tries));
    return [...peaks, ...starts].sort((a, b) => b.score - a.score).map(({ point }) => point);
  }
}

function sameTrials(one: readonly Trial[], other: readonly Trial[]): boolean {
  return (
    one.length === other.length &&
    one.every((trial, at) => {
      const { values, state, objective } = other[at] as Trial;
      if (trial.state !== state || trial.objective !== objective) return false;
      const names = Object.keys(trial.values);
      return names.length === Object.keys(values).length && names.every((name) => trial.values[name] === values[name]);
    })
  );
}

/** A model of fewer is no better than chance. */
function firstTrials(space: SearchSpace): number {
  return Math.min(10, space.ranges.length + 2);
}

/** Refitting at every trial of many would cost much and change little. */
function fittedTrials(ended: number): number {
  const every = 2 ** Math.max(0, Math.floor(Math.log2(ended / 20)));
  return ended - (ended % every);
}

/** Nothing tells one trial from another: there are none, or all gave the same. */
function isFlat({ losses }: Observations): boolean {
  return losses.every((loss) => loss === losses[0]);
}
