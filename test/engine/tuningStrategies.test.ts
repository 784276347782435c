import assert from 'node:assert/strict';
import {
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  type CloudWatchLogsClient,
} from '@aws-sdk/client-cloudwatch-logs';
import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  DescribeTrainingJobCommand,
  type CreateHyperParameterTuningJobRequest,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { useEngine } from '../support/engineFixture.ts';
import { objectiveOf, runTuning, tuningRequest } from '../support/tuningRequests.ts';

const limits = (MaxNumberOfTrainingJobs: number, MaxParallelTrainingJobs = 2) => ({
  MaxNumberOfTrainingJobs,
  MaxParallelTrainingJobs,
});
/** Long enough for a rule to see it run. */
const long = { num_round: '1500' };

describe('the strategies of tuning jobs', function () {
  this.timeout(300_000);
  let client: SageMakerClient;
  let s3: S3Client;
  let logs: CloudWatchLogsClient;
  useEngine((given) => ({ client, s3, logs } = given));

  async function logOf(name: string): Promise<string[]> {
    const of = { logGroupName: '/aws/sagemaker/TrainingJobs', startFromHead: true };
    const page = await logs.send(new GetLogEventsCommand({ ...of, logStreamName: await streamOf(name) }));
    return (page.events ?? []).map(({ message }) => message ?? '');
  }

  async function streamOf(name: string): Promise<string | undefined> {
    const command = new DescribeLogStreamsCommand({
      logGroupName: '/aws/sagemaker/TrainingJobs',
      logStreamNamePrefix: `${name}/`,
    });
    return (await logs.send(command)).logStreams?.[0]?.logStreamName;
  }

  const tune = (request: CreateHyperParameterTuningJobRequest) => runTuning(client, request);

  it('Random with a seed tries the same values again', async () => {
    const config = { RandomSeed: 11, ResourceLimits: limits(4) };
    const tried = [];
    for (const name of ['random-1', 'random-2'])
      tried.push((await tune(tuningRequest(name, config))).trials.map(({ TunedHyperParameters: values }) => values));
    assert.equal(tried[0]?.length, 4);
    assert.deepEqual(tried[0], tried[1]);
    for (const { max_depth: depth, eta, subsample } of tried[0] as Record<string, string>[]) {
      assert.match(depth ?? '', /^[2-8]$/);
      assert.ok(Number(eta) >= 0.05 && Number(eta) <= 0.5 && Number(subsample) >= 0.5 && Number(subsample) <= 1);
    }
  });

  it('Grid tries every combination once, and says how many they are', async () => {
    const ParameterRanges = {
      CategoricalParameterRanges: [
        { Name: 'max_depth', Values: ['2', '4', '6'] },
        { Name: 'eta', Values: ['0.1', '0.4'] },
      ],
    };
    const request = tuningRequest('grid', {
      Strategy: 'Grid',
      ParameterRanges,
      ResourceLimits: { MaxParallelTrainingJobs: 2 },
    });
    const { job, trials } = await tune(request);
    assert.equal(job.HyperParameterTuningJobStatus, 'Completed', job.FailureReason);
    assert.equal(job.HyperParameterTuningJobConfig?.ResourceLimits?.MaxNumberOfTrainingJobs, 6);
    const tried = new Set(
      trials.map(({ TunedHyperParameters: values }) => `${values?.['max_depth']} ${values?.['eta']}`),
    );
    assert.deepEqual([...tried].sort(), ['2 0.1', '2 0.4', '4 0.1', '4 0.4', '6 0.1', '6 0.4']);
  });

  it('Bayesian finds a good value', async () => {
    const { job, trials } = await tune(
      tuningRequest('bayesian', { Strategy: 'Bayesian', RandomSeed: 2, ResourceLimits: limits(14, 1) }),
    );
    assert.equal(job.TrainingJobStatusCounters?.Completed, 14);
    const best = Math.min(...trials.map(objectiveOf));
    assert.equal(job.BestTrainingJob?.FinalHyperParameterTuningJobObjectiveMetric?.Value, best);
    assert.ok(best < 0.14, `${best}`);
    const late = trials.slice(-5).map(objectiveOf).sort();
    const early = trials.slice(0, 5).map(objectiveOf).sort();
    assert.ok((late[2] ?? NaN) < (early[2] ?? NaN), `${early.join(' ')} and then ${late.join(' ')}`);
  });

  it('Hyperband ends what is not among the best at a rung, and nothing runs beyond the largest resource', async () => {
    const HyperbandStrategyConfig = { MinResource: 10, MaxResource: 600 };
    const { job, trials } = await tune(
      tuningRequest(
        'hyperband',
        {
          Strategy: 'Hyperband',
          StrategyConfig: { HyperbandStrategyConfig },
          RandomSeed: 5,
          ResourceLimits: limits(9),
        },
        long,
      ),
    );
    assert.equal(job.HyperParameterTuningJobStatus, 'Completed', job.FailureReason);
    assert.equal(job.TrainingJobStatusCounters?.Stopped, 9);
    assert.deepEqual(job.ObjectiveStatusCounters, { Succeeded: 9, Pending: 0, Failed: 0 });
    assert.ok(trials.every((trial) => Number.isFinite(objectiveOf(trial))));
  });

  describe('a training job that Hyperband could stop', () => {
    const upTo40 = (name: string, statics: Record<string, string> = {}) =>
      tuningRequest(
        name,
        {
          Strategy: 'Hyperband',
          StrategyConfig: { HyperbandStrategyConfig: { MinResource: 10, MaxResource: 40 } },
          ResourceLimits: limits(2), // too few to be compared
        },
        { num_round: '40', ...statics },
      );

    it('is Completed with its model where its own rounds end at the largest resource, and says how a stopped one keeps its', async () => {
      const { job, trials } = await tune(upTo40('all-rounds'));
      assert.equal(job.TrainingJobStatusCounters?.Completed, 2, job.FailureReason);
      for (const { TrainingJobName: name = '' } of trials) {
        const { ModelArtifacts } = await client.send(new DescribeTrainingJobCommand({ TrainingJobName: name }));
        const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(ModelArtifacts?.S3ModelArtifacts ?? '') ?? [];
        assert.ok(((await s3.send(new HeadObjectCommand({ Bucket, Key }))).ContentLength ?? 0) > 0);
        const lines = await logOf(name);
        assert.equal(lines.filter((line) => line.includes('set save_model_on_termination to true')).length, 1);
        assert.ok(lines.some((line) => line.startsWith('[39]')));
      }
    });

    it('says nothing of that where it keeps its model', async () => {
      const { trials } = await tune(upTo40('kept', { save_model_on_termination: 'true' }));
      for (const { TrainingJobName: name = '' } of trials)
        assert.ok(!(await logOf(name)).some((line) => line.includes('save_model_on_termination to true')));
    });
  });

  it('stops by the median rule what is worse than half of those before, and counts it with its objective', async () => {
    const { job, trials } = await tune(
      tuningRequest(
        'median',
        {
          Strategy: 'Grid',
          TrainingJobEarlyStoppingType: 'Auto',
          ResourceLimits: { MaxParallelTrainingJobs: 1 },
          ParameterRanges: {
            // Four that learn and then one that hardly does: in the order of the grid.
            CategoricalParameterRanges: [{ Name: 'eta', Values: ['0.3', '0.25', '0.2', '0.15', '0.0001'] }],
          },
        },
        { ...long, max_depth: '3' },
      ),
    );
    assert.equal(job.HyperParameterTuningJobStatus, 'Completed', job.FailureReason);
    const last = trials.find(({ TunedHyperParameters: values }) => values?.['eta'] === '0.0001');
    assert.equal(last?.TrainingJobStatus, 'Stopped');
    assert.equal(last?.ObjectiveStatus, 'Succeeded');
    assert.ok(objectiveOf(last) > 0.3);
    assert.equal(job.ObjectiveStatusCounters?.Succeeded, 5);
    assert.ok((job.TrainingJobStatusCounters?.Stopped ?? 0) >= 1);
    const stopped = await client.send(new DescribeTrainingJobCommand({ TrainingJobName: last?.TrainingJobName }));
    assert.equal(stopped.SecondaryStatus, 'Stopped');
    const why =
      /^Stopped early by tuning job median: validation:rmse [\d.]+ at its \d+(st|nd|rd|th) value is worse than [\d.]+, the median/;
    assert.match(stopped.SecondaryStatusTransitions?.at(-1)?.StatusMessage ?? '', why);
    const log = await logOf(last?.TrainingJobName ?? '');
    assert.equal(log.filter((line) => why.test(line)).length, 1, log.join('\n'));
  });

  it('ends when the objective is reached', async () => {
    const { job } = await tune(
      tuningRequest('target', {
        ResourceLimits: limits(20, 1),
        TuningJobCompletionCriteria: { TargetObjectiveMetricValue: 5 },
      }),
    );
    assert.equal(job.HyperParameterTuningJobStatus, 'Completed');
    assert.equal(job.TrainingJobStatusCounters?.Completed, 1);
  });

  it('ends when nothing gets better', async () => {
    const { job } = await tune(
      tuningRequest('stuck', {
        ResourceLimits: limits(6, 1),
        // No step of this data is as long: all training jobs are the same.
        ParameterRanges: { IntegerParameterRanges: [{ Name: 'max_delta_step', MinValue: '5', MaxValue: '10' }] },
        TuningJobCompletionCriteria: { BestObjectiveNotImproving: { MaxNumberOfTrainingJobsNotImproving: 3 } },
      }),
    );
    assert.equal(job.HyperParameterTuningJobStatus, 'Completed', job.FailureReason);
    assert.equal(job.TrainingJobStatusCounters?.Completed, 4);
    assert.equal(job.TuningJobCompletionDetails?.NumberOfTrainingJobsObjectiveNotImproving, 3);
  });

  it('gives up after five training jobs that failed', async () => {
    const request = tuningRequest('hopeless', { ResourceLimits: limits(12, 1) }, { objective: 'reg:gamma' });
    const { job, trials } = await tune(request);
    assert.equal(job.HyperParameterTuningJobStatus, 'Failed');
    assert.match(job.FailureReason ?? '', /^No training job succeeded after 5 attempts\. /);
    assert.equal(job.TrainingJobStatusCounters?.NonRetryableError, 5);
    assert.deepEqual(job.ObjectiveStatusCounters, { Succeeded: 0, Pending: 0, Failed: 5 });
    assert.equal(job.BestTrainingJob, undefined);
    for (const trial of trials) {
      assert.equal(trial.ObjectiveStatus, 'Failed');
      assert.ok((trial.FailureReason ?? '').length > 20);
    }
  });

  it('tunes several definitions, and finds the best of all', async () => {
    const {
      TrainingJobDefinition: single,
      HyperParameterTuningJobConfig: config,
      ...request
    } = tuningRequest('several');
    const { HyperParameterTuningJobObjective: TuningObjective, ParameterRanges, ...rest } = config ?? {};
    const { job, trials } = await tune({
      ...request,
      HyperParameterTuningJobConfig: { ...rest, Strategy: 'Bayesian', ResourceLimits: limits(6) },
      TrainingJobDefinitions: ['few', 'many'].map((DefinitionName) => ({
        ...single,
        DefinitionName,
        TuningObjective,
        HyperParameterRanges: ParameterRanges,
        StaticHyperParameters: {
          ...single?.StaticHyperParameters,
          num_round: DefinitionName === 'few' ? '2' : '40',
        },
      })) as CreateHyperParameterTuningJobRequest['TrainingJobDefinitions'],
    });
    assert.equal(job.HyperParameterTuningJobStatus, 'Completed', job.FailureReason);
    const names = trials.map(({ TrainingJobDefinitionName: name }) => name);
    assert.equal(names.filter((name) => name === 'few').length, 3);
    assert.equal(job.BestTrainingJob?.TrainingJobDefinitionName, 'many');
    assert.equal(job.BestTrainingJob?.FinalHyperParameterTuningJobObjectiveMetric?.Type, 'Minimize');
    assert.equal(job.TrainingJobDefinitions?.[1]?.StaticHyperParameters?.['num_round'], '40');
    assert.equal(job.TrainingJobDefinition, undefined);
  });
});
