import type { JsonObject } from '../../../server/jsonService.ts';
import { describe, tagsOf, type TrainingJobRecord } from '../trainingJobRecord.ts';
import type { SearchSource } from './searchSource.ts';

/** API reference, TrainingJob; and what Filter makes of the final metrics. */
const properties = [
  ...['TrainingJobName', 'TrainingJobArn', 'TuningJobArn', 'LabelingJobArn', 'AutoMLJobArn', 'ModelArtifacts'],
  ...['TrainingJobStatus', 'SecondaryStatus', 'FailureReason', 'HyperParameters', 'AlgorithmSpecification', 'RoleArn'],
  ...['InputDataConfig', 'OutputDataConfig', 'ResourceConfig', 'WarmPoolStatus', 'VpcConfig', 'StoppingCondition'],
  ...['CreationTime', 'TrainingStartTime', 'TrainingEndTime', 'LastModifiedTime', 'SecondaryStatusTransitions'],
  ...['FinalMetricDataList', 'EnableNetworkIsolation', 'EnableInterContainerTrafficEncryption'],
  ...['EnableManagedSpotTraining', 'CheckpointConfig', 'TrainingTimeInSeconds', 'BillableTimeInSeconds'],
  ...['DebugHookConfig', 'ExperimentConfig', 'DebugRuleConfigurations', 'TensorBoardOutputConfig'],
  ...['DebugRuleEvaluationStatuses', 'OutputModelPackageArn', 'ModelPackageConfig', 'ProfilerConfig', 'Environment'],
  ...['RetryStrategy', 'Tags', 'Metrics'],
];

export function trainingJobSource(records: () => AsyncIterable<TrainingJobRecord>): SearchSource {
  return {
    resource: 'TrainingJob',
    properties,
    nameProperty: 'TrainingJobName',
    async *records(): AsyncGenerator<JsonObject> {
      for await (const record of records()) yield { ...describe(record), Tags: tagsOf(record) };
    },
  };
}
