import assert from 'node:assert/strict';
import {
  CreateHyperParameterTuningJobCommand,
  CreateTrainingJobCommand,
  DeleteTrainingJobCommand,
  DescribeTrainingJobCommand,
  ListTrainingJobsCommand,
  StopTrainingJobCommand,
  UpdateTrainingJobCommand,
  type CreateTrainingJobRequest,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { useEngine } from '../support/engineFixture.ts';
import { endless, waitForStatus, xgboostRequest } from '../support/trainingRequests.ts';
import { tuningRequest } from '../support/tuningRequests.ts';

describe('what CreateTrainingJob refuses, and what becomes of a job later', () => {
  let client: SageMakerClient;
  useEngine((given) => ({ client } = given));

  const create = (request: CreateTrainingJobRequest) => client.send(new CreateTrainingJobCommand(request));

  it('refuses a job without what every job but a serverless one needs', async () => {
    const { AlgorithmSpecification: _, ResourceConfig: __, ...rest } = xgboostRequest('bare');
    await assert.rejects(create(rest), {
      name: 'ValidationException',
      message:
        "2 validation errors detected: Value null at 'algorithmSpecification' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'resourceConfig' failed to satisfy constraint: Member must not be null",
    });
    const hub = 'arn:aws:sagemaker:us-east-1:aws:hub-content/SageMakerPublicHub/Model/some-model/1.0.0';
    await assert.rejects(create({ ...rest, ServerlessJobConfig: { BaseModelArn: hub, JobType: 'FineTuning' } }), {
      name: 'ValidationException',
      message: /ServerlessJobConfig .* run this job on AWS\.$/,
    });
  });

  it('runs a job without a StoppingCondition', async () => {
    const { StoppingCondition: _, ...rest } = xgboostRequest('unlimited');
    await create(rest);
    const job = await waitForStatus(client, 'unlimited', 'Completed', 'Failed');
    assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
    assert.deepEqual(job.StoppingCondition, { MaxRuntimeInSeconds: 86_400 });
  });

  it('refuses what cannot be trained, on instances that cannot be, and places without a bucket', async () => {
    const algorithm = (more: object) => ({ AlgorithmSpecification: { TrainingInputMode: 'File' as const, ...more } });
    const image = xgboostRequest('any').AlgorithmSpecification?.TrainingImage;
    const here = 'arn:aws:sagemaker:us-east-1:000000000000:algorithm/mine';
    const elsewhere = 'https://example.com/bucket/key';
    const InstanceGroups = [{ InstanceGroupName: 'g', InstanceType: 'ml.m5.large' as const, InstanceCount: 1 }];
    const noImage =
      /^Invalid training image\. Please provide a valid Amazon Elastic Container Registry path of the Docker/;
    const cases: [Partial<CreateTrainingJobRequest>, RegExp | string][] = [
      [
        algorithm({ TrainingImage: image, MetricDefinitions: [{ Name: 'mine', Regex: 'x=(.*)' }] }),
        /^You can't override the metric definitions for Amazon SageMaker algorithms\./,
      ],
      [algorithm({}), /exactly one of TrainingImage and AlgorithmName, and has neither/],
      [algorithm({ TrainingImage: image, AlgorithmName: 'mine' }), /and has both/],
      [algorithm({ AlgorithmName: 'mine' }), `Algorithm ${here} does not exist.`],
      [algorithm({ AlgorithmName: here }), `Algorithm ${here} does not exist.`],
      [algorithm({ TrainingImage: 'foo' }), noImage],
      [algorithm({ TrainingImage: 'me/foo:1' }), noImage],
      [algorithm({ TrainingImage: '  ' }), noImage],
      [algorithm({ TrainingImage: 'my.registry/a b' }), noImage],
      [
        { ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1, InstanceGroups } },
        'InstanceType or InstanceCount cannot be specified with InstanceGroups',
      ],
      [
        { OutputDataConfig: { S3OutputPath: elsewhere } },
        `OutputDataConfig.S3OutputPath is '${elsewhere}', which names no bucket: write it as s3://bucket/key.`,
      ],
      [{ CheckpointConfig: { S3Uri: elsewhere } }, /^CheckpointConfig\.S3Uri is /],
    ];
    for (const [members, message] of cases)
      await assert.rejects(create({ ...xgboostRequest('unfit'), ...members }), {
        name: 'ValidationException',
        message,
      });
    const { TrainingJobSummaries: stored } = await client.send(new ListTrainingJobsCommand({ NameContains: 'unfit' }));
    assert.deepEqual(stored, []);
  });

  it('refuses a channel without a folder of its own, in a tuning job too', async () => {
    for (const ChannelName of ['.', '..']) {
      const channels = xgboostRequest('any').InputDataConfig ?? [];
      const InputDataConfig = [...channels, ...channels.slice(0, 1).map((one) => ({ ...one, ChannelName }))];
      const refusal = { name: 'ValidationException', message: /^Invalid channel name '\.+': / };
      await assert.rejects(create({ ...xgboostRequest('loose'), InputDataConfig }), refusal);
      const { TrainingJobDefinition: definition, ...tuning } = tuningRequest('loose');
      const TrainingJobDefinition = definition && { ...definition, InputDataConfig };
      await assert.rejects(
        client.send(new CreateHyperParameterTuningJobCommand({ ...tuning, TrainingJobDefinition })),
        refusal,
      );
    }
  });

  it('takes a short image, and the https URLs of S3', async () => {
    const plain = xgboostRequest('short');
    const https = (uri = '') => uri.replace(/^s3:\/\/([^/]+)/, 'https://$1.s3.us-east-1.amazonaws.com');
    await create({
      ...plain,
      AlgorithmSpecification: { TrainingImage: 'xgboost:1.7-1', TrainingInputMode: 'File' },
      OutputDataConfig: { S3OutputPath: https(plain.OutputDataConfig?.S3OutputPath) },
    });
    const job = await waitForStatus(client, 'short', 'Completed', 'Failed');
    assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
    assert.match(job.ModelArtifacts?.S3ModelArtifacts ?? '', /^s3:/);
  });

  it('lists no jobs of a training plan', async () => {
    const TrainingPlanArnEquals = 'arn:aws:sagemaker:us-east-1:000000000000:training-plan/mine';
    const { TrainingJobSummaries: listed } = await client.send(new ListTrainingJobsCommand({ TrainingPlanArnEquals }));
    assert.deepEqual(listed, []);
  });

  it('refuses a wait that does not go with managed spot training', async () => {
    const cases: [Partial<CreateTrainingJobRequest>, RegExp][] = [
      [
        { StoppingCondition: { MaxRuntimeInSeconds: 10, MaxWaitTimeInSeconds: 20 } },
        /^Invalid MaxWaitTimeInSeconds\. It is only supported when EnableManagedSpotTraining is set to true$/,
      ],
      [
        { EnableManagedSpotTraining: true, StoppingCondition: { MaxRuntimeInSeconds: 10, MaxWaitTimeInSeconds: 9 } },
        /^Invalid MaxWaitTimeInSeconds\. It must be present and be greater than or equal to MaxRuntimeInSeconds$/,
      ],
      [{ EnableManagedSpotTraining: true }, /^Invalid MaxWaitTimeInSeconds\. It must be present/],
    ];
    for (const [members, message] of cases)
      await assert.rejects(create({ ...xgboostRequest('spot'), ...members }), { name: 'ValidationException', message });
    const { TrainingJobSummaries: stored } = await client.send(new ListTrainingJobsCommand({ NameContains: 'spot' }));
    assert.deepEqual(stored, []);
  });

  it('names in the status message what it does not honour', async () => {
    await create({
      ...xgboostRequest('ignored'),
      VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1'] },
      EnableNetworkIsolation: true,
      OutputDataConfig: { ...xgboostRequest('ignored').OutputDataConfig, KmsKeyId: 'alias/mine' } as never,
    });
    const job = await waitForStatus(client, 'ignored', 'Completed', 'Failed');
    assert.equal(
      job.SecondaryStatusTransitions?.find(({ Status }) => Status === 'Training')?.StatusMessage,
      'Training image download completed. Training in progress (in-process runner); not honoured here: EnableNetworkIsolation, OutputDataConfig.KmsKeyId, VpcConfig.',
    );
  });

  it('deletes a job that has ended, whose name is free then', async () => {
    const named = { TrainingJobName: 'deleted' };
    await assert.rejects(client.send(new DeleteTrainingJobCommand(named)), {
      name: 'ResourceNotFound',
      message: 'Requested resource not found.',
    });
    await create(xgboostRequest('deleted', endless));
    await assert.rejects(client.send(new DeleteTrainingJobCommand(named)), { name: 'ResourceInUse' });
    await waitForStatus(client, 'deleted', 'Training');
    await client.send(new StopTrainingJobCommand(named));
    await waitForStatus(client, 'deleted', 'Stopped');
    await client.send(new DeleteTrainingJobCommand(named));
    await assert.rejects(client.send(new DescribeTrainingJobCommand(named)), {
      message: 'Requested resource not found.',
    });
    await create(xgboostRequest('deleted'));
    const again = await waitForStatus(client, 'deleted', 'Completed', 'Failed');
    assert.equal(again.TrainingJobStatus, 'Completed', again.FailureReason);
  });

  it('deletes a job at once that was stopped before its turn', async () => {
    const names = ['turn-1', 'turn-2', 'turn-3', 'turn-4', 'turn-5', 'turn-6', 'turn-7', 'turn-8'];
    for (const name of names) await create(xgboostRequest(name, endless));
    const last = { TrainingJobName: 'turn-8' };
    await client.send(new StopTrainingJobCommand(last));
    await client.send(new DeleteTrainingJobCommand(last));
    await create(xgboostRequest('turn-8'));
    for (const name of names) {
      const { TrainingJobStatus } = await client.send(new DescribeTrainingJobCommand({ TrainingJobName: name }));
      if (name !== 'turn-8') assert.equal(TrainingJobStatus, 'InProgress');
      await client.send(new StopTrainingJobCommand({ TrainingJobName: name })).catch((error: Error) => {
        assert.match(error.message, /is in status Completed/);
      });
    }
    await waitForStatus(client, 'turn-8', 'Stopped', 'Completed');
  });

  it('says that an update changes nothing here', async () => {
    const update = (TrainingJobName: string) =>
      client.send(new UpdateTrainingJobCommand({ TrainingJobName, ProfilerConfig: { DisableProfiler: true } }));
    await assert.rejects(update('nobody'), { name: 'ResourceNotFound' });
    await assert.rejects(update('unlimited'), {
      name: 'ValidationException',
      message: /UpdateTrainingJob .* on AWS\.$/,
    });
  });
});
