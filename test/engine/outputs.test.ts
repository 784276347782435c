import assert from 'node:assert/strict';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { useScriptJobs } from '../support/engineFixture.ts';
import type { ScriptJobs } from '../support/scriptJobs.ts';
import { bucket, waitForStatus } from '../support/trainingRequests.ts';
import { waitFor } from '../support/waitFor.ts';

const S3OutputPath = `s3://${bucket}/output`;

describe('what a job leaves', function () {
  this.timeout(60_000);
  let jobs: ScriptJobs;
  let s3: S3Client;
  useScriptJobs((given) => ({ jobs, s3 } = given));

  const keys = async (name: string): Promise<string[]> => {
    const Prefix = `output/${name}/output/`;
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix }));
    return Contents.map(({ Key = '' }) => Key.slice(Prefix.length)).sort();
  };

  const writing = `
import os, pathlib, sys, time
host = os.environ['SM_CURRENT_HOST']
model, data = pathlib.Path(os.environ['SM_MODEL_DIR']), pathlib.Path(os.environ['SM_OUTPUT_DATA_DIR'])
(model / '1').mkdir()
(model / '1' / f'weights-{host}').write_text(host)
os.symlink('1', model / 'latest')
os.symlink(f'1/weights-{host}', model / 'best')
(data / f'report-{host}.txt').write_text('done')
`;

  it('is put together from all hosts', async () => {
    const { job, log } = await jobs.run(
      'gathered',
      { 'train.py': writing },
      {},
      { ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 5 } },
    );
    assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
    assert.deepEqual(await keys('gathered'), ['model.tar.gz', 'output.tar.gz']);
    assert.deepEqual(await jobs.archived('gathered', 'output.tar.gz'), {
      'report-algo-1.txt': 'done',
      'report-algo-2.txt': 'done',
    });
    const model = await jobs.archived('gathered', 'model.tar.gz');
    assert.deepEqual(Object.keys(model), ['1/weights-algo-1', '1/weights-algo-2', 'best', 'latest']);
    assert.ok(
      log.includes(
        "/opt/ml/model: algo-1 and algo-2 both wrote 2 files of the same names ('best', 'latest'); what algo-2 wrote is kept.",
      ),
      log.join('\n'),
    );
  });

  it('is the model’s files themselves with CompressionType NONE', async () => {
    const { job } = await jobs.run(
      'loose',
      { 'train.py': writing },
      {},
      { OutputDataConfig: { S3OutputPath, CompressionType: 'NONE' } },
    );
    assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
    assert.equal(job.ModelArtifacts?.S3ModelArtifacts, `${S3OutputPath}/loose/output/model/`);
    assert.deepEqual(await keys('loose'), ['model/1/weights-algo-1', 'model/best', 'output.tar.gz']);
    const best = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'output/loose/output/model/best' }));
    assert.equal(await best.Body?.transformToString(), 'algo-1');
    const empty = await jobs.run(
      'loose-empty',
      { 'train.py': '' },
      {},
      { OutputDataConfig: { S3OutputPath, CompressionType: 'NONE' } },
    );
    assert.equal(empty.job.TrainingJobStatus, 'Completed', empty.job.FailureReason);
    assert.match(empty.log.at(-1) ?? '', /^Nothing was written to SM_MODEL_DIR .*: nothing is uploaded\.$/);
    assert.deepEqual(await keys('loose-empty'), []);
  });

  it('is uploaded from a job that is stopped or runs too long, and passes through Stopping', async () => {
    const waiting = `${writing}
import signal
def end(*_):
    (model / 'last').write_text('words')
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
print('ready', flush=True)
time.sleep(600)
`;
    await jobs.submit('stopped', { 'train.py': waiting });
    await waitFor('the script', async () => ((await jobs.log('stopped')).includes('ready') ? true : undefined));
    await jobs.stop('stopped');
    const late = await jobs.run('late', { 'train.py': waiting }, {}, { StoppingCondition: { MaxRuntimeInSeconds: 2 } });
    for (const [job, last] of [
      [await jobs.ended('stopped'), 'Stopped'],
      [late.job, 'MaxRuntimeExceeded'],
    ] as const) {
      const name = job.TrainingJobName ?? '';
      assert.equal(job.TrainingJobStatus, 'Stopped', job.FailureReason);
      const transitions = job.SecondaryStatusTransitions ?? [];
      assert.deepEqual(
        transitions.map(({ Status }) => Status),
        ['Starting', 'Downloading', 'Training', 'Stopping', last],
      );
      for (const [index, { EndTime, StartTime }] of transitions.entries()) {
        assert.ok(EndTime !== undefined && StartTime !== undefined && EndTime >= StartTime, `${index}`);
        if (index > 0) assert.deepEqual(StartTime, transitions[index - 1]?.EndTime);
      }
      assert.equal(job.ModelArtifacts?.S3ModelArtifacts, `${S3OutputPath}/${name}/output/model.tar.gz`);
      assert.equal((await jobs.archived(name, 'model.tar.gz'))['last'], 'words');
    }
  });

  it('is nothing from a job that failed, whose reason has at most 1,024 characters', async () => {
    const script = `${writing}\nprint('x' * 3000, file=sys.stderr)\nraise ValueError('y' * 3000)\n`;
    const { job } = await jobs.run('failed', { 'train.py': script });
    assert.equal(job.TrainingJobStatus, 'Failed');
    assert.ok((job.FailureReason?.length ?? 0) <= 1024);
    assert.match(job.FailureReason ?? '', /, exit code: 1$/);
    assert.equal(job.ModelArtifacts, undefined);
    assert.deepEqual(await keys('failed'), []);
  });

  it('is told in SageMaker’s words, one transition per status', async () => {
    const seen = new Set<string>();
    await jobs.submit('words', { 'train.py': writing });
    const job = await waitFor('the end', async () => {
      const now = await waitForStatus(jobs.client, 'words', 'InProgress', 'Completed', 'Failed');
      for (const { Status, StatusMessage } of now.SecondaryStatusTransitions ?? [])
        seen.add(`${Status} - ${StatusMessage}`);
      return now.TrainingJobStatus === 'InProgress' ? undefined : now;
    });
    const messages = (job.SecondaryStatusTransitions ?? []).map((one) => `${one.Status} - ${one.StatusMessage}`);
    const final = [
      'Starting - Preparing the instances for training',
      'Downloading - Downloading input data',
      'Training - Training image download completed. Training in progress (python runner).',
      'Uploading - Uploading generated training model',
      'Completed - Training job completed',
    ];
    assert.deepEqual(messages, final);
    const known = new Set([
      'Starting - Starting the training job',
      'Starting - Launching requested ML instances',
      'Training - Downloading the training image',
      ...final,
    ]);
    for (const message of seen) assert.ok(known.has(message), message);
    const [, downloading] = job.SecondaryStatusTransitions ?? [];
    assert.ok((job.TrainingStartTime ?? 0) <= (downloading?.StartTime ?? 0), 'what is billed begins with the download');
    assert.deepEqual(job.TrainingEndTime, job.SecondaryStatusTransitions?.at(-1)?.StartTime);
  });
});
