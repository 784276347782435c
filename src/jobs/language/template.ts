import type { ServiceModel } from '../../serviceModel/serviceModel.ts';
import type { Shape } from '../../serviceModel/shape.ts';

/** What is inserted for a field, before it is written as YAML or JSON. */
export type Template =
  | { readonly kind: 'fields'; readonly fields: readonly { readonly name: string; readonly value: Template }[] }
  | { readonly kind: 'list'; readonly entry: Template }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  /** `isText`: JSON, and YAML where it would be read as something else, want quotes. */
  | { readonly kind: 'scalar'; readonly text: string; readonly isText: boolean };

/**
 * What nearly every job has, besides or instead of what the model requires, in the order in which one writes it. RoleArn and
 * OutputDataConfig are filled in when a definition is run.
 */
const usualMembers: Readonly<Record<string, readonly string[]>> = {
  CreateTrainingJobRequest: [
    'TrainingJobName',
    'AlgorithmSpecification',
    'HyperParameters',
    'InputDataConfig',
    'ResourceConfig',
    'StoppingCondition',
  ],
  CreateHyperParameterTuningJobRequest: [
    'HyperParameterTuningJobName',
    'HyperParameterTuningJobConfig',
    'TrainingJobDefinition',
  ],
  CreateModelInput: ['ModelName', 'PrimaryContainer', 'ExecutionRoleArn'],
  ContainerDefinition: ['Image', 'ModelDataUrl'],
  ProductionVariant: ['VariantName', 'ModelName', 'InstanceType', 'InitialInstanceCount'],
  TransformInput: ['DataSource', 'ContentType', 'SplitType'],
  CreateLabelingJobRequest: [
    'LabelingJobName',
    'LabelAttributeName',
    'InputConfig',
    'OutputConfig',
    'RoleArn',
    'LabelCategoryConfigS3Uri',
    'HumanTaskConfig',
  ],
  LabelingJobDataSource: ['S3DataSource'],
  HumanTaskConfig: [
    'WorkteamArn',
    'UiConfig',
    'PreHumanTaskLambdaArn',
    'TaskTitle',
    'TaskDescription',
    'NumberOfHumanWorkersPerDataObject',
    'TaskTimeLimitInSeconds',
    'AnnotationConsolidationConfig',
  ],
  UiConfig: ['UiTemplateS3Uri'],
  AutoMLJobChannel: ['ContentType', 'DataSource'],
  AutoMLProblemTypeConfig: ['TabularJobConfig'],
  TabularJobConfig: ['CompletionCriteria', 'TargetAttributeName'],
  AutoMLJobCompletionCriteria: ['MaxCandidates'],
  ProcessingClusterConfig: ['InstanceType', 'InstanceCount', 'VolumeSizeInGB'],
  HyperParameterTuningJobConfig: [
    'Strategy',
    'HyperParameterTuningJobObjective',
    'ResourceLimits',
    'ParameterRanges',
    'TrainingJobEarlyStoppingType',
  ],
  HyperParameterTuningJobObjective: ['MetricName', 'Type'],
  ResourceLimits: ['MaxNumberOfTrainingJobs', 'MaxParallelTrainingJobs'],
  ParameterRanges: ['ContinuousParameterRanges', 'IntegerParameterRanges'],
  HyperParameterTrainingJobDefinition: [
    'AlgorithmSpecification',
    'StaticHyperParameters',
    'InputDataConfig',
    'ResourceConfig',
    'StoppingCondition',
  ],
  HyperParameterAlgorithmSpecification: ['TrainingImage', 'TrainingInputMode'],
  AlgorithmSpecification: ['TrainingImage', 'TrainingInputMode'],
  Channel: ['ChannelName', 'ContentType', 'DataSource'],
  DataSource: ['S3DataSource'],
  S3DataSource: ['S3DataType', 'S3Uri'],
  ResourceConfig: ['InstanceType', 'InstanceCount', 'VolumeSizeInGB'],
  StoppingCondition: ['MaxRuntimeInSeconds'],
};

/** By field, or by shape where a field's name says too little. */
const usualValues: Readonly<Record<string, string>> = {
  // Nearly every loss and error.
  HyperParameterTuningJobObjectiveType: 'Minimize',
  InstanceType: 'ml.m5.large',
  InstanceCount: '1',
  InitialInstanceCount: '1',
  VariantName: 'AllTraffic',
  VolumeSizeInGB: '30',
  MaxRuntimeInSeconds: '3600',
  MaxCandidates: '10',
  S3DataType: 'S3Prefix',
  TrainingInputMode: 'File',
  Strategy: 'Bayesian',
  MaxNumberOfTrainingJobs: '20',
  MaxParallelTrainingJobs: '2',
  TrainingJobEarlyStoppingType: 'Auto',
};

const choicesShown = 12;
/** A tuning job's `S3Uri`, one of several definitions' too, is the deepest that is usual; no shape repeats for ever. */
const deepest = 6;

/** The fields that a structure is inserted with. */
export function membersToWrite(name: string, shape: Shape): readonly string[] {
  return usualMembers[name] ?? (shape.type === 'structure' ? shape.required : []);
}

/** @param member - The field's name, which knows the usual value. */
export function templateOf(model: ServiceModel, shapeName: string, member = '', depth = 0): Template {
  const shape = model.shape(shapeName);
  const usual = usualValues[member] ?? usualValues[shapeName];
  switch (shape.type) {
    case 'structure': {
      const names = depth > deepest ? [] : membersToWrite(shapeName, shape);
      const fields = names.flatMap((name) => {
        const own = shape.members[name];
        return own === undefined ? [] : [{ name, value: templateOf(model, own, name, depth + 1) }];
      });
      return { kind: 'fields', fields };
    }
    case 'map':
      return { kind: 'fields', fields: [] };
    case 'list':
      return { kind: 'list', entry: templateOf(model, shape.member, '', depth + 1) };
    case 'boolean':
      return { kind: 'scalar', text: 'true', isText: false };
    case 'string':
      if (usual === undefined && shape.enum !== undefined && shape.enum.length <= choicesShown)
        return { kind: 'choice', values: shape.enum };
      if (usual !== undefined && shape.enum !== undefined && shape.enum.length <= choicesShown)
        return { kind: 'choice', values: [usual, ...shape.enum.filter((value) => value !== usual)] };
      return { kind: 'scalar', text: usual ?? '', isText: true };
    default:
      return {
        kind: 'scalar',
        text: usual ?? (shape.type === 'timestamp' ? '' : String(shape.min ?? '')),
        isText: false,
      };
  }
}
