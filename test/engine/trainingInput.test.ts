import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Channel, CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import { useScriptJobs } from '../support/engineFixture.ts';
import type { EngineProcess } from '../support/engineProcess.ts';
import { scriptRequest, type ScriptJobs } from '../support/scriptJobs.ts';
import { bucket, waitForStatus, xgboostRequest } from '../support/trainingRequests.ts';
import { waitFor } from '../support/waitFor.ts';

/** Prints what a program finds of its input: the configuration, the files, and whether they can be changed. */
const look = `
import json, os, pathlib
config = json.loads(pathlib.Path(os.environ['SM_INPUT_CONFIG_DIR'], 'inputdataconfig.json').read_text())
data = pathlib.Path(os.environ['SM_INPUT_DIR'], 'data')
files = {str(path.relative_to(data)): path.read_text() for path in sorted(data.rglob('*')) if path.is_file()}
print('SEEN ' + json.dumps({'host': os.environ['SM_CURRENT_HOST'], 'config': config, 'files': files, 'channels': os.environ['SM_CHANNELS'],
  'readOnly': [str(path.relative_to(data)) for path in sorted(data.rglob('*')) if path.stat().st_mode & 0o222 == 0]}))
`;

/** Reads epochs of a pipe as PipeModeDataset and ML-IO do: wait for the next one, read it to its end. */
const readPipe = `
import argparse, hashlib, os, time
parser = argparse.ArgumentParser()
parser.add_argument('--epochs', type=int)
parser.add_argument('--channel', default='train')
args = parser.parse_args()
for epoch in range(args.epochs):
    path = os.path.join(os.environ['SM_INPUT_DIR'], 'data', f'{args.channel}_{epoch}')
    while not os.path.exists(path):
        time.sleep(0.01)
    digest, size, begin = hashlib.md5(), 0, time.time()
    with open(path, 'rb') as pipe:
        while chunk := pipe.read(1 << 20):
            digest.update(chunk)
            size += len(chunk)
    print(f'EPOCH {epoch} {size} {digest.hexdigest()}', flush=True)
`;

