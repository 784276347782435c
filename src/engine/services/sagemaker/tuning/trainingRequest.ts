import type { TrainingJobRequest } from '../trainingJobRecord.ts';
import type { TrainingJobDefinition, TunedDefinition } from './tuningJobRequest.ts';

/** The hyperparameter that tells an algorithm what it is tuned for (contract, section 6). */
const objectiveHyperparameter = '_tuning_objective_metric';

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
    // The API reference of CreateHyperParameterTuningJob: its tags are also added to the training jobs that it launches.
    ...(tags.length > 0 && { Tags: [...tags] }),
  };
}

/** What a training job of the definition runs on; of several configurations the first: what the service prefers while there is capacity. */
export function resourcesOf(definition: TrainingJobDefinition): TrainingJobRequest['ResourceConfig'] {
  if (definition.ResourceConfig !== undefined) return definition.ResourceConfig;
  const { InstanceConfigs, AllocationStrategy: _, ...resources } = definition.HyperParameterTuningResourceConfig ?? {};
  return { ...resources, ...InstanceConfigs?.[0] };
}
