import type { Tag } from '../tagOwner.ts';
import type { Channel, TrainingJobRequest } from '../trainingJobRecord.ts';

export interface NumericRange {
  Name: string;
  MinValue: string;
  MaxValue: string;
  ScalingType?: 'Auto' | 'Linear' | 'Logarithmic' | 'ReverseLogarithmic';
}

export interface ParameterRanges {
  IntegerParameterRanges?: NumericRange[];
  ContinuousParameterRanges?: NumericRange[];
  CategoricalParameterRanges?: { Name: string; Values: string[] }[];
  AutoParameters?: { Name: string; ValueHint: string }[];
}

export interface Objective {
  Type: 'Maximize' | 'Minimize';
  MetricName: string;
}

interface TuningJobConfig {
  Strategy: 'Bayesian' | 'Random' | 'Hyperband' | 'Grid';
  StrategyConfig?: { HyperbandStrategyConfig?: { MinResource?: number; MaxResource?: number } };
  HyperParameterTuningJobObjective?: Objective;
  ResourceLimits: {
    MaxNumberOfTrainingJobs?: number;
    MaxParallelTrainingJobs: number;
    MaxRuntimeInSeconds?: number;
  };
  ParameterRanges?: ParameterRanges;
  TrainingJobEarlyStoppingType?: 'Off' | 'Auto';
  TuningJobCompletionCriteria?: {
    TargetObjectiveMetricValue?: number;
    BestObjectiveNotImproving?: { MaxNumberOfTrainingJobsNotImproving?: number };
    ConvergenceDetected?: { CompleteOnConvergence?: 'Enabled' | 'Disabled' };
  };
  RandomSeed?: number;
}

/** `HyperParameterTuningResourceConfig`: one configuration, or several in the order of preference. */
export interface TuningResourceConfig {
  InstanceType?: string;
  InstanceCount?: number;
  VolumeSizeInGB?: number;
  VolumeKmsKeyId?: string;
  InstanceConfigs?: { InstanceType: string; InstanceCount: number; VolumeSizeInGB: number }[];
  AllocationStrategy?: string;
}

/** What the training jobs of a tuning job are, but for the values that are searched. */
export interface TrainingJobDefinition {
  DefinitionName?: string;
  TuningObjective?: Objective;
  HyperParameterRanges?: ParameterRanges;
  StaticHyperParameters?: Record<string, string>;
  AlgorithmSpecification: TrainingJobRequest['AlgorithmSpecification'];
  RoleArn: string;
  InputDataConfig?: Channel[];
  OutputDataConfig: TrainingJobRequest['OutputDataConfig'];
  ResourceConfig?: TrainingJobRequest['ResourceConfig'];
  HyperParameterTuningResourceConfig?: TuningResourceConfig;
  StoppingCondition: TrainingJobRequest['StoppingCondition'];
  Environment?: Record<string, string>;
  CheckpointConfig?: { S3Uri: string; LocalPath?: string };
  [member: string]: unknown;
}

interface WarmStartConfig {
  ParentHyperParameterTuningJobs: { HyperParameterTuningJobName?: string }[];
  WarmStartType: 'IdenticalDataAndAlgorithm' | 'TransferLearning';
}

/** A `CreateHyperParameterTuningJob` request after validation against the service model. */
export interface TuningJobRequest {
  HyperParameterTuningJobName: string;
  HyperParameterTuningJobConfig: TuningJobConfig;
  TrainingJobDefinition?: TrainingJobDefinition;
  TrainingJobDefinitions?: TrainingJobDefinition[];
  WarmStartConfig?: WarmStartConfig;
  Tags?: Tag[];
  Autotune?: { Mode: string };
}

/** A definition with what it is tuned for and over, wherever the request has these. */
export interface TunedDefinition {
  readonly definition: TrainingJobDefinition;
  readonly objective: Objective;
  readonly ranges: ParameterRanges;
}

/** The definitions of a checked request; a single one has its objective and ranges in the tuning job's own configuration. */
export function tunedDefinitions(request: TuningJobRequest): TunedDefinition[] {
  const { HyperParameterTuningJobConfig: config, TrainingJobDefinition: single } = request;
  const definitions = single === undefined ? (request.TrainingJobDefinitions ?? []) : [single];
  return definitions.map((definition) => {
    const objective = single === undefined ? definition.TuningObjective : config.HyperParameterTuningJobObjective;
    const ranges = single === undefined ? definition.HyperParameterRanges : config.ParameterRanges;
    if (objective === undefined || ranges === undefined) throw new Error('The request was not checked.');
    return { definition, objective, ranges };
  });
}

/** The names of the hyperparameters that are searched. */
export function tunedNames(ranges: ParameterRanges): string[] {
  const { IntegerParameterRanges = [], ContinuousParameterRanges = [], CategoricalParameterRanges = [] } = ranges;
  return [...IntegerParameterRanges, ...ContinuousParameterRanges, ...CategoricalParameterRanges].map(
    ({ Name }) => Name,
  );
}

/** The names of all hyperparameters of a definition, tunable ones first. */
export function hyperparameterNames({ definition, ranges }: TunedDefinition): string[] {
  return [...tunedNames(ranges), ...Object.keys(definition.StaticHyperParameters ?? {})];
}
