import { formatMetricValue } from '../../shared/metricValue.ts';
import { asLoss, type Goal } from './goal.ts';
import type { StoppingRule, TrialCurve } from './searchStrategy.ts';

/** As Katib's median stop has them: fewer curves, or fewer epochs, tell too little. */
const finishedNeeded = 3;
const epochsNeeded = 4;

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });

/** Each rung keeps the best third, as the Hyperband paper has it (Li et al. 2018, JMLR 18:185, section 3.6: 3 or 4). */
const reduction = 3;

/**
 * Early stopping of type Auto: a trial is stopped when its newest value is worse than the median of the other trials' running averages up
 * to the same epoch (developer guide, Stop Training Jobs Early). Counted are trials that ended and got as far.
 */
export function medianRule(goal: Goal): StoppingRule {
  return {
    reasonToStop(trial, others) {
      const epoch = trial.values.length;
      const finished = others.filter(({ isRunning, values }) => !isRunning && values.length >= epoch);
      if (epoch < epochsNeeded || finished.length < finishedNeeded) return undefined;
      const averages = finished.map(({ values }) =>
        averageOf(values.slice(0, epoch).map((value) => loss(value, goal))),
      );
      const median = medianOf(averages);
      if (loss(trial.values.at(-1), goal) <= median) return undefined;
      const bound = formatMetricValue(asLoss(median, goal)); // twice turned round is the objective again
      return `${valueAt(trial, epoch)} is worse than ${bound}, the median of the others' averages so far (median rule)`;
    },
  };
}

/** Epochs, in the objective's own counting: a job logs one value per epoch. */
export interface HyperbandResources {
  readonly min: number;
  readonly max: number;
}

/** Static hyperparameters that name the largest number of epochs (API reference, HyperbandStrategyConfig.MaxResource). */
const epochKeys = ['epochs', 'numepochs', 'n-epochs', 'n_epochs', 'num_epochs'];

/**
 * What Hyperband may spend on a trial: as configured, else the most epochs from the static hyperparameters and one epoch at least.
 * @returns undefined where neither says how many epochs there are, or the two do not go together: the service refuses such a tuning job.
 */
export function hyperbandResources(
  config: { readonly MinResource?: number | undefined; readonly MaxResource?: number | undefined } | undefined,
  staticHyperParameters: Readonly<Record<string, string>>,
): HyperbandResources | undefined {
  const inferred = epochKeys.map((key) => Number(staticHyperParameters[key])).find((epochs) => epochs >= 1);
  const max = config?.MaxResource ?? inferred;
  const min = config?.MinResource ?? 1;
  return max !== undefined && max >= min ? { min, max } : undefined;
}

/**
 * Hyperband's own stopping. A job runs on from rung to rung (first rung, three times as many epochs, nine times, …) as long as its value at the
 * highest rung that it reached is among the best third of all that got there. It is ended only when it goes on beyond the largest resource, so
 * that one whose own epochs end there is Completed. That is successive halving in its asynchronous form, by stopping (Li et al. 2020, A System
 * for Massively Parallel Hyperparameter Tuning): jobs are not restarted. The brackets differ in their first rung, so that what is slow at first
 * has its chance too, and are dealt to the trials in Hyperband's proportions.
 */
export function hyperbandRule(resources: HyperbandResources, goal: Goal): StoppingRule {
  const deal = dealOf(resources);
  return {
    reasonToStop(trial, others) {
      const epochs = trial.values.length;
      if (epochs > resources.max)
        return `has more values than the ${resources.max} epochs of its MaxResource (Hyperband)`;
      const bracket = bracketOf(trial, deal);
      const rung = highestRung(epochs, resources, bracket);
      if (rung === undefined) return undefined;
      const rivals = others.filter((other) => other.values.length >= rung && bracketOf(other, deal) === bracket);
      if (rivals.length + 1 < reduction) return undefined;
      const own = loss(trial.values[rung - 1], goal);
      const better = rivals.filter(({ values }) => loss(values[rung - 1], goal) < own).length;
      if (better < Math.floor((rivals.length + 1) / reduction)) return undefined;
      const all = rivals.length + 1;
      return `${valueAt(trial, rung)} is not among the best third of the ${all} that got so far (Hyperband)`;
    },
  };
}

function valueAt({ values }: TrialCurve, epoch: number): string {
  const suffix = { one: 'st', two: 'nd', few: 'rd' }[ordinals.select(epoch) as string] ?? 'th';
  return `${formatMetricValue(values[epoch - 1] ?? NaN)} at its ${epoch}${suffix} value`;
}

function highestRung(epochs: number, { min, max }: HyperbandResources, bracket: number): number | undefined {
  let highest: number | undefined;
  for (let rung = min * reduction ** bracket; rung <= epochs && rung < max; rung *= reduction) highest = rung;
  return highest;
}

/** The brackets of consecutive trials. Bracket s starts ceil(B / (s' + 1) · 3^s') of them, s' = B - 1 - s, with B brackets in all. */
function dealOf({ min, max }: HyperbandResources): readonly number[] {
  let brackets = 1;
  while (min * reduction ** brackets <= max) brackets++;
  return Array.from({ length: brackets }, (_, bracket) => {
    const halvings = brackets - 1 - bracket;
    const trials = Math.ceil((brackets / (halvings + 1)) * reduction ** halvings);
    return Array.from({ length: trials }, () => bracket);
  }).flat();
}

function bracketOf({ index }: TrialCurve, deal: readonly number[]): number {
  return deal[index % deal.length] as number;
}

/** What is no number is worse than any number. */
function loss(value: number | undefined, goal: Goal): number {
  return value === undefined || Number.isNaN(value) ? Infinity : asLoss(value, goal);
}

function averageOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}
