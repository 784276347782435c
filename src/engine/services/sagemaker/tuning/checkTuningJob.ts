import { checkAlgorithm } from './checkAlgorithm.ts';
import { checkRanges, combinationsOf } from './checkRanges.ts';
import { checkStrategy } from './checkStrategy.ts';
import { refuse } from './refuse.ts';
import { resourcesOf } from './trainingRequest.ts';
import {
  hyperparameterNames,
  tunedDefinitions,
  type TrainingJobDefinition,
  type TuningJobRequest,
  type TuningResourceConfig,
} from './tuningJobRequest.ts';

/** Developer guide, Resource Limits for Automatic Model Tuning, and the contract, section 11. */
const limits = { parallelJobs: 10, jobs: 750, hyperparameters: 100, environment: 48 };

/**
 * Checks what the service model does not say of a tuning job.
 * @returns The request as the service describes it: with the metric definitions of built-in algorithms and the number of jobs of a grid.
 * @throws AwsError ValidationException naming the rule; in the service's own words where a public issue holds them.
 */
export async function checkTuningJob(asked: TuningJobRequest): Promise<TuningJobRequest> {
  checkAutotune(asked);
  checkForm(asked);
  for (const tuned of tunedDefinitions(asked)) {
    const { definition, ranges } = tuned;
    checkRanges(ranges, definition.StaticHyperParameters ?? {});
    const count = hyperparameterNames(tuned).length;
    if (count > limits.hyperparameters)
      refuse(
        `A training job can have at most ${limits.hyperparameters} static and tunable hyperparameters, not ${count}.`,
      );
    checkResources(definition);
  }
  checkEnvironment(asked);
  checkStrategy(asked);
  const request = await withMetrics(withJobCount(asked));
  checkLimits(request);
  return request;
}

/** How AWS chooses ranges and limits by itself is not public. */
function checkAutotune(request: TuningJobRequest): void {
  const ranges = [
    request.HyperParameterTuningJobConfig.ParameterRanges,
    ...(request.TrainingJobDefinitions ?? []).map((definition) => definition.HyperParameterRanges),
  ];
  if (request.Autotune !== undefined || ranges.some((one) => (one?.AutoParameters ?? []).length > 0))
    refuse(
      'Autotune is not available on the local engine, which does not choose ranges by itself: give ParameterRanges and ResourceLimits and leave Autotune and AutoParameters out, or run this tuning job on AWS.',
    );
}

/** One definition has its objective and ranges in the tuning job's configuration, several have their own (API reference). */
function checkForm(request: TuningJobRequest): void {
  const { HyperParameterTuningJobConfig: config, TrainingJobDefinition: single } = request;
  const several = request.TrainingJobDefinitions;
  if ((single === undefined) === (several === undefined))
    refuse('Give either TrainingJobDefinition or TrainingJobDefinitions, and not both.');
  if (single !== undefined) {
    if (config.HyperParameterTuningJobObjective === undefined || config.ParameterRanges === undefined)
      refuse(
        'With TrainingJobDefinition, HyperParameterTuningJobConfig needs HyperParameterTuningJobObjective and ParameterRanges.',
      );
    if (single.TuningObjective !== undefined || single.HyperParameterRanges !== undefined)
      refuse(
        'TuningObjective and HyperParameterRanges go with TrainingJobDefinitions; with TrainingJobDefinition, set HyperParameterTuningJobObjective and ParameterRanges of HyperParameterTuningJobConfig.',
      );
    return;
  }
  if (config.HyperParameterTuningJobObjective !== undefined || config.ParameterRanges !== undefined)
    refuse(
      'With TrainingJobDefinitions, each of them has its TuningObjective and HyperParameterRanges; remove HyperParameterTuningJobObjective and ParameterRanges from HyperParameterTuningJobConfig.',
    );
  const definitions = several ?? [];
  for (const { DefinitionName, TuningObjective, HyperParameterRanges } of definitions)
    if (DefinitionName === undefined || TuningObjective === undefined || HyperParameterRanges === undefined)
      refuse('Each of TrainingJobDefinitions needs DefinitionName, TuningObjective and HyperParameterRanges.');
  const names = definitions.map(({ DefinitionName }) => DefinitionName);
  if (new Set(names).size < names.length) refuse(`The DefinitionNames must differ, but are ${names.join(', ')}.`);
  if (new Set(definitions.map(({ TuningObjective }) => TuningObjective?.Type)).size > 1)
    refuse('All TrainingJobDefinitions must have the same Type of TuningObjective: their best jobs are compared.');
}

