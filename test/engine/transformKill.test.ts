import assert from 'node:assert/strict';
import { EngineProcess } from '../support/engineProcess.ts';
import { rowsOf, TransformJobs } from '../support/transformJobs.ts';
import { putTables } from '../support/trainingRequests.ts';
import { waitFor } from '../support/waitFor.ts';

describe('an engine that is killed while transform jobs run', function () {
  this.timeout(90_000);

  it('finds those Failed that had begun, begins those that had not, and stores no half output', async () => {
    const engine = await EngineProcess.start();
    await putTables(engine);
    const before = new TransformJobs(engine, { runner: 'in-process' });
    await before.model('boosted');
    await before.put('slow/1.csv', rowsOf(100_000));
    await before.put('one/a.csv', rowsOf(10));
    for (const name of ['run-1', 'run-2'])
      await before.create(name, 'boosted', 'slow/', { BatchStrategy: 'SingleRecord', MaxConcurrentTransforms: 1 });
    await before.create('waits', 'boosted', 'one/');
    await waitFor('both to run', async () => (await before.log('run-2').catch(() => ({ data: [] }))).data[0]);
    await engine.end('SIGKILL');
    const next = await EngineProcess.start(engine.stateDirectory);
    const after = new TransformJobs(next, { runner: 'in-process' });
    for (const name of ['run-1', 'run-2']) {
      const job = await after.ended(name);
      assert.equal(job.TransformJobStatus, 'Failed');
      assert.match(job.FailureReason ?? '', /^InternalServerError: The local engine ended .* Run it again\.$/);
      assert.deepEqual(await after.keys(`out/${name}`), []);
    }
    const { TransformJobStatus, FailureReason } = await after.ended('waits');
    assert.equal(TransformJobStatus, 'Completed', FailureReason);
    await after.create('ended-in-order', 'boosted', 'slow/', {
      BatchStrategy: 'SingleRecord',
      MaxConcurrentTransforms: 1,
    });
    await waitFor('it to run', async () => (await after.log('ended-in-order').catch(() => ({ data: [] }))).data[0]);
    await next.end('SIGTERM');
    const last = await EngineProcess.start(engine.stateDirectory);
    const job = await new TransformJobs(last, { runner: 'in-process' }).ended('ended-in-order');
    assert.match(job.FailureReason ?? '', /^InternalServerError: The local engine ended/);
    await last.remove();
  });
});
