import { jobsNotImproving } from '../../../tuning/completion.ts';
import type { TrainingJobRecord } from '../trainingJobRecord.ts';
import { resourcesOf, staticHyperparameters } from './trainingRequest.ts';
import type { ParentJob, TrialRecord, TuningJobRecord } from './tuningJobRecord.ts';
import { asTrials } from './tuningSearch.ts';
import {
  tunedDefinitions,
  type NumericRange,
  type Objective,
  type ParameterRanges,
  type TunedDefinition,
} from './tuningJobRequest.ts';

/** What is known of a training job that has not ended. */
export type RunningJobs = ReadonlyMap<string, TrainingJobRecord>;

/** Why jobs failed that may succeed when tried again (API reference, TrainingJobStatusCounters). */
const internalError = /^InternalServerError\b/;

/** `TrainingJobStatusCounters` and `ObjectiveStatusCounters`; both are of the same moment. */
function countersOf(trials: readonly TrialRecord[]) {
  const ends = trials.flatMap(({ end }) => end ?? []);
  const failed = ends.filter(({ status }) => status === 'Failed');
  const retryable = failed.filter(({ failureReason = '' }) => internalError.test(failureReason)).length;
  const succeeded = ends.filter(({ objective }) => objective !== undefined).length;
  return {
    TrainingJobStatusCounters: {
      Completed: ends.filter(({ status }) => status === 'Completed').length,
      InProgress: trials.length - ends.length,
      RetryableError: retryable,
      NonRetryableError: failed.length - retryable,
      Stopped: ends.filter(({ status }) => status === 'Stopped').length,
    },
    ObjectiveStatusCounters: {
      Succeeded: succeeded,
      Pending: trials.length - ends.length,
      Failed: ends.length - succeeded,
    },
  };
}

/** The trial with the best value of the objective so far; of equal ones the first. */
export function bestTrial(trials: readonly TrialRecord[], type: Objective['Type']): TrialRecord | undefined {
  let best: TrialRecord | undefined;
  for (const trial of trials) {
    const value = trial.end?.objective;
    if (value === undefined) continue;
    const record = best?.end?.objective;
    if (record === undefined || (type === 'Minimize' ? value < record : value > record)) best = trial;
  }
  return best;
}

/** `HyperParameterTrainingJobSummary`: a row of the list, and the best training job. */
export function describeTrial(record: TuningJobRecord, trial: TrialRecord, running?: RunningJobs) {
  const tuned = tunedDefinitions(record.request)[trial.definition];
  if (tuned === undefined) throw new Error(`${record.arn} has no definition ${trial.definition}.`);
  return { ...summaryOf(trial, tuned, running), TunedHyperParameters: trial.values };
}

/**
 * What the tuning job knows, as its counters do: a training job that has just ended counts as running until its objective is
 * evaluated; one that was stopped, as `Stopping`, since it was that before.
 */
export function statusOf({ trainingJobName, end }: TrialRecord, running?: RunningJobs): string {
  if (end !== undefined) return end.status;
  const status = running?.get(trainingJobName)?.status;
  return status === 'Stopping' || status === 'Stopped' ? 'Stopping' : 'InProgress';
}

function summaryOf(trial: TrialRecord, { definition, objective }: TunedDefinition, running?: RunningJobs) {
  const { end } = trial;
  const job = running?.get(trial.trainingJobName);
  const times = end ?? job;
  const isOneOfSeveral = definition.TuningObjective !== undefined;
  return {
    ...(definition.DefinitionName !== undefined && { TrainingJobDefinitionName: definition.DefinitionName }),
    TrainingJobName: trial.trainingJobName,
    TrainingJobArn: trial.trainingJobArn,
    CreationTime: trial.creationTime,
    ...(times?.trainingStartTime !== undefined && { TrainingStartTime: times.trainingStartTime }),
    ...(end?.trainingEndTime !== undefined && { TrainingEndTime: end.trainingEndTime }),
    TrainingJobStatus: statusOf(trial, running),
    ...(end?.failureReason !== undefined && { FailureReason: end.failureReason }),
    ...(end?.objective !== undefined && {
      FinalHyperParameterTuningJobObjectiveMetric: {
        ...(isOneOfSeveral && { Type: objective.Type }),
        MetricName: objective.MetricName,
        Value: end.objective,
      },
    }),
    ObjectiveStatus: end === undefined ? 'Pending' : end.objective === undefined ? 'Failed' : 'Succeeded',
  };
}

/**
 * The answer of `DescribeHyperParameterTuningJob`.
 * @param consumedSeconds - How long engines have run it so far.
 */
