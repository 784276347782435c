import { asLoss, type Goal } from './goal.ts';
import type { Trial } from './searchStrategy.ts';

/** When a tuning job is over besides running out of proposals (API reference, ResourceLimits and TuningJobCompletionCriteria). */
export interface CompletionCriteria {
  readonly maxJobs?: number | undefined;
  readonly targetObjective?: number | undefined;
  readonly maxJobsNotImproving?: number | undefined;
  readonly completeOnConvergence?: boolean | undefined;
}

/** Named after the member of the request that asked for it. */
export type CompletionReason =
  | 'TargetObjectiveMetricValue'
  | 'MaxNumberOfTrainingJobsNotImproving'
  | 'CompleteOnConvergence'
  | 'MaxNumberOfTrainingJobs';

/** An improvement that counts: 1 % of the best objective, as the developer guide words it (Set completion criteria for your tuning job). */
const worthwhile = 0.01;
/** Jobs without a worthwhile improvement that mean convergence: a rule of our own, the service does not say its own. */
const patience = { least: 15, perRange: 3 };

/**
 * Why no further training job should be started. Only `MaxNumberOfTrainingJobs` lets the running ones end; the others are about results, and
 * what still runs is to be stopped.
 * @param trials - In the order they were proposed.
 * @param ranges - How many hyperparameters are tuned: more need more jobs before one can speak of convergence.
 */
export function completionOf(
  { maxJobs, targetObjective, maxJobsNotImproving, completeOnConvergence }: CompletionCriteria,
  goal: Goal,
  trials: readonly Trial[],
  ranges: number,
): CompletionReason | undefined {
  const losses = lossesOf(trials, goal);
  if (targetObjective !== undefined && losses.some((loss) => loss <= asLoss(targetObjective, goal))) {
    return 'TargetObjectiveMetricValue';
  }
  if (maxJobsNotImproving !== undefined && jobsNotImproving(trials, goal) >= maxJobsNotImproving) {
    return 'MaxNumberOfTrainingJobsNotImproving';
  }
  if (completeOnConvergence === true && hasConverged(losses, ranges)) return 'CompleteOnConvergence';
  if (maxJobs !== undefined && trials.length >= maxJobs) return 'MaxNumberOfTrainingJobs';
  return undefined;
}

/** Jobs with an objective that came after the best one and were no better (TuningJobCompletionDetails). */
export function jobsNotImproving(trials: readonly Trial[], goal: Goal): number {
  return sinceImprovement(lossesOf(trials, goal), () => 0);
}

/** Where the last 15 jobs, or 3 for each hyperparameter if that is more, improved the best objective by less than 1 % of it in all. */
function hasConverged(losses: readonly number[], ranges: number): boolean {
  const jobs = Math.max(patience.least, patience.perRange * ranges);
  return losses.length > jobs && sinceImprovement(losses, (best) => worthwhile * Math.abs(best)) >= jobs;
}

/** How many came last without being better than the best before them by more than the margin. */
function sinceImprovement(losses: readonly number[], marginOf: (best: number) => number): number {
  let since = 0;
  let best = Infinity;
  for (const loss of losses) {
    if (best === Infinity || loss < best - marginOf(best)) {
      best = loss;
      since = 0;
    } else {
      since++;
    }
  }
  return since;
}

function lossesOf(trials: readonly Trial[], goal: Goal): number[] {
  return trials
    .filter(({ state, objective }) => state === 'finished' && Number.isFinite(objective))
    .map(({ objective }) => asLoss(objective as number, goal));
}
