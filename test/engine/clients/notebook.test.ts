import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { DescribeHyperParameterTuningJobResponse } from '@aws-sdk/client-sagemaker';
import { EngineProcess, exportsOf } from '../../support/engineProcess.ts';
import { awsCommand, pythonOrSkip } from '../../support/python.ts';
import { servedJudge } from '../../support/servedJudge.ts';

interface Answer {
  readonly role: string;
  readonly waited: string;
  readonly tuning: DescribeHyperParameterTuningJobResponse;
  readonly best: string;
  readonly attach: string;
  readonly transform: string;
  readonly rows: readonly [number, number];
  readonly rmse: number;
  readonly naive: number;
  readonly correlation: number;
}

const boston = resolve(import.meta.dirname, '../../../examples/boston/boston.csv');

describe("the Udacity course's Boston Housing XGBoost (Hyperparameter Tuning)", function () {
  this.timeout(400_000); // the SDK looks every five seconds, and after a log every thirty
  let python: string;
  let engine: EngineProcess;

  before(async function () {
    python = pythonOrSkip(this);
    engine = await EngineProcess.start();
  });
  after(() => engine?.remove());

  const run = async (script: string, role: string): Promise<Answer> => {
    const folder = await mkdtemp(join(engine.stateDirectory, 'notebook-'));
    return servedJudge<Answer>(python, script, { boston, folder, aws: awsCommand, role }, await exportsOf(engine));
  };

  it('runs from the first cell to the last, low and high level at once', async () => {
    const [high, low] = await Promise.all([
      run('notebookHighJudge.py', 'DeveloperLocal'),
      run('notebookLowJudge.py', 'SageMakerWorkbenchLocal'),
    ]);
    assert.equal(high.role, 'arn:aws:iam::000000000000:role/DeveloperLocal');
    assert.equal(low.role, 'arn:aws:iam::000000000000:role/service-role/SageMakerWorkbenchLocal');
    for (const answer of [high, low]) {
      assert.match(answer.waited, /^\.*!\n$/);
      assert.equal(answer.tuning.HyperParameterTuningJobStatus, 'Completed');
      assert.deepEqual(answer.tuning.TrainingJobStatusCounters, {
        Completed: 20,
        InProgress: 0,
        RetryableError: 0,
        NonRetryableError: 0,
        Stopped: 0,
      });
      assert.equal(answer.best, answer.tuning.BestTrainingJob?.TrainingJobName);
      assert.deepEqual(answer.rows, [167, 167]); // a third of 506, one prediction a line
      assert.ok(answer.rmse < answer.naive / 2, `${answer.rmse} beside ${answer.naive}`);
      assert.ok(answer.correlation > 0.85, `${answer.correlation}`);
    }
    assert.match(high.best, /^xgboost-\d{6}-\d{4}-\d{3}-[0-9a-f]{8}$/);
    assert.match(low.best, /^tuning-job\d{4}(-\d\d){5}-\d{3}-[0-9a-f]{8}$/);
    assert.match(
      high.attach,
      / Starting - .*\n.* Downloading - .*\n.* Training - .*\n.* Uploading - .*\n.* Completed - /,
    );
    assert.match(high.transform, /MaxPayloadInMB=6, BatchStrategy=MULTI_RECORD/);
    assert.match(low.transform, /^\.*!\n$/);
  });
});
