import { asLoss, type Goal } from '../goal.ts';
import type { SearchSpace } from '../searchSpace.ts';
import type { Trial } from '../searchStrategy.ts';
import { warpLosses } from './warpLosses.ts';

/** What the model learns from: a point and its standardised loss each. */
export interface Observations {
  readonly points: readonly Float64Array[];
  readonly losses: Float64Array;
  /** How many of them, the first ones, are of other tuning jobs. */
  readonly others: number;
}

/** A trial as a point, with the coordinates that tell tuning jobs apart behind. */
interface Observed {
  readonly point: Float64Array;
  /** undefined: it gave no objective. */
  readonly loss: number | undefined;
}

/**
 * The trials that ended, those of other tuning jobs first, each job standardised by itself.
 * @param others - Trials of other tuning jobs, each list with a coordinate of its own: how much they tell is learned like a length scale.
 */
export function observe(
  space: SearchSpace,
  goal: Goal,
  others: readonly (readonly Trial[])[],
  own: readonly Trial[],
): Observations {
  const jobs = [...others, own].map((trials, job) => {
    const observed = trials.flatMap((trial) => observedOf(space, goal, trial, job, others.length));
    return { observed, losses: lossesOf(observed) };
  });
  return {
    points: jobs.flatMap(({ observed }) => observed.map(({ point }) => point)),
    losses: Float64Array.from(jobs.flatMap(({ losses }) => losses)),
    others: jobs.slice(0, -1).reduce((sum, { losses }) => sum + losses.length, 0),
  };
}

function observedOf(space: SearchSpace, goal: Goal, trial: Trial, job: number, others: number): Observed[] {
  if (trial.state === 'running') return [];
  const encoded = space.encode(trial.values);
  if (encoded === undefined) return [];
  const point = new Float64Array(space.columns + others);
  point.set(encoded);
  if (job < others) point[space.columns + job] = 1;
  const { objective } = trial;
  const gave = trial.state === 'finished' && objective !== undefined && Number.isFinite(objective);
  return [{ point, loss: gave ? asLoss(objective, goal) : undefined }];
}

/** A trial without an objective counts as the worst of its job, so that the search leaves where jobs fail. */
function lossesOf(observed: readonly Observed[]): number[] {
  const finite = observed.flatMap(({ loss }) => (loss === undefined ? [] : [loss]));
  if (finite.length === 0) return observed.map(() => 0);
  const warped = warpLosses(finite);
  const worst = warped.reduce((one, other) => Math.max(one, other));
  let next = 0;
  return observed.map(({ loss }) => (loss === undefined ? worst : (warped[next++] as number)));
}
