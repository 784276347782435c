import assert from 'node:assert/strict';
import { trainingRequestOf } from '../../../../../../src/engine/services/sagemaker/tuning/trainingRequest.ts';
import type { TunedDefinition } from '../../../../../../src/engine/services/sagemaker/tuning/tuningJobRequest.ts';

const tuned = (CheckpointConfig?: { S3Uri: string; LocalPath?: string }): TunedDefinition => ({
  definition: {
    AlgorithmSpecification: { TrainingImage: 'xgboost:1.7-1', TrainingInputMode: 'File' },
    RoleArn: 'arn:aws:iam::000000000000:role/any',
    OutputDataConfig: { S3OutputPath: 's3://bucket/output' },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    StoppingCondition: { MaxRuntimeInSeconds: 60 },
    ...(CheckpointConfig && { CheckpointConfig }),
  },
  objective: { Type: 'Minimize', MetricName: 'validation:rmse' },
  ranges: {},
});

describe('the training jobs of a tuning job', () => {
  it('have each a folder of checkpoints, so that none goes on from another', () => {
    const shared = tuned({ S3Uri: 's3://bucket/checkpoints', LocalPath: '/opt/ml/saved' });
    for (const name of ['job-001', 'job-002'])
      assert.deepEqual(trainingRequestOf(shared, name, {}, [])['CheckpointConfig'], {
        S3Uri: `s3://bucket/checkpoints/${name}`,
        LocalPath: '/opt/ml/saved',
      });
    const slash = trainingRequestOf(tuned({ S3Uri: 's3://bucket/checkpoints/' }), 'job', {}, []);
    assert.deepEqual(slash['CheckpointConfig'], { S3Uri: 's3://bucket/checkpoints/job' });
  });

  it('have none where the tuning job asks for none', () =>
    assert.ok(!('CheckpointConfig' in trainingRequestOf(tuned(), 'job', {}, []))));
});
