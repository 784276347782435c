import type { ParsedDefinition } from './definition.ts';
import { valueAt } from './trainingJobValue.ts';
import type { TrainingPart } from './trainingPart.ts';
import type { TuningReport } from './tuningReport.ts';
import { rangesPathOf, tunedRanges, type TunedRange } from './tuningValue.ts';

const config = 'HyperParameterTuningJobConfig';
const limitsPath = [config, 'ResourceLimits'];
const mostPath = [...limitsPath, 'MaxNumberOfTrainingJobs'];
const hyperbandPath = [config, 'StrategyConfig', 'HyperbandStrategyConfig'];

/** "Resource Limits for Automatic Model Tuning" of the developer guide. */
const mostJobs = 750;
const mostAtOnce = 100;
/** API reference, HyperbandStrategyConfig: the most epochs, and the static hyperparameters that say how many there are. */
const mostEpochs = 20_000;
const epochNames = ['epochs', 'numepochs', 'n-epochs', 'n_epochs', 'num_epochs'];

/** What a search strategy and its limits say against each other. */
export function diagnoseStrategy(
  definition: ParsedDefinition,
  parts: readonly TrainingPart[],
  report: TuningReport,
): void {
  const { value } = definition;
  const strategy = report.valueAt([config, 'Strategy']);
  const most = report.valueAt(mostPath);
  diagnoseLimits(value, most, strategy, report);
  if (strategy === 'Grid') diagnoseGrid(value, parts, most, report);
  else if (strategy === 'Bayesian' || strategy === 'Random') diagnoseCombinations(value, parts, most, report);
  if (strategy === 'Hyperband') return diagnoseHyperband(parts, report);
  if (typeof strategy !== 'string' || report.valueAt(hyperbandPath) === undefined) return;
  const message = `HyperbandStrategyConfig goes with the strategy Hyperband, not with ${strategy}: remove it.`;
  report.addAtKey(hyperbandPath, 'wrong-strategy', message, { severity: 'warning' });
}

function diagnoseLimits(value: unknown, most: unknown, strategy: unknown, report: TuningReport): void {
  const parallelPath = [...limitsPath, 'MaxParallelTrainingJobs'];
  const parallel = report.valueAt(parallelPath);
  if (isCount(most) && most > mostJobs) {
    report.add(mostPath, 'too-many-jobs', `A tuning job runs at most ${mostJobs} training jobs, not ${most}.`);
  }
  if (isCount(parallel) && parallel > mostAtOnce) {
    report.add(parallelPath, 'too-many-jobs', `At most ${mostAtOnce} training jobs run at once, not ${parallel}.`);
  } else if (isCount(parallel) && isCount(most) && parallel > most) {
    const message = `MaxParallelTrainingJobs ${parallel} is more than MaxNumberOfTrainingJobs ${most}: never more than ${most} will run.`;
    report.add(parallelPath, 'too-many-jobs', message, { severity: 'warning' });
  }
  const ends = [
    mostPath,
    [...limitsPath, 'MaxRuntimeInSeconds'],
    [config, 'TuningJobCompletionCriteria'],
    ['Autotune'],
  ];
  if (strategy === 'Grid' || valueAt(value, limitsPath) === undefined) return;
  if (ends.some((path) => valueAt(value, path) !== undefined || report.settled.cover(path))) return;
  const message = `Nothing ends this tuning job before ${mostJobs} training jobs: give MaxNumberOfTrainingJobs.`;
  report.addAtKey(mostPath, 'no-end', message, { severity: 'warning' });
}

/** Developer guide, "How Hyperparameter Tuning Works", grid search: categorical ranges, each combination once. */
function diagnoseGrid(value: object, parts: readonly TrainingPart[], most: unknown, report: TuningReport): void {
  const all = parts.map((part) => tunedRanges({ ...value }, part.at));
  for (const range of all.flat()) {
    if (range.type === 'categorical') continue;
    const message = `Grid tries listed values: put ${range.name ?? 'this range'} into CategoricalParameterRanges, with the values to try.`;
    report.add([...range.at, 'Name'], 'not-for-grid', message);
  }
  const total = all.reduce((sum, ranges) => sum + combinations(ranges), 0);
  if (!isCount(most) || !Number.isFinite(total) || isUnsure(parts, report) || most === total) return;
  if (all.flat().some(({ type }) => type !== 'categorical')) return;
  const message = `Grid runs each of the ${total} combinations once: MaxNumberOfTrainingJobs must be ${total}, or left out.`;
  report.add(mostPath, 'wrong-number-of-jobs', message, { replacement: String(total) });
}

/** The service refuses ranges with fewer combinations than jobs (aws/amazon-sagemaker-operator-for-k8s, issue 123). */
function diagnoseCombinations(
  value: object,
  parts: readonly TrainingPart[],
  most: unknown,
  report: TuningReport,
): void {
  const total = parts.reduce((sum, { at }) => sum + combinations(tunedRanges({ ...value }, at)), 0);
  if (!isCount(most) || total === 0 || total >= most || isUnsure(parts, report)) return;
  const message = `The ranges have ${total} ${total === 1 ? 'combination' : 'combinations'}, fewer than the ${most} training jobs that MaxNumberOfTrainingJobs asks for.`;
  report.add(mostPath, 'too-few-combinations', message, { replacement: String(total) });
}

function diagnoseHyperband(parts: readonly TrainingPart[], report: TuningReport): void {
  const stoppingPath = [config, 'TrainingJobEarlyStoppingType'];
  if (report.valueAt(stoppingPath) === 'Auto') {
    const message = 'Hyperband stops jobs early by itself: TrainingJobEarlyStoppingType must be Off.';
    report.add(stoppingPath, 'wrong-strategy', message, { replacement: 'Off' });
  }
  const [minPath, maxPath] = [
    [...hyperbandPath, 'MinResource'],
    [...hyperbandPath, 'MaxResource'],
  ];
  const [min, max] = [report.valueAt(minPath), report.valueAt(maxPath)];
  if (isCount(max) && max > mostEpochs) {
    report.add(maxPath, 'out-of-range', `MaxResource is at most ${mostEpochs} epochs, but is ${max}.`);
  } else if (isCount(min) && isCount(max) && min > max) {
    report.add(minPath, 'out-of-range', `MinResource ${min} must not be more than MaxResource ${max}.`);
  }
  if (max !== undefined || report.settled.cover(maxPath)) return;
  const saysEpochs = parts.every(({ value: part }) =>
    epochNames.some((name) => valueAt(part, ['HyperParameters', name]) !== undefined),
  );
  if (saysEpochs) return;
  const message = `Hyperband needs to know how many epochs a job has: give StrategyConfig.HyperbandStrategyConfig.MaxResource, or a static hyperparameter ${epochNames[0]}.`;
  report.add([config, 'Strategy'], 'missing-max-resource', message);
}

/** How many different training jobs the ranges allow; without ranges none. */
function combinations(ranges: readonly TunedRange[]): number {
  if (ranges.length === 0) return 0;
  return ranges.reduce((product, { type, values, min, max }) => {
    if (type === 'categorical') return product * new Set(values).size;
    return type === 'integer' ? product * (Number(max) - Number(min) + 1) : Infinity;
  }, 1);
}

/** Where a range itself is wrong, their number is no use. */
function isUnsure(parts: readonly TrainingPart[], report: TuningReport): boolean {
  return report.findings.length > 0 || parts.some(({ at }) => report.settled.cover(rangesPathOf(at)));
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value);
}
