import type { JsonObject } from '../../../server/jsonService.ts';
import type { SearchSource } from './searchSource.ts';

/** API reference, HyperParameterTuningJobSearchEntity. */
const properties = [
  ...['HyperParameterTuningJobName', 'HyperParameterTuningJobArn', 'HyperParameterTuningJobConfig'],
  ...['TrainingJobDefinition', 'TrainingJobDefinitions', 'HyperParameterTuningJobStatus', 'CreationTime'],
  ...['HyperParameterTuningEndTime', 'LastModifiedTime', 'TrainingJobStatusCounters', 'ObjectiveStatusCounters'],
  ...['BestTrainingJob', 'OverallBestTrainingJob', 'WarmStartConfig', 'FailureReason'],
  ...['TuningJobCompletionDetails', 'ConsumedResources', 'Tags'],
];

export function tuningJobSource(records: () => AsyncIterable<JsonObject>): SearchSource {
  return { resource: 'HyperParameterTuningJob', properties, nameProperty: 'HyperParameterTuningJobName', records };
}
