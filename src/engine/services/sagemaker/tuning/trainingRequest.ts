import { objectiveHyperparameter } from '../../../../catalog/objectiveMetrics.ts';
import type { TrainingJobRequest } from '../trainingJobRecord.ts';
import type { TrainingJobDefinition, TunedDefinition } from './tuningJobRequest.ts';

/** Members of a definition that no training job has. */
const tuningOnly = new Set([
  'DefinitionName',
  'TuningObjective',
  'HyperParameterRanges',
  'StaticHyperParameters',
  'HyperParameterTuningResourceConfig',
]);

type Kept = 'AlgorithmSpecification' | 'RoleArn' | 'OutputDataConfig' | 'StoppingCondition';

/** The hyperparameters that every training job of the definition gets; described as the service does, with the objective among them. */
export function staticHyperparameters({ definition, objective }: TunedDefinition): Record<string, string> {
  return { [objectiveHyperparameter]: objective.MetricName, ...definition.StaticHyperParameters };
}

/** The `CreateTrainingJob` request of one training job of a tuning job. */
export function trainingRequestOf(
  tuned: TunedDefinition,
  name: string,
  values: Readonly<Record<string, string>>,
  tags: readonly { Key: string; Value: string }[],
): TrainingJobRequest {
  const { definition } = tuned;
  const members = Object.entries(definition).filter(([member]) => !tuningOnly.has(member));
  return {
    ...(Object.fromEntries(members) as Pick<TrainingJobDefinition, Kept>),
    TrainingJobName: name,
    HyperParameters: { ...staticHyperparameters(tuned), ...values },
    ResourceConfig: resourcesOf(definition),
    ...checkpointsOf(definition, name),
    // The API reference of CreateHyperParameterTuningJob: its tags are also added to the training jobs that it launches.
    ...(tags.length > 0 && { Tags: [...tags] }),
  };
}

/**
 * A folder of its own below the tuning job's: in one shared folder a training job would go on from the checkpoint of another, with other values.
 * The rule is ours: the developer guide (Use Checkpoints; Create a Hyperparameter Optimization Tuning Job for One or More Algorithms) and the API
 * reference do not say what the service does.
 */
function checkpointsOf({ CheckpointConfig: config }: TrainingJobDefinition, name: string): object {
  if (config === undefined) return {};
  return { CheckpointConfig: { ...config, S3Uri: `${config.S3Uri.replace(/\/+$/, '')}/${name}` } };
}

/** What a training job of the definition runs on; of several configurations the first: what the service prefers while there is capacity. */
export function resourcesOf(definition: TrainingJobDefinition): TrainingJobRequest['ResourceConfig'] {
  if (definition.ResourceConfig !== undefined) return definition.ResourceConfig;
  const { InstanceConfigs, AllocationStrategy: _, ...resources } = definition.HyperParameterTuningResourceConfig ?? {};
  return { ...resources, ...InstanceConfigs?.[0] };
}
