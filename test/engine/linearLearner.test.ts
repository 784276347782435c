import assert from 'node:assert/strict';
import type { CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import { EngineProcess, exportsOf } from '../support/engineProcess.ts';
import { pythonOrSkip } from '../support/python.ts';
import { ScriptJobs } from '../support/scriptJobs.ts';
import { servedJudge } from '../support/servedJudge.ts';
import { bucket, putTables, xgboostRequest } from '../support/trainingRequests.ts';
import { waitFor } from '../support/waitFor.ts';

interface Answer {
  readonly status: string;
  readonly shards: readonly [number, string];
  readonly metrics: Readonly<Record<string, number>>;
  readonly declared: readonly string[];
  readonly files: readonly string[];
  readonly host2: readonly string[];
  readonly accuracy: number;
}

describe('built-in Linear Learner', function () {
  this.timeout(180_000);
  let engine: EngineProcess;
  let jobs: ScriptJobs;
  let python: string;

  before(async function () {
    python = pythonOrSkip(this);
    engine = await EngineProcess.start(undefined, ['--python', python]);
    jobs = new ScriptJobs(engine, python);
    await putTables(engine, 400);
  });
  after(async () => {
    jobs?.close();
    await engine?.remove();
  });

  const request = (name: string, hyperparameters: Record<string, string>): CreateTrainingJobRequest => ({
    ...xgboostRequest(name),
    AlgorithmSpecification: {
      TrainingImage: '382416733822.dkr.ecr.us-east-1.amazonaws.com/linear-learner:1',
      TrainingInputMode: 'File',
    },
    HyperParameters: { predictor_type: 'regressor', mini_batch_size: '50', ...hyperparameters },
  });

  it('trains on CSV as AWS does: metrics, progress and artifact', async () => {
    await jobs.create(request('regressor', { epochs: '20' }));
    const job = await jobs.ended('regressor');
    const log = await jobs.log('regressor');
    assert.equal(job.TrainingJobStatus, 'Completed', `${job.FailureReason}\n${log.join('\n')}`);
    const metrics = new Map(job.FinalMetricDataList?.map(({ MetricName, Value }) => [MetricName, Value]));
    for (const name of [
      'train:objective_loss',
      'validation:objective_loss',
      'validation:objective_loss:final',
      'validation:mse',
      'validation:rmse',
      'validation:absolute_loss',
    ])
      assert.ok(Number(metrics.get(name)) < 0.05, `${name} is ${metrics.get(name)}`);
    assert.ok(Number(metrics.get('train:progress')) > 0 && Number(metrics.get('train:throughput')) > 0);
    assert.match(
      log[0] ?? '',
      /^Local engine: python runner, built-in Linear Learner with numpy \S+, scipy \S+ in Python/,
    );
    assert.deepEqual(Object.keys(await jobs.archived('regressor', 'model.tar.gz')), ['model_algo-1']);
  });

  it('trains record sets of the SageMaker Python SDK on the shards of two hosts', async () => {
    const exported = await exportsOf(engine);
    const role = 'arn:aws:iam::000000000000:role/any';
    const answer = await servedJudge<Answer>(python, 'linearLearnerSdkJudge.py', { role }, exported);
    assert.equal(answer.status, 'Completed');
    assert.deepEqual(answer.shards, [2000, 'ShardedByS3Key']);
    assert.deepEqual(answer.files, ['model_algo-1']);
    assert.ok(answer.accuracy > 0.9, String(answer.accuracy));
    assert.ok(Math.abs(answer.accuracy - (answer.metrics['test:binary_classification_accuracy'] ?? NaN)) < 0.003);
    for (const name of ['precision', 'recall', 'binary_f_beta', 'roc_auc_score'])
      for (const dataset of ['validation', 'test'])
        assert.ok(
          (answer.metrics[`${dataset}:${name}`] ?? NaN) > 0.8,
          `${dataset}:${name} of ${JSON.stringify(answer.metrics)}`,
        );
    assert.equal(answer.declared.length, 40);
    assert.ok(answer.host2.some((line) => line.includes('trains on algo-1 with the data of all 2 hosts')));
  });

  it('is refused before anything runs where its hyperparameters do not go together', async () => {
    const cases: readonly [hyperparameters: Record<string, string>, reason: RegExp][] = [
      [{ predictor_type: 'multiclass_classifier' }, /^ClientError: num_classes is required by predictor_type/],
      [{ loss: 'hinge_loss' }, /^ClientError: loss 'hinge_loss' does not go with predictor_type regressor/],
      [
        { predictor_type: 'binary_classifier', target_recall: '1.5' },
        /^ClientError: target_recall must be .* less than 1/,
      ],
    ];
    for (const [index, [hyperparameters, reason]] of cases.entries()) {
      await jobs.create(request(`refused-${index}`, hyperparameters));
      const job = await jobs.ended(`refused-${index}`);
      assert.equal(job.TrainingJobStatus, 'Failed');
      assert.match(job.FailureReason ?? '', reason);
    }
  });

  it('says what is wrong with the data in the failure reason', async () => {
    await jobs.upload('wrong/train.csv', '1,2\n0.5,3\n'.repeat(50));
    const wrong = request('wrong-labels', { predictor_type: 'binary_classifier' });
    const source = { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri: `s3://${bucket}/wrong/` } };
    await jobs.create({
      ...wrong,
      InputDataConfig: [{ ChannelName: 'train', ContentType: 'text/csv', DataSource: source }],
    });
    const { TrainingJobStatus, FailureReason } = await jobs.ended('wrong-labels');
    assert.equal(TrainingJobStatus, 'Failed');
    assert.match(
      FailureReason ?? '',
      /^ClientError: train row 2 has the label 0\.5: the labels of a binary_classifier/,
    );
  });

  it('stops promptly when asked', async () => {
    await jobs.create(request('endless', { epochs: '1000000', early_stopping_patience: '1000001' }));
    await waitFor('the first epoch', async () =>
      (await jobs.log('endless').catch(() => [])).find((line) => line.includes('epoch=0, train')),
    );
    const asked = Date.now();
    await jobs.stop('endless');
    const job = await jobs.ended('endless');
    assert.equal(job.TrainingJobStatus, 'Stopped');
    assert.ok(Date.now() - asked < 30_000, 'it took the grace period');
    assert.equal(job.ModelArtifacts?.S3ModelArtifacts, undefined);
  });
});