function checkResources(definition: TrainingJobDefinition): void {
  const { ResourceConfig, HyperParameterTuningResourceConfig: flexible } = definition;
  if ((ResourceConfig === undefined) === (flexible === undefined))
    refuse(
      'A training job definition needs either ResourceConfig or HyperParameterTuningResourceConfig, and not both.',
    );
  if (flexible !== undefined) checkFlexible(flexible);
  // The service model lets 0 pass.
  if (resourcesOf(definition).InstanceCount === 0)
    refuse('InstanceCount is 0, and a training job needs an instance: set it to 1 or more.');
}

function checkFlexible(flexible: TuningResourceConfig): void {
  const single = [flexible.InstanceType, flexible.InstanceCount, flexible.VolumeSizeInGB];
  if (flexible.InstanceConfigs !== undefined && single.some((member) => member !== undefined))
    refuse(
      'HyperParameterTuningResourceConfig has InstanceConfigs, so remove InstanceType, InstanceCount and VolumeSizeInGB.',
    );
  if (
    flexible.InstanceConfigs === undefined &&
    (flexible.InstanceType === undefined || flexible.InstanceCount === undefined)
  )
    refuse('HyperParameterTuningResourceConfig needs InstanceType and InstanceCount, or InstanceConfigs.');
}

/** API reference, HyperParameterTrainingJobDefinition.Environment: the limit holds for all definitions together. */
function checkEnvironment(request: TuningJobRequest): void {
  const variables = tunedDefinitions(request).flatMap(({ definition }) => Object.keys(definition.Environment ?? {}));
  if (variables.length > limits.environment)
    refuse(
      `All training job definitions together can have ${limits.environment} environment variables, not ${variables.length}.`,
    );
}

/** A grid has as many jobs as combinations. */
function withJobCount(request: TuningJobRequest): TuningJobRequest {
  const { HyperParameterTuningJobConfig: config } = request;
  if (config.Strategy !== 'Grid') return request;
  const combinations = tunedDefinitions(request).reduce((sum, { ranges }) => sum + combinationsOf(ranges), 0);
  const asked = config.ResourceLimits.MaxNumberOfTrainingJobs;
  if (asked !== undefined && asked !== combinations)
    refuse(
      `MaxNumberOfTrainingJobs is ${asked}, but a Grid search runs every combination of its values once, which are ${combinations}: set it to ${combinations} or leave it out.`,
    );
  const ResourceLimits = { ...config.ResourceLimits, MaxNumberOfTrainingJobs: combinations };
  return { ...request, HyperParameterTuningJobConfig: { ...config, ResourceLimits } };
}

async function withMetrics(request: TuningJobRequest): Promise<TuningJobRequest> {
  const checked = await Promise.all(tunedDefinitions(request).map(checkAlgorithm));
  if (request.TrainingJobDefinition === undefined) return { ...request, TrainingJobDefinitions: checked };
  const [single] = checked;
  return single === undefined ? request : { ...request, TrainingJobDefinition: single };
}

function checkLimits(request: TuningJobRequest): void {
  const { ResourceLimits, TuningJobCompletionCriteria: criteria, Strategy } = request.HyperParameterTuningJobConfig;
  const {
    MaxNumberOfTrainingJobs: jobs,
    MaxParallelTrainingJobs: parallel,
    MaxRuntimeInSeconds: seconds,
  } = ResourceLimits;
  if (parallel > limits.parallelJobs)
    refuse(
      `MaxParallelTrainingJobs is ${parallel}; a tuning job can run ${limits.parallelJobs} training jobs at once, which is AWS's quota as well unless it was raised.`,
    );
  if (jobs !== undefined && jobs > limits.jobs)
    refuse(
      Strategy === 'Grid'
        ? `This Grid search has ${jobs} combinations, and a tuning job can run ${limits.jobs} training jobs: remove values.`
        : `MaxNumberOfTrainingJobs is ${jobs}; a tuning job can run ${limits.jobs} training jobs.`,
    );
  if (jobs === undefined && seconds === undefined && criteria === undefined)
    refuse(
      'ResourceLimits needs MaxNumberOfTrainingJobs or MaxRuntimeInSeconds, or the tuning job TuningJobCompletionCriteria: it would not end.',
    );
  if (jobs === undefined) return;
  for (const { ranges } of tunedDefinitions(request)) {
    const combinations = combinationsOf(ranges);
    if (Strategy !== 'Grid' && combinations < jobs)
      refuse(
        // amazon-sagemaker-operator-for-k8s, issue 123
        `You don't have enough combinations of hyperparameter ranges. The total number of hyperparameter combinations for the provided ranges [${combinations.toFixed(1)}] must be equal or greater than the value of MaxNumberOfJobs, [${jobs}]. Provide additional ranges.`,
      );
  }
}
