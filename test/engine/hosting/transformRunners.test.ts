import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { codeOf } from '../../../src/shared/errors.ts';
import { EngineProcess } from '../../support/engineProcess.ts';
import { judgesInterpreter, pythonOrSkip } from '../../support/python.ts';
import { rowsOf, TransformJobs } from '../../support/transformJobs.ts';
import { bucket, putTables } from '../../support/trainingRequests.ts';
import { waitFor } from '../../support/waitFor.ts';

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

describe('transform jobs with the real library', function () {
  this.timeout(180_000);
  let engine: EngineProcess;

  before(async function () {
    pythonOrSkip(this);
    engine = await EngineProcess.start();
    await putTables(engine);
    const jobs = new TransformJobs(engine, { runner: 'in-process' });
    await jobs.put('one/a.csv', rowsOf(300));
    jobs.close();
  });
  after(async () => engine?.remove());

  it('answer for pickles, binary files and JSON as the in-process predictor does, and leave no process', async () => {
    const python = new TransformJobs(engine, { runner: 'python', interpreter: judgesInterpreter });
    const own = new TransformJobs(engine, { runner: 'in-process' });
    for (const [name, image] of [
      ['oldest', '811284229777.dkr.ecr.us-east-1.amazonaws.com/xgboost:1'],
      ['binary', '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1'],
    ] as const) {
      await python.model(`${name}-python`, {}, image);
      await own.model(`${name}-own`, {}, image);
      for (const [job, by, model] of [
        ['real', python, 'python'],
        ['json', python, 'own'],
        ['own', own, 'own'],
      ] as const) {
        const { TransformJobStatus, FailureReason } = await by.run(`${name}-${job}`, `${name}-${model}`, 'one/');
        assert.equal(TransformJobStatus, 'Completed', FailureReason);
      }
      const [real, json, ours] = await Promise.all(
        ['real', 'json', 'own'].map(async (job) => lines(await own.text(`out/${name}-${job}/a.csv.out`)).map(Number)),
      );
      assert.equal(real?.length, 300);
      real?.forEach((value, at) => {
        assert.ok(Math.abs(value - (json?.[at] ?? NaN)) < 1e-5, 'two trainings');
        assert.ok(Math.abs((json?.[at] ?? NaN) - (ours?.[at] ?? NaN)) < 1e-6, 'one model');
      });
    }
    const refused = await own.run('foreign', 'oldest-python', 'one/');
    assert.match(
      refused.FailureReason ?? '',
      /^ClientError: The in-process predictor cannot take this model, since it is not XGBoost's JSON \(an XGBoost model in another form, or no XGBoost model\): serve it with Python/,
    );
    const { container } = await python.log('oldest-real');
    assert.match(
      container[0] ?? '',
      /python runner, built-in XGBoost as image version 1 with xgboost 1\.7\.6 in Python/,
    );
    assert.deepEqual(servers(), []);
    own.close();
    python.close();
  });

  it('fail with the reason where the model cannot be loaded', async () => {
    const python = new TransformJobs(engine, { runner: 'python', interpreter: judgesInterpreter });
    const { stdout } = spawnSync(
      'sh',
      ['-c', 'cd "$(mktemp -d)" && echo no model > xgboost-model && tar cz xgboost-model'],
      {
        encoding: 'buffer',
      },
    );
    await python.put('wrong/model.tar.gz', stdout);
    await python.createModel('wrong', { ModelDataUrl: `s3://${bucket}/wrong/model.tar.gz` });
    const job = await python.run('wrong', 'wrong', 'one/');
    assert.equal(job.TransformJobStatus, 'Failed');
    assert.match(job.FailureReason ?? '', /^ClientError: The model cannot be loaded: xgboost-model is no pickle/);
    assert.deepEqual(servers(), []);
    python.close();
  });

  it('begin anew where the program that answers is killed', async () => {
    const python = new TransformJobs(engine, { runner: 'python', interpreter: judgesInterpreter });
    await python.model('sturdy');
    await python.put('slow/a.csv', rowsOf(1500));
    await python.create('sturdy', 'sturdy', 'slow/', { BatchStrategy: 'SingleRecord', MaxConcurrentTransforms: 2 });
    await waitFor('the first request', async () => (await python.log('sturdy').catch(() => ({ data: [] }))).data[0]);
    const [victim = 0] = servers();
    assert.ok(victim > 0);
    process.kill(victim, 'SIGKILL');
    const job = await python.ended('sturdy');
    assert.equal(job.TransformJobStatus, 'Completed', (await python.log('sturdy')).data.join('\n'));
    assert.equal(lines(await python.text('out/sturdy/a.csv.out')).length, 1500);
    python.close();
  });

  /** The processes that answer for models of this engine. */
  const servers = (): number[] =>
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && commandOf(name).includes(`xgboost_serve.py\0${engine.stateDirectory}`))
      .map(Number);
});

/** A process's arguments; none of one that has ended meanwhile. */
function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(codeOf(error) ?? '')) return '';
    throw error;
  }
}
