import assert from 'node:assert/strict';
import {
  AddTagsCommand,
  CreateHyperParameterTuningJobCommand,
  DeleteHyperParameterTuningJobCommand,
  DescribeTrainingJobCommand,
  ListHyperParameterTuningJobsCommand,
  ListTagsCommand,
  ListTrainingJobsForHyperParameterTuningJobCommand,
  SearchCommand,
  StopHyperParameterTuningJobCommand,
  type DescribeHyperParameterTuningJobResponse,
  type Filter,
  type ListTrainingJobsForHyperParameterTuningJobRequest,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { useEngine } from '../support/engineFixture.ts';
import { endless, waitForStatus } from '../support/trainingRequests.ts';
import { describeTuning, trainingJobsOf, tuningRequest, waitForTuning } from '../support/tuningRequests.ts';
import { waitFor } from '../support/waitFor.ts';

const tags = [{ Key: 'team', Value: 'blue' }];

describe('tuning jobs', function () {
  this.timeout(300_000);
  let client: SageMakerClient;
  let first: DescribeHyperParameterTuningJobResponse;
  useEngine(async (given) => {
    ({ client } = given);
    await client.send(
      new CreateHyperParameterTuningJobCommand({ ...tuningRequest('first', { RandomSeed: 3 }), Tags: tags }),
    );
    first = await waitForTuning(client, 'first', 'Completed', 'Failed');
  });

  const listed = async (request: Partial<ListTrainingJobsForHyperParameterTuningJobRequest>) =>
    (
      await client.send(
        new ListTrainingJobsForHyperParameterTuningJobCommand({ HyperParameterTuningJobName: 'first', ...request }),
      )
    ).TrainingJobSummaries ?? [];

  it('runs as many training jobs as asked, and knows the best', async () => {
    assert.equal(first.HyperParameterTuningJobStatus, 'Completed');
    assert.deepEqual(first.TrainingJobStatusCounters, {
      Completed: 6,
      InProgress: 0,
      RetryableError: 0,
      NonRetryableError: 0,
      Stopped: 0,
    });
    assert.deepEqual(first.ObjectiveStatusCounters, { Succeeded: 6, Pending: 0, Failed: 0 });
    assert.ok(first.HyperParameterTuningEndTime && first.CreationTime);
    assert.ok((first.ConsumedResources?.RuntimeInSeconds ?? 0) >= 1);
    const jobs = await trainingJobsOf(client, 'first');
    const best = Math.min(...jobs.map((job) => job.FinalHyperParameterTuningJobObjectiveMetric?.Value ?? Infinity));
    assert.equal(first.BestTrainingJob?.FinalHyperParameterTuningJobObjectiveMetric?.Value, best);
    for (const [index, job] of jobs.entries())
      assert.match(job.TrainingJobName ?? '', new RegExp(`^first-00${index + 1}-[0-9a-f]{8}$`));
  });

  it('describes the request as the service does, with what it added', () => {
    const config = first.HyperParameterTuningJobConfig;
    assert.equal(config?.TrainingJobEarlyStoppingType, 'Off');
    assert.deepEqual(config?.ParameterRanges?.CategoricalParameterRanges, []);
    assert.equal(first.TrainingJobDefinition?.StaticHyperParameters?.['_tuning_objective_metric'], 'validation:rmse');
    const metrics = first.TrainingJobDefinition?.AlgorithmSpecification?.MetricDefinitions ?? [];
    assert.ok(metrics.some(({ Name }) => Name === 'validation:rmse') && metrics.length > 30);
  });

  it('is found by Search, with its tags', async () => {
    const search = async (...Filters: Filter[]) => {
      const SearchExpression = { Filters };
      const answer = await client.send(new SearchCommand({ Resource: 'HyperParameterTuningJob', SearchExpression }));
      return answer.Results?.map(({ HyperParameterTuningJob: job }) => job) ?? [];
    };
    const [found] = await search({ Name: 'HyperParameterTuningJobName', Operator: 'Equals', Value: 'first' });
    const { $metadata: _, ...described } = first as DescribeHyperParameterTuningJobResponse & { $metadata?: unknown };
    assert.deepEqual(found, { ...described, Tags: tags });
    assert.equal((await search({ Name: 'Tags.team', Operator: 'Equals', Value: 'red' })).length, 0);
    assert.equal(
      (await search({ Name: 'TrainingJobStatusCounters.Completed', Operator: 'Equals', Value: '6' })).length,
      1,
    );
    await assert.rejects(search({ Name: 'TrainingJobName', Operator: 'Exists' }), { name: 'ValidationException' });
  });

  it('its training jobs are ordinary ones, with the tuned values, the tags and the last value of the objective', async () => {
    const [summary] = await trainingJobsOf(client, 'first');
    const job = await client.send(new DescribeTrainingJobCommand({ TrainingJobName: summary?.TrainingJobName }));
    assert.equal(job.TuningJobArn, first.HyperParameterTuningJobArn);
    assert.deepEqual(job.HyperParameters, {
      objective: 'reg:squarederror',
      num_round: '20',
      _tuning_objective_metric: 'validation:rmse',
      ...summary?.TunedHyperParameters,
    });
    const last = job.FinalMetricDataList?.find(({ MetricName }) => MetricName === 'validation:rmse');
    assert.equal(last?.Value, summary?.FinalHyperParameterTuningJobObjectiveMetric?.Value);
    assert.deepEqual(
      [job.TrainingStartTime, job.TrainingEndTime],
      [summary?.TrainingStartTime, summary?.TrainingEndTime],
    );
    const { Tags } = await client.send(new ListTagsCommand({ ResourceArn: job.TrainingJobArn }));
    assert.deepEqual(Tags, tags);
  });

  it('lists its training jobs by every key, in pages', async () => {
    const names = (await listed({})).map(({ TrainingJobName }) => TrainingJobName);
    assert.equal(names.length, 6);
    assert.deepEqual(names, [...names].sort());
    const backwards = await listed({ SortBy: 'CreationTime', SortOrder: 'Descending' });
    assert.deepEqual(
      backwards.map(({ TrainingJobName }) => TrainingJobName),
      [...names].reverse(),
    );
    const values = (await listed({ SortBy: 'FinalObjectiveMetricValue' })).map(
      (job) => job.FinalHyperParameterTuningJobObjectiveMetric?.Value ?? NaN,
    );
    assert.deepEqual(
      values,
      [...values].sort((a, b) => a - b),
    );
    assert.equal((await listed({ StatusEquals: 'Completed', SortBy: 'Status' })).length, 6);
    assert.equal((await listed({ StatusEquals: 'Failed' })).length, 0);
    const pages: (string | undefined)[] = [];
    for (let NextToken: string | undefined, more = true; more; more = NextToken !== undefined) {
      const page = await client.send(
        new ListTrainingJobsForHyperParameterTuningJobCommand({
          HyperParameterTuningJobName: 'first',
          MaxResults: 4,
          SortBy: 'FinalObjectiveMetricValue',
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
      );
      pages.push(...(page.TrainingJobSummaries ?? []).map(({ TrainingJobName }) => TrainingJobName));
      ({ NextToken } = page);
    }
    assert.deepEqual(pages.sort(), names);
  });

  it('counts right at every moment, and runs no more at once than asked', async () => {
    await client.send(new CreateHyperParameterTuningJobCommand(tuningRequest('counted')));
    let launched = 0;
    let samples = 0;
    const end = await waitFor(
      'the tuning job to end',
      async () => {
        const job = await describeTuning(client, 'counted');
        const { Completed = 0, InProgress = 0, Stopped = 0, ...errors } = job.TrainingJobStatusCounters ?? {};
        const { Succeeded = 0, Pending = 0, Failed = 0 } = job.ObjectiveStatusCounters ?? {};
        const all = Completed + InProgress + Stopped + (errors.NonRetryableError ?? 0) + (errors.RetryableError ?? 0);
        assert.equal(all, Succeeded + Pending + Failed);
        assert.equal(Pending, InProgress);
        assert.equal(Succeeded, Completed);
        assert.ok(InProgress <= 2 && all >= launched && all <= 6, `${all} launched, ${InProgress} in progress`);
        assert.equal(job.BestTrainingJob === undefined, Succeeded === 0);
        launched = all;
        samples++;
        return job.HyperParameterTuningJobStatus === 'InProgress' ? undefined : job;
      },
      200_000,
    );
    assert.equal(end.TrainingJobStatusCounters?.Completed, 6);
    assert.ok(samples > 5, `${samples} samples`);
  });

  it('lists tuning jobs by name, status and time', async () => {
    const all = await client.send(new ListHyperParameterTuningJobsCommand({}));
    const names = all.HyperParameterTuningJobSummaries?.map((job) => job.HyperParameterTuningJobName) ?? [];
    assert.deepEqual(names, [...names].sort());
    const [counted] = all.HyperParameterTuningJobSummaries ?? [];
    assert.deepEqual(counted?.ResourceLimits, { MaxNumberOfTrainingJobs: 6, MaxParallelTrainingJobs: 2 });
    assert.equal(counted?.Strategy, 'Random');
    assert.equal(counted?.ObjectiveStatusCounters?.Succeeded, 6);
    const filters = { NameContains: 'FIRS', StatusEquals: 'Completed', CreationTimeBefore: new Date() } as const;
    const found = await client.send(new ListHyperParameterTuningJobsCommand(filters));
    assert.deepEqual(
      found.HyperParameterTuningJobSummaries?.map((job) => job.HyperParameterTuningJobName),
      ['first'],
    );
  });

  it('stops with its training jobs, and not twice', async () => {
    await client.send(new CreateHyperParameterTuningJobCommand(tuningRequest('stopped', {}, endless)));
    const [running] = await waitFor('a training job to train', async () => {
      const jobs = await trainingJobsOf(client, 'stopped');
      return jobs.length > 0 ? jobs : undefined;
    });
    await waitForStatus(client, running?.TrainingJobName ?? '', 'Training');
    const stop = new StopHyperParameterTuningJobCommand({ HyperParameterTuningJobName: 'stopped' });
    await client.send(stop);
    const { HyperParameterTuningJobStatus: at } = await describeTuning(client, 'stopped');
    assert.ok(at === 'Stopping' || at === 'Stopped', at);
    const end = await waitForTuning(client, 'stopped', 'Stopped');
    assert.equal(end.TrainingJobStatusCounters?.InProgress, 0);
    assert.equal(end.TrainingJobStatusCounters?.Stopped, (await trainingJobsOf(client, 'stopped')).length);
    await waitForStatus(client, running?.TrainingJobName ?? '', 'Stopped');
    await assert.rejects(client.send(stop), { name: 'ValidationException', message: /is in status Stopped/ });
  });

  it('cannot be deleted while it runs', async () => {
    await client.send(new CreateHyperParameterTuningJobCommand(tuningRequest('running', {}, endless)));
    const HyperParameterTuningJobName = 'running';
    await assert.rejects(client.send(new DeleteHyperParameterTuningJobCommand({ HyperParameterTuningJobName })), {
      name: 'ValidationException',
      message: /is in status InProgress/,
    });
    await client.send(new StopHyperParameterTuningJobCommand({ HyperParameterTuningJobName }));
    await waitForTuning(client, 'running', 'Stopped');
  });

  it('carries tags, and goes when it is deleted while its training jobs stay', async () => {
    const ResourceArn = first.HyperParameterTuningJobArn;
    await client.send(new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'more', Value: '1' }] }));
    const { Tags } = await client.send(new ListTagsCommand({ ResourceArn }));
    assert.deepEqual(Tags, [...tags, { Key: 'more', Value: '1' }]);
    const [job] = await trainingJobsOf(client, 'first');
    await client.send(new DeleteHyperParameterTuningJobCommand({ HyperParameterTuningJobName: 'first' }));
    await assert.rejects(describeTuning(client, 'first'), {
      name: 'ResourceNotFound',
      message: /^Amazon SageMaker can't find a tuning job/,
    });
    const still = await client.send(new DescribeTrainingJobCommand({ TrainingJobName: job?.TrainingJobName }));
    assert.equal(still.TrainingJobStatus, 'Completed');
  });
});
