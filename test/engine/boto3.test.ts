import assert from 'node:assert/strict';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveFor, sendTo } from '../../src/jobs/submitTo.ts';
import { Session } from '../../src/sagemaker/session.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { EngineProcess, temporaryFolder } from '../support/engineProcess.ts';
import { goldenDirectoryOrSkip } from '../support/golden.ts';
import { judge, pythonOrSkip } from '../support/python.ts';
import { waitFor } from '../support/waitFor.ts';

interface Answer {
  readonly account: string;
  readonly status: string;
  readonly metrics: Record<string, number>;
  readonly hyperparameters: Record<string, string>;
  readonly lines: readonly string[];
  readonly members: readonly string[];
  readonly rmse: number;
  readonly second: { readonly status: string; readonly metrics: Record<string, number> };
  readonly listed: readonly string[];
}

const definition = `
TrainingJobName: golden
AlgorithmSpecification: { TrainingImage: 'xgboost:1.7-1', TrainingInputMode: File }
HyperParameters: { objective: 'reg:linear', max_depth: 5, eta: 0.2, gamma: 4, min_child_weight: 6, subsample: 0.8, num_round: 40 }
InputDataConfig:
  - { ChannelName: train, ContentType: text/csv, DataSource: { S3DataSource: { S3DataType: S3Prefix, S3Uri: train.csv } } }
  - { ChannelName: validation, ContentType: text/csv, DataSource: { S3DataSource: { S3DataType: S3Prefix, S3Uri: validation.csv } } }
ResourceConfig: { InstanceType: ml.m4.xlarge, InstanceCount: 1, VolumeSizeInGB: 5 }
StoppingCondition: { MaxRuntimeInSeconds: 600 }
`;

describe('boto3, real XGBoost and the panel', () => {
  it('agree about a job that the editor ran: description, log, model', async function () {
    const python = pythonOrSkip(this);
    const golden = goldenDirectoryOrSkip(this);
    const folder = await temporaryFolder();
    await mkdir(folder, { recursive: true });
    for (const name of ['train.csv', 'validation.csv']) await copyFile(join(golden, name), join(folder, name));
    const path = join(folder, 'golden.training-job.yaml');
    await writeFile(path, definition);
    const engine = await EngineProcess.start();
    const session = new Session(engine.connection, systemClock, () => undefined);
    try {
      const { name } = await sendTo(
        session,
        await resolveFor(session, { text: definition, path, workspaceRoot: folder }, systemClock),
      );
      const { watch } = session.watches.acquire(name);
      await waitFor('the job to end', () => (watch.isComplete ? true : undefined));

      const validation = join(folder, 'validation.csv');
      const answer = judge<Answer>(python, 'boto3Judge.py', { ...engine.announcement, job: name, validation });
      assert.equal(answer.account, engine.announcement.accountId);
      assert.equal(answer.status, 'Completed');
      assert.deepEqual(
        answer.lines,
        watch.lines.map(({ message }) => message),
      );
      const panel = Object.fromEntries(
        (watch.metrics?.summaries() ?? []).map(({ name: metric, latest }) => [metric, latest[1]]),
      );
      assert.deepEqual(rounded(answer.metrics), rounded(panel));
      assert.deepEqual(answer.hyperparameters, watch.job?.HyperParameters);
      assert.deepEqual(answer.members, ['xgboost-model']);
      assert.ok(Math.abs(answer.rmse - (answer.metrics['validation:rmse'] ?? NaN)) < 1e-4, `${answer.rmse}`);
      assert.deepEqual(
        answer.second,
        { status: 'Completed', metrics: answer.metrics },
        'the same seed gives the same model',
      );
      assert.deepEqual(answer.listed, ['by-boto3', name]);
    } finally {
      session.dispose();
      await engine.remove();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  });
});

function rounded(metrics: Record<string, number | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metrics)
      .sort()
      .map(([name, value]) => [name, (value ?? NaN).toFixed(5)]),
  );
}
