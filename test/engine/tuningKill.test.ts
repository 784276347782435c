import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateHyperParameterTuningJobCommand,
  DescribeTrainingJobCommand,
  ListTrainingJobsCommand,
  SageMakerClient,
  StopHyperParameterTuningJobCommand,
  type HyperParameterTrainingJobSummary,
} from '@aws-sdk/client-sagemaker';
import { EngineProcess } from '../support/engineProcess.ts';
import { endless, putTables, waitForStatus } from '../support/trainingRequests.ts';
import { describeTuning, trainingJobsOf, tuningRequest, waitForTuning } from '../support/tuningRequests.ts';
import { waitFor } from '../support/waitFor.ts';

const kills = process.env['TEST_LONG'] === undefined ? 8 : 60;
const names = ['bayesian', 'median', 'hyperband'] as const;
/** Some 200 ms each. */
const rounds = { num_round: '150' };

describe(`tuning jobs of an engine that is killed at ${kills} random moments`, function () {
  this.timeout(300_000 + kills * 10_000);

  it('go on where they were, with the right number of training jobs and no value lost', async () => {
    let engine = await EngineProcess.start();
    await putTables(engine);
    let client = new SageMakerClient(engine.clientConfiguration);
    const ResourceLimits = { MaxNumberOfTrainingJobs: 10, MaxParallelTrainingJobs: 2 };
    const StrategyConfig = { HyperbandStrategyConfig: { MinResource: 5, MaxResource: 100 } };
    for (const [name, config] of Object.entries({
      bayesian: { Strategy: 'Bayesian', RandomSeed: 1 },
      median: { Strategy: 'Random', RandomSeed: 2, TrainingJobEarlyStoppingType: 'Auto' },
      hyperband: { Strategy: 'Hyperband', RandomSeed: 3, StrategyConfig },
    } as const))
      await client.send(
        new CreateHyperParameterTuningJobCommand(tuningRequest(name, { ...config, ResourceLimits }, rounds)),
      );

    const settled = new Map<string, HyperParameterTrainingJobSummary>();
    for (let round = 0; round < kills; round++) {
      await new Promise((next) => setTimeout(next, 100 + Math.random() * 1_200));
      for (const name of names)
        for (const trial of await trainingJobsOf(client, name))
          if (trial.ObjectiveStatus !== 'Pending') settled.set(trial.TrainingJobName ?? '', trial);
      await engine.end('SIGKILL');
      client.destroy();
      engine = await EngineProcess.start(engine.stateDirectory);
      client = new SageMakerClient(engine.clientConfiguration);
    }
    const all = new Set<string>();
    for (const name of names) {
      const job = await waitForTuning(client, name, 'Completed', 'Failed', 'Stopped');
      assert.equal(job.HyperParameterTuningJobStatus, 'Completed', `${name}: ${job.FailureReason}`);
      const { Completed = 0, Stopped = 0, ...others } = job.TrainingJobStatusCounters ?? {};
      assert.equal(Completed + Stopped, 10, JSON.stringify(job.TrainingJobStatusCounters));
      assert.deepEqual(others, { InProgress: 0, RetryableError: 0, NonRetryableError: 0 });
      const trials = await trainingJobsOf(client, name);
      for (const trial of trials) {
        const job = await client.send(new DescribeTrainingJobCommand({ TrainingJobName: trial.TrainingJobName }));
        assert.equal(job.TrainingJobStatus, trial.TrainingJobStatus);
        const known = settled.get(trial.TrainingJobName ?? '');
        if (known !== undefined) assert.deepEqual(trial, known, 'what had ended stays as it was');
        all.add(trial.TrainingJobName ?? '');
      }
    }
    assert.equal(all.size, 30);
    const { TrainingJobSummaries: jobs } = await client.send(new ListTrainingJobsCommand({ MaxResults: 100 }));
    assert.deepEqual(new Set(jobs?.map(({ TrainingJobName }) => TrainingJobName)), all, 'no training job besides');
    assert.deepEqual(await readdir(join(engine.stateDirectory, 'tuning-curves')), []);
    await engine.remove();
  });
});

describe('a tuning job whose engine ends', function () {
  this.timeout(300_000);
  let engine: EngineProcess;
  let client: SageMakerClient;

  beforeEach(async () => {
    engine = await EngineProcess.start();
    await putTables(engine);
    client = new SageMakerClient(engine.clientConfiguration);
  });
  afterEach(() => engine.remove());

  async function again(signal: NodeJS.Signals): Promise<void> {
    await engine.end(signal);
    client.destroy();
    engine = await EngineProcess.start(engine.stateDirectory);
    client = new SageMakerClient(engine.clientConfiguration);
  }
  async function running(name: string): Promise<string> {
    const trials = await waitFor('a training job', async () => {
      const found = await trainingJobsOf(client, name);
      return found.length > 0 ? found : undefined;
    });
    await waitForStatus(client, trials[0]?.TrainingJobName ?? '', 'Training');
    return trials[0]?.TrainingJobName ?? '';
  }

  for (const signal of ['SIGTERM', 'SIGKILL'] as const)
    it(`by ${signal} runs its training job again, under the same name`, async () => {
      await client.send(new CreateHyperParameterTuningJobCommand(tuningRequest('kept', {}, { num_round: '3000' })));
      const name = await running('kept');
      await again(signal);
      const job = await waitForStatus(client, name, 'Completed');
      const statuses = job.SecondaryStatusTransitions?.map(({ Status }) => Status) ?? [];
      assert.ok(statuses.includes('Restarting'), statuses.join(' '));
      const tuning = await describeTuning(client, 'kept');
      assert.ok(['InProgress', 'Completed'].includes(tuning.HyperParameterTuningJobStatus ?? ''));
    });

  it('while it is stopping is Stopped after the next start', async () => {
    await client.send(new CreateHyperParameterTuningJobCommand(tuningRequest('stopping', {}, endless)));
    await running('stopping');
    const stop = client.send(new StopHyperParameterTuningJobCommand({ HyperParameterTuningJobName: 'stopping' }));
    await stop;
    await again('SIGKILL');
    const job = await waitForTuning(client, 'stopping', 'Stopped');
    assert.equal(job.TrainingJobStatusCounters?.InProgress, 0);
  });

  it('counts the seconds that engines ran it, and ends when its time is over', async () => {
    const limits = { MaxParallelTrainingJobs: 1, MaxNumberOfTrainingJobs: 5, MaxRuntimeInSeconds: 120 };
    await client.send(
      new CreateHyperParameterTuningJobCommand(tuningRequest('timed', { ResourceLimits: limits }, endless)),
    );
    await running('timed');
    await engine.end('SIGTERM');
    const file = join(engine.stateDirectory, 'tuning-jobs', 'timed.json');
    const record = JSON.parse(await readFile(file, 'utf8')) as { consumedSeconds: number };
    assert.ok(record.consumedSeconds > 0 && record.consumedSeconds < 60, `${record.consumedSeconds}`);
    await writeFile(file, JSON.stringify({ ...record, consumedSeconds: 118 }));
    await again('SIGKILL');
    const job = await waitForTuning(client, 'timed', 'Completed', 'Failed');
    assert.equal(job.HyperParameterTuningJobStatus, 'Completed', job.FailureReason);
    assert.equal(job.TrainingJobStatusCounters?.Stopped, 1);
    assert.equal(job.ObjectiveStatusCounters?.Succeeded, 1);
    assert.ok(Math.abs((job.ConsumedResources?.RuntimeInSeconds ?? 0) - 120) <= 2);
  });
});
