import assert from 'node:assert/strict';
import type { CreateHyperParameterTuningJobRequest } from '@aws-sdk/client-sagemaker';
import type { Session } from '../../src/sagemaker/session.ts';
import { createTrainingJob } from '../../src/sagemaker/trainingJobs.ts';
import { createTuningJob, newestTrainingJobOf } from '../../src/sagemaker/tuningJobs.ts';
import { useSession } from '../support/engineFixture.ts';
import { xgboostRequest } from '../support/trainingRequests.ts';
import { waitFor } from '../support/waitFor.ts';

type Config = CreateHyperParameterTuningJobRequest['HyperParameterTuningJobConfig'];

const patience = 60_000;

function tuningRequest(name: string): CreateHyperParameterTuningJobRequest {
  const { TrainingJobName: _name, HyperParameters, ...definition } = xgboostRequest(name, { num_round: '20' });
  return {
    HyperParameterTuningJobName: name,
    HyperParameterTuningJobConfig: {
      Strategy: 'Random',
      RandomSeed: 1,
      HyperParameterTuningJobObjective: { MetricName: 'validation:rmse', Type: 'Minimize' },
      ResourceLimits: { MaxNumberOfTrainingJobs: 4, MaxParallelTrainingJobs: 2 },
      ParameterRanges: { ContinuousParameterRanges: [{ Name: 'gamma', MinValue: '0', MaxValue: '5' }] },
    },
    TrainingJobDefinition: { ...definition, StaticHyperParameters: HyperParameters } as never,
  };
}

describe('the tuning jobs of a connection', function () {
  this.timeout(2 * patience);
  let session: Session;
  useSession((given) => ({ session } = given));

  it('are listed with their best, above their training jobs, which no other list has', async () => {
    const { tuningJobs, trainingJobs } = session;
    tuningJobs.setVisible(true);
    trainingJobs.setVisible(true);
    await createTrainingJob(session.clients, xgboostRequest('alone', { num_round: '5' }));
    await createTuningJob(session.clients, tuningRequest('search'));
    const listed = await waitFor(
      'the tuning job to end',
      () => tuningJobs.entries.find(({ status }) => status === 'Completed'),
      patience,
    );
    // Its row has the best of before until what ended is described.
    await tuningJobs.detailsOf(listed);
    const ended = tuningJobs.find('search')!;
    assert.deepEqual(ended.jobs, { ended: 4, failed: 0, most: 4 });
    const { model, lease } = tuningJobs.open('search');
    const jobs = await waitFor('its training jobs', () => (model.isLoaded ? model.jobs : undefined));
    assert.equal(jobs.length, 4);
    const values = jobs.map(({ metric }) => metric?.value ?? NaN);
    assert.deepEqual(
      values,
      [...values].sort((a, b) => a - b),
      'from best to worst',
    );
    assert.equal(values[0], ended.best?.value);
    // Where jobs are equally good, the best is the first that ended.
    assert.equal(jobs.find(({ name }) => name === ended.best?.jobName)?.metric?.value, values[0]);
    for (const { tuned } of jobs) assert.deepEqual(Object.keys(tuned), ['gamma']);
    await waitFor('the other list', () =>
      trainingJobs.entries.some(({ name }) => name === 'alone') ? true : undefined,
    );
    assert.deepEqual(
      trainingJobs.entries.map(({ name }) => name),
      ['alone'],
    );
    assert.ok(
      jobs.every(({ definition }) => definition === undefined),
      'there is but one',
    );
    const newest = [...jobs].sort((a, b) => b.created - a.created)[0];
    assert.equal(await newestTrainingJobOf(session.clients, 'search'), newest?.name);
    lease.dispose();
    assert.ok(model.isDisposed, 'what is closed is not asked for');
  });

  it('know of each training job when its training began, and of a failed one why it failed', async () => {
    const { trainingJobs } = session;
    trainingJobs.setVisible(true);
    await createTrainingJob(session.clients, xgboostRequest('broken', { objective: 'reg:gamma', num_round: '5' }));
    const listed = (name: string) => trainingJobs.entries.find((job) => job.name === name);
    await waitFor('the reason', () =>
      /^ClientError: /.test(listed('broken')?.failureReason ?? '') ? true : undefined,
    );
    const { created, started = NaN, ended = NaN } = await waitFor('the other job', () => listed('alone'));
    assert.ok(created <= started && started <= ended, `${created} ${started} ${ended}`);
    assert.equal(listed('alone')?.failureReason, undefined);
  });

  it('name the definition of each training job where there are several', async () => {
    const { tuningJobs } = session;
    tuningJobs.setVisible(true);
    const { TrainingJobDefinition: one, HyperParameterTuningJobConfig: config, ...request } = tuningRequest('several');
    const { HyperParameterTuningJobObjective, ParameterRanges, ...shared } = config as Config & object;
    const definitions = ['few', 'many'].map((DefinitionName) => ({
      ...one,
      DefinitionName,
      TuningObjective: HyperParameterTuningJobObjective,
      HyperParameterRanges: ParameterRanges,
    }));
    await createTuningJob(session.clients, {
      ...request,
      HyperParameterTuningJobConfig: shared,
      TrainingJobDefinitions: definitions as CreateHyperParameterTuningJobRequest['TrainingJobDefinitions'],
    });
    await waitFor(
      'the tuning job to end',
      () => tuningJobs.entries.find(({ name, status }) => name === 'several' && status === 'Completed'),
      patience,
    );
    const { model, lease } = tuningJobs.open('several');
    const jobs = await waitFor('its training jobs', () => (model.isLoaded ? model.jobs : undefined));
    assert.deepEqual(new Set(jobs.map(({ definition }) => definition)), new Set(['few', 'many']));
    lease.dispose();
  });
});
