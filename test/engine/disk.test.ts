import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTrainingJobCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { startEngineProcess } from '../../src/local/engineProcess.ts';
import { LocalEngine } from '../../src/local/localEngine.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { EngineProcess, temporaryFolder } from '../support/engineProcess.ts';
import { mountSmallDiskOrSkip, remountReadOnly, unmount } from '../support/smallDisk.ts';
import { bucket, endless, putTables, waitForStatus, xgboostRequest } from '../support/trainingRequests.ts';

describe('a disk that is full or read-only', () => {
  let mount: string;
  beforeEach(async function () {
    mount = await temporaryFolder();
    await mountSmallDiskOrSkip(this, mount, '1m');
  });
  afterEach(() => unmount(mount));

  /** The editor's way to an engine whose state is on that disk. */
  async function editorConnects(): Promise<void> {
    const engine = new LocalEngine({
      version: '0.0.1',
      distFolder: resolve(import.meta.dirname, '../../dist'),
      storageFolder: await temporaryFolder(),
      stateDirectory: () => join(mount, 'state'),
      start: startEngineProcess,
      clock: systemClock,
      log: () => undefined,
    });
    await engine.connect();
  }

  it('is named in one sentence when the engine cannot start on it', async () => {
    await remountReadOnly(mount);
    await assert.rejects(editorConnects(), (error: Error) => {
      assert.match(error.message, /^[^\n]*state[^\n]*read-only[^\n]*$/);
      return true;
    });
  });

  it('refuses what does not fit, keeps what is there, and goes on when there is room', async () => {
    const engine = await EngineProcess.start(join(mount, 'state'));
    try {
      const s3 = new S3Client(engine.clientConfiguration);
      await s3.send(new CreateBucketCommand({ Bucket: bucket }));
      const put = (key: string, size: number) =>
        s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.alloc(size) }));
      await put('small', 1000);
      await assert.rejects(put('large', 2_000_000), /disk is full/);
      await put('small-again', 1000);
      await assert.rejects(s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'large' })), { name: 'NoSuchKey' });
    } finally {
      await engine.end('SIGKILL');
    }
  });

  it('ends a job that fills it with a reason, and the engine lives on', async () => {
    const engine = await EngineProcess.start(join(mount, 'state'));
    try {
      await putTables(engine);
      const client = new SageMakerClient(engine.clientConfiguration);
      const many = Object.fromEntries([
        ['max_depth', '12'],
        ['num_round', '4000'],
        ['min_child_weight', '0'],
      ]);
      await client.send(new CreateTrainingJobCommand(xgboostRequest('fills', { ...endless, ...many })));
      const job = await waitForStatus(client, 'fills', 'Failed', 'Completed');
      assert.equal(job.TrainingJobStatus, 'Failed');
      assert.match(job.FailureReason ?? '', /full|ENOSPC|no space/);
      await client.send(new CreateTrainingJobCommand(xgboostRequest('after')));
      assert.equal((await waitForStatus(client, 'after', 'Failed', 'Completed')).TrainingJobStatus, 'Completed');
    } finally {
      await engine.end('SIGKILL');
    }
  });
});
