import assert from 'node:assert/strict';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { useScriptJobs } from '../support/engineFixture.ts';
import { scriptRequest, type ScriptJobs } from '../support/scriptJobs.ts';
import { bucket, waitForStatus, xgboostRequest } from '../support/trainingRequests.ts';
import { waitFor } from '../support/waitFor.ts';

const checkpoints = (prefix: string, more = {}) => ({
  CheckpointConfig: { S3Uri: `s3://${bucket}/${prefix}`, ...more },
});

/** Where a script finds its checkpoints, here and on AWS. */
const folder = `
import json, os, pathlib, time
config = json.load(open(os.path.join(os.environ['SM_INPUT_CONFIG_DIR'], 'checkpointconfig.json')))
folder = pathlib.Path(config['LocalPath'])
`;

describe('checkpoints and other live output', function () {
  this.timeout(60_000);
  let jobs: ScriptJobs;
  let s3: S3Client;
  useScriptJobs((given) => ({ jobs, s3 } = given));

  const keys = async (Prefix: string): Promise<string[]> => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix }));
    return Contents.map(({ Key = '' }) => Key.slice(Prefix.length));
  };
  const textOf = async (Key: string): Promise<string | undefined> =>
    (await s3.send(new GetObjectCommand({ Bucket: bucket, Key }))).Body?.transformToString();

  it('are in S3 while the job runs, whole files only, and are there when the next job starts', async () => {
    // The growing file never has the same size in two looks; the removed one stays in S3.
    const script = `${folder}
print('found', sorted(str(path.relative_to(folder)) for path in folder.rglob('*') if path.is_file()), flush=True)
(folder / 'deep').mkdir(exist_ok=True)
(folder / 'deep' / 'epoch-1').write_text('one')
with open(folder / 'growing', 'w') as growing:
    while True:
        growing.write('x' * 1000)
        growing.flush()
        time.sleep(0.2)
`;
    await jobs.submit('first', { 'train.py': script }, {}, checkpoints('ckpt/run/'));
    await waitFor('the first checkpoint', async () =>
      (await keys('ckpt/run/')).includes('deep/epoch-1') ? true : undefined,
    );
    assert.deepEqual(await keys('ckpt/run/'), ['deep/epoch-1'], 'a file that grows is not copied');
    await jobs.stop('first');
    const stopped = await jobs.ended('first');
    assert.equal(stopped.TrainingJobStatus, 'Stopped', stopped.FailureReason);
    assert.deepEqual(await keys('ckpt/run/'), ['deep/epoch-1', 'growing'], 'what is left when the job was stopped');

    const next = `${folder}
print('found', sorted(str(path.relative_to(folder)) for path in folder.rglob('*') if path.is_file()), flush=True)
(folder / 'deep' / 'epoch-1').write_text('two')
(folder / 'growing').unlink()
raise SystemExit(3)
`;
    const { job, log } = await jobs.run('second', { 'train.py': next }, {}, checkpoints('ckpt/run'));
    assert.ok(log.includes("found ['deep/epoch-1', 'growing']"), log.join('\n'));
    assert.equal(job.TrainingJobStatus, 'Failed');
    assert.equal(await textOf('ckpt/run/deep/epoch-1'), 'two', 'what a failed job left');
    assert.deepEqual(await keys('ckpt/run/'), ['deep/epoch-1', 'growing']);
    assert.ok(!log.some((line) => /CheckpointConfig is not honoured/.test(line)));
  });

  it('of several hosts share one prefix, and may stand elsewhere below /opt/ml', async () => {
    const script = `${folder}
(folder / os.environ['SM_CURRENT_HOST']).write_text(str(folder.relative_to(os.environ['SAGEMAKER_BASE_DIR'])))
`;
    const { job } = await jobs.run(
      'shared',
      { 'train.py': script },
      {},
      {
        ...checkpoints('ckpt/shared', { LocalPath: '/opt/ml/state/now/' }),
        ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 5 },
      },
    );
    assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
    assert.deepEqual(await keys('ckpt/shared/'), ['algo-1', 'algo-2']);
    assert.equal(await textOf('ckpt/shared/algo-2'), 'state/now');
    assert.equal(job.CheckpointConfig?.LocalPath, '/opt/ml/state/now/');
  });

  it('are refused in one sentence where they cannot be kept', async () => {
    for (const [name, config, reason] of [
      ['elsewhere', checkpoints('k', { LocalPath: '/tmp/mine' }), /LocalPath is '\/tmp\/mine'.*leave LocalPath out/],
      ['outside', checkpoints('k', { LocalPath: '/opt/ml/../../etc' }), /leave LocalPath out/],
      ['input', checkpoints('k', { LocalPath: '/opt/ml/input/data' }), /and \/opt\/ml\/input is for something else/],
      ['model', checkpoints('k', { LocalPath: '/opt/ml/model' }), /and \/opt\/ml\/model is for something else/],
      [
        'nowhere',
        { CheckpointConfig: { S3Uri: 's3://no-such-bucket/k' } },
        /bucket 'no-such-bucket' of CheckpointConfig/,
      ],
    ] as const) {
      const { job } = await jobs.run(name, { 'train.py': '' }, {}, config);
      assert.equal(job.TrainingJobStatus, 'Failed');
      assert.match(job.FailureReason ?? '', reason);
    }
  });

  it('are not written by the in-process runner, which says so', async () => {
    await jobs.create({ ...xgboostRequest('in-process'), ...checkpoints('ckpt/none') }, { runner: 'in-process' });
    const job = await jobs.ended('in-process');
    assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
    assert.match((await jobs.log('in-process')).join('\n'), /writes no checkpoints with the in-process runner/);
  });

  it('has intermediate output where sagemaker_s3_output says', async () => {
    const script = `
import os, pathlib, time
folder = pathlib.Path(os.environ['SM_OUTPUT_INTERMEDIATE_DIR'])
(folder / 'plots').mkdir()
(folder / 'plots' / 'loss.txt').write_text('falling')
time.sleep(600)
`;
    const output = JSON.stringify(`s3://${bucket}/live`);
    await jobs.submit('intermediate', { 'train.py': script }, { sagemaker_s3_output: output });
    const key = 'live/intermediate/output/intermediate/plots/loss.txt';
    await waitFor('the file', async () => ((await keys(key)).length > 0 ? true : undefined));
    assert.equal(await textOf(key), 'falling');
    await jobs.stop('intermediate');
    await waitForStatus(jobs.client, 'intermediate', 'Stopped');
  });

  it('keeps a job of managed spot training within MaxWaitTimeInSeconds', async () => {
    const { AlgorithmSpecification } = scriptRequest('x');
    const spot = { AlgorithmSpecification, EnableManagedSpotTraining: true };
    const StoppingCondition = { MaxRuntimeInSeconds: 2, MaxWaitTimeInSeconds: 2 };
    const { job, log } = await jobs.run(
      'spot',
      { 'train.py': 'import time; time.sleep(600)' },
      {},
      { ...spot, StoppingCondition },
    );
    assert.deepEqual([job.TrainingJobStatus, job.SecondaryStatus], ['Stopped', 'MaxWaitTimeExceeded']);
    assert.ok((job.TrainingTimeInSeconds ?? 0) >= 1);
    assert.equal(job.BillableTimeInSeconds, job.TrainingTimeInSeconds);
    assert.match(
      log.join('\n'),
      /EnableManagedSpotTraining is not honoured: .* BillableTimeInSeconds is what AWS would count/,
    );
    const message = job.SecondaryStatusTransitions?.find(({ Status }) => Status === 'Training')?.StatusMessage;
    assert.equal(
      message,
      'Training image download completed. Training in progress (python runner); not honoured here: EnableManagedSpotTraining.',
    );
  });
});