export function describeTuningJob(record: TuningJobRecord, consumedSeconds: number): Record<string, unknown> {
  const { HyperParameterTuningJobConfig: config, ...request } = record.request;
  const tuned = tunedDefinitions(record.request);
  const type = tuned[0]?.objective.Type ?? 'Minimize';
  const best = bestTrial(record.trials, type);
  const described = tuned.map((one) => ({
    ...one.definition,
    ...(one.definition.HyperParameterRanges && {
      HyperParameterRanges: allRanges(one.definition.HyperParameterRanges),
    }),
    StaticHyperParameters: staticHyperparameters(one),
    // The SDK sends HyperParameterTuningResourceConfig, and its attach, which is tested against the service, reads this.
    ResourceConfig: resourcesOf(one.definition),
  }));
  return {
    HyperParameterTuningJobName: request.HyperParameterTuningJobName,
    HyperParameterTuningJobArn: record.arn,
    HyperParameterTuningJobConfig: {
      TrainingJobEarlyStoppingType: 'Off',
      ...config,
      ...(config.ParameterRanges && { ParameterRanges: allRanges(config.ParameterRanges) }),
    },
    ...(request.TrainingJobDefinition
      ? { TrainingJobDefinition: described[0] }
      : { TrainingJobDefinitions: described }),
    HyperParameterTuningJobStatus: record.status,
    CreationTime: record.creationTime,
    ...(record.endTime !== undefined && { HyperParameterTuningEndTime: record.endTime }),
    LastModifiedTime: record.lastModifiedTime,
    ...countersOf(record.trials),
    ...(best && { BestTrainingJob: describeTrial(record, best) }),
    ...overallBest(record, best, type),
    ...(request.WarmStartConfig && { WarmStartConfig: request.WarmStartConfig }),
    ...(record.failureReason !== undefined && { FailureReason: record.failureReason }),
    TuningJobCompletionDetails: {
      NumberOfTrainingJobsObjectiveNotImproving: jobsNotImproving(asTrials(record.trials), type),
      ...(record.convergenceDetectedTime !== undefined && {
        ConvergenceDetectedTime: record.convergenceDetectedTime,
      }),
    },
    ConsumedResources: { RuntimeInSeconds: Math.round(consumedSeconds) },
  };
}

/** One row of `ListHyperParameterTuningJobs`. */
export function summarizeForList(record: TuningJobRecord): Record<string, unknown> {
  const { request } = record;
  return {
    HyperParameterTuningJobName: request.HyperParameterTuningJobName,
    HyperParameterTuningJobArn: record.arn,
    HyperParameterTuningJobStatus: record.status,
    Strategy: request.HyperParameterTuningJobConfig.Strategy,
    CreationTime: record.creationTime,
    ...(record.endTime !== undefined && { HyperParameterTuningEndTime: record.endTime }),
    LastModifiedTime: record.lastModifiedTime,
    ...countersOf(record.trials),
    ResourceLimits: request.HyperParameterTuningJobConfig.ResourceLimits,
  };
}

/** With the defaults; the SDK's `HyperparameterTuner.attach` takes for granted that all three lists are there. */
function allRanges(ranges: ParameterRanges): ParameterRanges {
  const scaled = (some: NumericRange[] = []): NumericRange[] =>
    some.map((range) => ({ ScalingType: 'Auto' as const, ...range }));
  return {
    ...ranges,
    IntegerParameterRanges: scaled(ranges.IntegerParameterRanges),
    ContinuousParameterRanges: scaled(ranges.ContinuousParameterRanges),
    CategoricalParameterRanges: ranges.CategoricalParameterRanges ?? [],
  };
}

/** Only where the parents' values can be compared with its own (API reference, WarmStartType). */
function overallBest(record: TuningJobRecord, own: TrialRecord | undefined, type: Objective['Type']) {
  if (record.request.WarmStartConfig?.WarmStartType !== 'IdenticalDataAndAlgorithm') return {};
  const { HyperParameterTuningJobName: name } = record.request;
  const candidates = [
    ...(own ? [{ name, trial: own }] : []),
    ...record.parents.flatMap((parent: ParentJob) => (parent.best ? [{ name: parent.name, trial: parent.best }] : [])),
  ];
  const best = bestTrial(
    candidates.map(({ trial }) => trial),
    type,
  );
  const of = candidates.find(({ trial }) => trial === best);
  const tuned = tunedDefinitions(record.request)[0];
  if (of === undefined || tuned === undefined) return {};
  return {
    OverallBestTrainingJob: {
      ...summaryOf(of.trial, tuned),
      TuningJobName: of.name,
      TunedHyperParameters: of.trial.values,
    },
  };
}
