import assert from 'node:assert/strict';
import { open, readFile, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTrainingJobCommand, SageMakerClient, StopTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { startEngineProcess } from '../../src/local/engineProcess.ts';
import { LocalEngine } from '../../src/local/localEngine.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { EngineProcess, runEngine, temporaryFolder, type Announcement } from '../support/engineProcess.ts';
import { mountSmallDiskOrSkip, remountReadOnly, unmount } from '../support/smallDisk.ts';
import { bucket, endless, putTables, waitForStatus, xgboostRequest } from '../support/trainingRequests.ts';

describe('a disk that is full or read-only', function () {
  this.timeout(60_000);
  let mount: string;
  beforeEach(async function () {
    mount = await temporaryFolder();
    await mountSmallDiskOrSkip(this, mount, '1m');
  });
  afterEach(() => unmount(mount));

  /** The editor's way to an engine whose state is on that disk. */
  async function editorConnects(): Promise<void> {
    const engine = new LocalEngine({
      mayStart: () => true,
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

  it('is named in one sentence when it is full before the engine starts on it', async () => {
    await fill(mount);
    await assert.rejects(editorConnects(), (error: Error) => {
      assert.match(error.message, /^[^\n]*state[^\n]*disk is full[^\n]*$/);
      return true;
    });
    assert.deepEqual(
      (await readdir(join(mount, 'state'))).filter((name) => name.startsWith('engine.lock')),
      [],
    );
  });

  it('ends a job that fills it with a reason; the engine in the background lives on, and works when there is room', async () => {
    const state = join(mount, 'state');
    await runEngine(['--background', '--json', '--state', state]);
    // A second call finds the engine and becomes a client of it.
    const { stdout } = await runEngine(['--json', '--state', state]);
    const { endpoint, region, accessKeyId, secretAccessKey } = JSON.parse(stdout) as Announcement;
    const configuration = {
      endpoint,
      region,
      credentials: { accessKeyId, secretAccessKey },
      forcePathStyle: true,
      maxAttempts: 1,
    };
    const lock = JSON.parse(await readFile(join(state, 'engine.lock'), 'utf8')) as { pid: number };
    try {
      await putTables({ clientConfiguration: configuration });
      const client = new SageMakerClient(configuration);
      await client.send(new CreateTrainingJobCommand(xgboostRequest('fills', endless)));
      await waitForStatus(client, 'fills', 'Training');
      await fill(mount);
      await client.send(new StopTrainingJobCommand({ TrainingJobName: 'fills' })).catch(() => undefined);
      await rm(join(mount, 'fill'));
      const job = await waitForStatus(client, 'fills', 'Failed', 'Stopped');
      if (job.TrainingJobStatus === 'Failed') assert.match(job.FailureReason ?? '', /disk is full/);
      await client.send(new CreateTrainingJobCommand(xgboostRequest('after')));
      assert.equal((await waitForStatus(client, 'after', 'Failed', 'Completed')).TrainingJobStatus, 'Completed');
      assert.equal((JSON.parse(await readFile(join(state, 'engine.lock'), 'utf8')) as { pid: number }).pid, lock.pid);
    } finally {
      process.kill(lock.pid, 'SIGKILL');
    }
  });
});

/** Leaves no room at all. */
async function fill(folder: string): Promise<void> {
  const file = await open(join(folder, 'fill'), 'w');
  try {
    for (const size of [65_536, 4096, 1]) {
      for (;;) {
        try {
          await file.write(Buffer.alloc(size));
        } catch {
          break; // no piece of this size fits any more
        }
      }
    }
  } finally {
    await file.close();
  }
}
