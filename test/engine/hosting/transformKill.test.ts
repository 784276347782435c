import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { StopTransformJobCommand } from '@aws-sdk/client-sagemaker';
import { EngineProcess } from '../../support/engineProcess.ts';
import { rowsOf, TransformJobs } from '../../support/transformJobs.ts';
import { bucket, putTables } from '../../support/trainingRequests.ts';
import { waitFor } from '../../support/waitFor.ts';

/** A hundred thousand requests, one after the other. */
const slowly = { BatchStrategy: 'SingleRecord', MaxConcurrentTransforms: 1 } as const;

describe('an engine that ends while transform jobs run', function () {
  this.timeout(90_000);
  let engine: EngineProcess;
  let before: TransformJobs;
  beforeEach(async () => {
    engine = await EngineProcess.start();
    await putTables(engine);
    before = new TransformJobs(engine, { runner: 'in-process' });
    await before.model('boosted');
    await before.put('slow/1.csv', rowsOf(100_000));
    await before.put('one/a.csv', rowsOf(10));
  });
  afterEach(() => engine.remove());

  it('and is killed finds those Failed that had begun, begins those that had not, and stores no half output', async () => {
    for (const name of ['run-1', 'run-2']) await before.create(name, 'boosted', 'slow/', slowly);
    await before.create('waits', 'boosted', 'one/');
    await before.begun('run-2');
    await engine.end('SIGKILL');
    engine = await EngineProcess.start(engine.stateDirectory);
    const after = new TransformJobs(engine, { runner: 'in-process' });
    for (const name of ['run-1', 'run-2']) {
      const job = await after.ended(name);
      assert.equal(job.TransformJobStatus, 'Failed');
      assert.match(job.FailureReason ?? '', /^InternalServerError: The local engine ended .* Run it again\.$/);
      assert.deepEqual(await after.keys(`out/${name}`), []);
    }
    const { TransformJobStatus, FailureReason } = await after.ended('waits');
    assert.equal(TransformJobStatus, 'Completed', FailureReason);
  });

  it('in order leaves those to the next one that had not begun', async () => {
    for (const name of ['run-1', 'run-2']) await before.create(name, 'boosted', 'slow/', slowly);
    for (const name of ['waits-1', 'waits-2']) await before.create(name, 'boosted', 'one/');
    for (const name of ['run-1', 'run-2']) await before.begun(name);
    await engine.end('SIGTERM');
    before.close();
    await rewrite(join(engine.stateDirectory, 'transform-jobs/waits-2.json'), ({ model: _, ...record }) => record); // of an earlier version
    engine = await EngineProcess.start(engine.stateDirectory);
    const after = new TransformJobs(engine, { runner: 'in-process' });
    for (const name of ['run-1', 'run-2'])
      assert.match((await after.ended(name)).FailureReason ?? '', /^InternalServerError: The local engine ended/);
    for (const name of ['waits-1', 'waits-2']) {
      const { TransformJobStatus, FailureReason } = await after.ended(name);
      assert.equal(TransformJobStatus, 'Completed', FailureReason);
    }
    after.close();
  });

  for (const signal of ['SIGKILL', 'SIGTERM'] as const)
    it(`by ${signal} after one was asked to stop: it is Stopped`, async () => {
      await before.create('stopping', 'boosted', 'slow/', slowly);
      await before.begun('stopping');
      await before.client.send(new StopTransformJobCommand({ TransformJobName: 'stopping' }));
      await engine.end(signal);
      before.close();
      if (signal === 'SIGKILL') await endedWhileStopping(join(engine.stateDirectory, 'transform-jobs/stopping.json'));
      engine = await EngineProcess.start(engine.stateDirectory);
      const after = new TransformJobs(engine, { runner: 'in-process' });
      const { TransformJobStatus, FailureReason } = await after.ended('stopping');
      assert.deepEqual([TransformJobStatus, FailureReason], ['Stopped', undefined]);
      assert.deepEqual(await after.keys('out/stopping'), []);
      after.close();
    });

  for (const how of ['SIGKILL', 'SIGTERM', 'a stop'] as const)
    it(`by ${how} while outputs are stored: none of them stays, and what was there before does`, async () => {
      const names = Array.from({ length: 400 }, (_, index) => `${100 + index}.csv`);
      await Promise.all(names.map((name) => before.put(`many/${name}`, '0.5,0.5\n')));
      const earlier = ['100', '101', '499'].map((number) => `out/many/${number}.csv.out`);
      for (const key of earlier) await before.put(key, `earlier ${key}`);
      const stood = await described(before, earlier);
      await before.create('many', 'boosted', 'many/');
      const stored = join(engine.stateDirectory, 'buckets', bucket, 'data/out.d/many.d');
      await waitFor('outputs to be stored', async () => (await readdir(stored)).length > 20 || undefined);
      if (how === 'a stop') await before.client.send(new StopTransformJobCommand({ TransformJobName: 'many' }));
      else {
        await engine.end(how);
        before.close();
        engine = await EngineProcess.start(engine.stateDirectory);
      }
      const after = new TransformJobs(engine, { runner: 'in-process' });
      const { TransformJobStatus, FailureReason } = await after.ended('many');
      assert.equal(TransformJobStatus, how === 'a stop' ? 'Stopped' : 'Failed');
      assert.match(FailureReason ?? '', how === 'a stop' ? /^$/ : /nothing of its output is stored/);
      assert.deepEqual(await after.keys('out/many/'), earlier);
      assert.deepEqual(await described(after, earlier), stood);
      for (const key of earlier) assert.equal(await after.text(key), `earlier ${key}`);
      assert.deepEqual(await readdir(join(engine.stateDirectory, 'transform-outputs')), []);
      after.close();
    });
});

/** Of objects, when they were written and as what. */
function described(jobs: TransformJobs, keys: readonly string[]): Promise<unknown[]> {
  return Promise.all(
    keys.map(async (Key) => {
      const { LastModified, ContentType, ETag } = await jobs.s3.send(new HeadObjectCommand({ Bucket: bucket, Key }));
      return { Key, LastModified, ContentType, ETag };
    }),
  );
}

/** It stops within milliseconds, which no kill hits for sure: the record is made what it was meanwhile. */
function endedWhileStopping(file: string): Promise<void> {
  return rewrite(file, ({ endTime: _, ...record }) => ({ ...record, status: 'Stopping' }));
}

type StoredRecord = Record<string, unknown>;

async function rewrite(file: string, change: (record: StoredRecord) => StoredRecord): Promise<void> {
  await writeFile(file, JSON.stringify(change(JSON.parse(await readFile(file, 'utf8')) as StoredRecord)));
}