describe('the input of training jobs', function () {
  this.timeout(60_000);
  let engine: EngineProcess;
  let jobs: ScriptJobs;
  useScriptJobs(async (given) => {
    ({ engine, jobs } = given);
    for (const name of ['a.csv', 'b.csv', 'deep/c.csv']) await jobs.upload(`in/${name}`, name);
  });

  type Source = NonNullable<NonNullable<Channel['DataSource']>['S3DataSource']>;
  const channel = (S3Uri: string, source: Partial<Source> = {}, members: Partial<Channel> = {}): Channel => ({
    ChannelName: 'train',
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/${S3Uri}`, ...source } },
    ...members,
  });
  type Members = Partial<CreateTrainingJobRequest>;

  async function seen(name: string, channels: Channel[], members: Members = {}) {
    const { job, log } = await jobs.run(name, { 'train.py': look }, {}, { InputDataConfig: channels, ...members });
    assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
    const line = log.find((each) => each.startsWith('SEEN '))?.slice('SEEN '.length) ?? '';
    return {
      ...(JSON.parse(line) as { config: object; files: object; channels: string; readOnly: string[] }),
      log,
    };
  }

  async function failing(name: string, channels: Channel[], script = look, hyperparameters = {}): Promise<string> {
    const files = { 'train.py': script };
    const { job } = await jobs.run(name, files, hyperparameters, { InputDataConfig: channels });
    assert.equal(job.TrainingJobStatus, 'Failed');
    return job.FailureReason ?? '';
  }
  const refused = (name: string, channels: Channel[]) =>
    jobs.create({ ...scriptRequest(name), InputDataConfig: channels });

  it('is files, read-only ones in FastFile mode', async () => {
    const fast = { ...channel('in/', {}, { InputMode: 'FastFile' }), ChannelName: 'fast' };
    const model = {
      ...channel('in/a.csv', {}, { ContentType: 'application/x-sagemaker-model' }),
      ChannelName: 'model',
    };
    const { config, files, readOnly, channels } = await seen('files', [channel('in/'), fast, model]);
    const others = { TrainingInputMode: 'File', S3DistributionType: 'FullyReplicated', RecordWrapperType: 'None' };
    assert.deepEqual(config, {
      train: others,
      fast: others,
      model: { ContentType: 'application/x-sagemaker-model', ...others },
    });
    const names = ['a.csv', 'b.csv', 'deep/c.csv'];
    const expected = [...names.map((name) => [`fast/${name}`, name]), ['model/a.csv', 'a.csv']];
    assert.deepEqual(files, Object.fromEntries([...expected, ...names.map((name) => [`train/${name}`, name])]));
    assert.deepEqual(readOnly, ['fast', 'fast/a.csv', 'fast/b.csv', 'fast/deep', 'fast/deep/c.csv']);
    assert.equal(channels, '["fast","model","train"]');
  });

  it('cannot be changed in FastFile mode, by root neither', async () => {
    const fast = channel('in/', {}, { InputMode: 'FastFile' });
    const script = `
import os, pathlib
data = pathlib.Path(os.environ['SM_CHANNEL_TRAIN'])
for change in [lambda: (data / 'a.csv').write_text('changed'), lambda: (data / 'new').write_text('new'),
  lambda: (data / 'b.csv').unlink(), lambda: (data / 'deep').rename(data / 'shallow')]:
    try:
        change()
    except OSError:
        continue
    raise SystemExit('it was changed')
print('READ', (data / 'deep' / 'c.csv').read_text())
`;
    for (const InstanceCount of [1, 2]) {
      const { job, log } = await jobs.run(
        `fast-${InstanceCount}`,
        { 'train.py': script },
        {},
        {
          InputDataConfig: [fast],
          ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount, VolumeSizeInGB: 5 },
        },
      );
      assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
      assert.ok(log.includes('READ deep/c.csv') && !log.some((line) => /mount/.test(line)), log.join('\n'));
    }
  });

  it('is what a manifest names', async () => {
    await jobs.upload('m.json', JSON.stringify([{ prefix: `s3://${bucket}/in/` }, 'deep/c.csv']));
    const { files } = await seen('manifest', [channel('m.json', { S3DataType: 'ManifestFile' })]);
    assert.deepEqual(files, { 'train/deep/c.csv': 'deep/c.csv' });
    await jobs.upload('broken.json', JSON.stringify([{ prefix: `s3://${bucket}/in/` }, 'gone.csv']));
    assert.equal(
      await failing('manifest-broken', [channel('broken.json', { S3DataType: 'ManifestFile' })]),
      `ClientError: Data download failed:the manifest s3://${bucket}/broken.json of channel 'train' names s3://${bucket}/in/gone.csv, which cannot be found; upload what is missing, or correct the manifest.`,
    );
  });

  it('is shared by several hosts', async () => {
    const ResourceConfig = { InstanceType: 'ml.m5.large' as const, InstanceCount: 4, VolumeSizeInGB: 5 };
    const source = { S3DataDistributionType: 'ShardedByS3Key' as const };
    const { job, log } = await jobs.run(
      'sharded',
      { 'train.py': look },
      {},
      { InputDataConfig: [channel('in/', source)], ResourceConfig },
    );
    assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
    assert.ok(
      log.some((line) => line.includes('algo-4 gets none, and its folder is empty')),
      log.join('\n'),
    );
    const first = log.find((line) => line.startsWith('SEEN ')) ?? '';
    assert.match(
      first,
      /"host": "algo-1".*"S3DistributionType": "ShardedByS3Key".*"files": \{"train\/a.csv": "a.csv"\}/,
    );
  });

  it('streams 50 MB an epoch through named pipes, for as many epochs as the program opens', async () => {
    const parts = [1, 2, 3].map((seed) => Buffer.alloc(17_000_000, `${seed} some text ${'x'.repeat(seed)}\n`));
    for (const [index, part] of parts.entries()) await jobs.upload(`big/part-${index}`, part);
    const hash = createHash('md5');
    for (const part of parts) hash.update(part);
    const expected = `51000000 ${hash.digest('hex')}`;
    const { job, log } = await jobs.run(
      'pipe',
      { 'train.py': readPipe },
      { epochs: '4' },
      {
        InputDataConfig: [channel('big/', {}, { InputMode: 'Pipe' })],
      },
    );
    assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
    const epochs = log.filter((line) => line.startsWith('EPOCH '));
    assert.deepEqual(
      epochs,
      [0, 1, 2, 3].map((epoch) => `EPOCH ${epoch} ${expected}`),
    );
  });

  it('streams what is decompressed and wrapped', async () => {
    await jobs.upload('zip/1', gzipSync('a\n'));
    const members = { InputMode: 'Pipe', CompressionType: 'Gzip', RecordWrapperType: 'RecordIO' } as const;
    const script = `
import os
print('GOT', open(os.path.join(os.environ['SM_INPUT_DIR'], 'data', 'train_0'), 'rb').read().hex())
`;
    const InputDataConfig = [channel('zip/', {}, members)];
    const { log } = await jobs.run('wrapped', { 'train.py': script }, {}, { InputDataConfig });
    assert.ok(log.includes('GOT 0a23d7ce02000000610a0000'), log.join('\n'));
  });

  it('fails the job when a pipe cannot be fed on, though the program would go on', async () => {
    await jobs.upload('lost/1', 'a');
    await jobs.upload('lost/2', 'b');
    const script = `
import os, boto3, time
boto3.client('s3').delete_object(Bucket='${bucket}', Key='lost/2')
open(os.path.join(os.environ['SM_INPUT_DIR'], 'data', 'train_0'), 'rb').read()
time.sleep(600)
`;
    const reason = await failing('lost', [channel('lost/', {}, { InputMode: 'Pipe' })], script);
    assert.match(
      reason,
      /^ClientError: Data download failed:Unable to download object s3:\/\/.*\/lost\/2 \(NoSuchKey: /,
    );
  });

  it('ends with a job that is stopped while it waits for a pipe, and leaves nothing open', async () => {
    const openFiles = (): number => readdirSync(`/proc/${engine.pid}/fd`).length;
    const before = openFiles();
    const InputDataConfig = [channel('in/', {}, { InputMode: 'Pipe' })];
    await jobs.submit('stopped', { 'train.py': readPipe }, { epochs: '1000000' }, { InputDataConfig });
    await waitForStatus(jobs.client, 'stopped', 'Training');
    await waitFor(
      'an epoch',
      async () => (await jobs.log('stopped')).some((line) => line.startsWith('EPOCH 3')) || undefined,
    );
    await jobs.stop('stopped');
    assert.equal((await jobs.ended('stopped')).TrainingJobStatus, 'Stopped');
    await waitFor('the files to be closed', () => openFiles() <= before + 3 || undefined);
  });

  it('is refused as SageMaker refuses it', async () => {
    await assert.rejects(refused('gzip', [channel('in/', {}, { CompressionType: 'Gzip' })]), {
      name: 'ValidationException',
      message: 'Invalid compression type for channel train: File mode only supports NONE, got Gzip instead',
    });
    await assert.rejects(
      refused('none', [channel('nothing/')]),
      /^ValidationException: No S3 objects found under S3 URL/,
    );
    const fileSystem = {
      FileSystemId: 'fs-0123456789',
      FileSystemAccessMode: 'ro' as const,
      FileSystemType: 'EFS' as const,
      DirectoryPath: '/data',
    };
    assert.match(
      await failing('efs', [{ ChannelName: 'train', DataSource: { FileSystemDataSource: fileSystem } }]),
      /^ClientError: Channel 'train' is a file system \(EFS or FSx\), which the local engine cannot mount: .*\.$/,
    );
  });

  it('reaches the in-process trainer as files only', async () => {
    const request = xgboostRequest('in-process', { num_round: '2' });
    const fast = (request.InputDataConfig ?? []).map((each) => ({ ...each, InputMode: 'FastFile' as const }));
    await jobs.create({ ...request, InputDataConfig: fast }, { runner: 'in-process' });
    const job = await jobs.ended('in-process');
    assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
    const piped = fast.map((each) => ({ ...each, InputMode: 'Pipe' as const }));
    await jobs.create(
      { ...request, TrainingJobName: 'in-process-pipe', InputDataConfig: piped },
      { runner: 'in-process' },
    );
    assert.match(
      (await jobs.ended('in-process-pipe')).FailureReason ?? '',
      /^ClientError: Channel train asks for Pipe mode, .*: use File or FastFile, or run this job with Python/,
    );
  });
});
