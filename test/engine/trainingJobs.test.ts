import assert from 'node:assert/strict';
import {
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  type CloudWatchLogsClient,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  CreateTrainingJobCommand,
  DescribeTrainingJobCommand,
  ListTrainingJobsCommand,
  StopTrainingJobCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { useEngine } from '../support/engineFixture.ts';
import { bucket, endless, waitForStatus, xgboostRequest } from '../support/trainingRequests.ts';

describe('training jobs through the AWS SDK', () => {
  let client: SageMakerClient;
  let s3: S3Client;
  let logs: CloudWatchLogsClient;
  useEngine((given) => ({ client, s3, logs } = given));

  const create = (name: string, hyperparameters: Record<string, string> = {}) =>
    client.send(new CreateTrainingJobCommand(xgboostRequest(name, hyperparameters)));

  it('trains, logs, and leaves a model', async () => {
    const { TrainingJobArn } = await create('first');
    assert.equal(TrainingJobArn, 'arn:aws:sagemaker:us-east-1:000000000000:training-job/first');
    const job = await waitForStatus(client, 'first', 'Completed', 'Failed');
    assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
    assert.deepEqual(
      job.SecondaryStatusTransitions?.map(({ Status }) => Status),
      ['Starting', 'Downloading', 'Training', 'Uploading', 'Completed'],
    );
    const rmse = job.FinalMetricDataList?.find(({ MetricName }) => MetricName === 'validation:rmse')?.Value ?? NaN;
    assert.ok(rmse < 0.2, `${rmse}`);
    assert.equal(job.ModelArtifacts?.S3ModelArtifacts, `s3://${bucket}/output/first/output/model.tar.gz`);
    const model = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'output/first/output/model.tar.gz' }));
    const bytes = await model.Body?.transformToByteArray();
    assert.deepEqual([...(bytes ?? []).slice(0, 2)], [0x1f, 0x8b]);
  });

  it('logs one line per round, and names its runner', async () => {
    const group = '/aws/sagemaker/TrainingJobs';
    const { logStreams } = await logs.send(
      new DescribeLogStreamsCommand({ logGroupName: group, logStreamNamePrefix: 'first/' }),
    );
    assert.equal(logStreams?.length, 1);
    assert.match(logStreams?.[0]?.logStreamName ?? '', /^first\/algo-1-\d+$/);
    const { events = [] } = await logs.send(
      new GetLogEventsCommand({
        logGroupName: group,
        logStreamName: logStreams?.[0]?.logStreamName,
        startFromHead: true,
      }),
    );
    assert.match(events[0]?.message ?? '', /in-process runner/);
    const rounds = events.filter(({ message }) =>
      /^\[\d+\]#011train-rmse:[\d.]+#011validation-rmse:[\d.]+$/.test(message ?? ''),
    );
    assert.equal(rounds.length, 20);
  });

  it('fills in the metric definitions of a built-in algorithm', async () => {
    const { AlgorithmSpecification } = await client.send(new DescribeTrainingJobCommand({ TrainingJobName: 'first' }));
    const names = AlgorithmSpecification?.MetricDefinitions?.map(({ Name }) => Name) ?? [];
    assert.ok(names.includes('validation:rmse') && names.includes('train:rmse'), names.join(' '));
    assert.ok(names.length <= 40, 'the job can be created again as it is described');
    await create('own-metrics', { objective: 'reg:squarederror', eval_metric: 'rmse,mae,mape' });
    const { FinalMetricDataList: final = [] } = await waitForStatus(client, 'own-metrics', 'Completed', 'Failed');
    assert.deepEqual(
      final
        .map(({ MetricName }) => MetricName)
        .filter((name) => name?.startsWith('train:'))
        .sort(),
      ['train:mae', 'train:mape', 'train:rmse'],
    );
  });

  it('stops, and keeps saying so', async () => {
    await create('stopped', endless);
    await waitForStatus(client, 'stopped', 'Training');
    await client.send(new StopTrainingJobCommand({ TrainingJobName: 'stopped' }));
    const job = await waitForStatus(client, 'stopped', 'Stopped', 'Completed', 'Failed');
    assert.equal(job.TrainingJobStatus, 'Stopped');
    assert.deepEqual(
      job.SecondaryStatusTransitions?.slice(-2).map(({ Status }) => Status),
      ['Stopping', 'Stopped'],
    );
    await assert.rejects(client.send(new StopTrainingJobCommand({ TrainingJobName: 'stopped' })), {
      name: 'ValidationException',
      message: 'The request was rejected because the training job is in status Stopped.',
    });
  });

  it('stops a job that waits for its turn', async () => {
    const names = ['busy-1', 'busy-2', 'busy-3', 'busy-4', 'busy-5', 'busy-6', 'busy-7', 'busy-8'];
    for (const name of names) await create(name, endless);
    for (const name of [...names].reverse()) await client.send(new StopTrainingJobCommand({ TrainingJobName: name }));
    for (const name of names)
      assert.equal((await waitForStatus(client, name, 'Stopped', 'Failed')).TrainingJobStatus, 'Stopped');
  });

  it('ends a job that runs too long', async () => {
    const request = xgboostRequest('long', endless);
    await client.send(new CreateTrainingJobCommand({ ...request, StoppingCondition: { MaxRuntimeInSeconds: 1 } }));
    const job = await waitForStatus(client, 'long', 'Stopped', 'Completed', 'Failed');
    assert.deepEqual([job.TrainingJobStatus, job.SecondaryStatus], ['Stopped', 'MaxRuntimeExceeded']);
  });

  it('lists in pages, filtered and sorted, as SageMaker does', async () => {
    const names: string[] = [];
    for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
      const page = await client.send(
        new ListTrainingJobsCommand({
          MaxResults: 3,
          SortBy: 'Name',
          SortOrder: 'Descending',
          ...(token === undefined ? {} : { NextToken: token }),
        }),
      );
      assert.ok((page.TrainingJobSummaries?.length ?? 0) <= 3);
      names.push(...(page.TrainingJobSummaries ?? []).map(({ TrainingJobName }) => TrainingJobName ?? ''));
      token = page.NextToken;
    }
    assert.deepEqual(names, [...names].sort().reverse());
    assert.ok(names.includes('first') && names.includes('busy-8'));
    const completed = await client.send(
      new ListTrainingJobsCommand({ StatusEquals: 'Completed', NameContains: 'IRS' }),
    );
    assert.deepEqual(
      completed.TrainingJobSummaries?.map(({ TrainingJobName }) => TrainingJobName),
      ['first'],
    );
  });

  it('refuses as SageMaker refuses', async () => {
    await assert.rejects(
      create('first'),
      (error: Error) => error.name === 'ResourceInUse' && /must be unique/.test(error.message),
    );
    await assert.rejects(client.send(new DescribeTrainingJobCommand({ TrainingJobName: 'nobody' })), {
      name: 'ValidationException',
      message: 'Requested resource not found.',
    });
    const broken = {
      ...xgboostRequest('bad_name!'),
      ResourceConfig: { InstanceType: 'local' as never, InstanceCount: -1, VolumeSizeInGB: 5 },
    };
    await assert.rejects(client.send(new CreateTrainingJobCommand(broken)), (error: Error) => {
      assert.equal(error.name, 'ValidationException');
      assert.match(error.message, /^3 validation errors detected: /);
      assert.match(
        error.message,
        /Value 'local' at 'resourceConfig.instanceType' failed to satisfy constraint: Member must satisfy enum value set/,
      );
      return true;
    });
    const missing = xgboostRequest('no-data');
    const [channel] = missing.InputDataConfig ?? [];
    if (channel?.DataSource?.S3DataSource !== undefined)
      channel.DataSource.S3DataSource.S3Uri = `s3://${bucket}/nothing-here`;
    await assert.rejects(
      client.send(new CreateTrainingJobCommand(missing)),
      /No S3 objects found under S3 URL "s3:\/\/.*\/nothing-here"/,
    );
    const { TrainingJobSummaries: jobs } = await client.send(new ListTrainingJobsCommand({ NameContains: 'bad' }));
    assert.deepEqual(jobs, []);
  });

  it('says in one sentence why a job failed', async () => {
    await create('unknown-setting', { max_dept: '3' });
    const unknown = await waitForStatus(client, 'unknown-setting', 'Completed', 'Failed');
    assert.match(unknown.FailureReason ?? '', /^ClientError: .*max_dept.*max_depth/s);
    const image = xgboostRequest('other-image');
    image.AlgorithmSpecification = {
      TrainingImage: '382416733822.dkr.ecr.us-east-1.amazonaws.com/factorization-machines:1',
      TrainingInputMode: 'File',
    };
    await client.send(new CreateTrainingJobCommand(image));
    const other = await waitForStatus(client, 'other-image', 'Completed', 'Failed');
    assert.match(other.FailureReason ?? '', /factorization-machines.*run this job on AWS/);
  });
});
