import assert from 'node:assert/strict';
import { EngineProcess } from '../support/engineProcess.ts';
import { pythonOrSkip } from '../support/python.ts';
import { ScriptJobs } from '../support/scriptJobs.ts';
import { putTables, waitForStatus } from '../support/trainingRequests.ts';
import { waitFor } from '../support/waitFor.ts';

/** Does not heed SIGTERM, so that its job is Stopping until the two minutes of grace are over. */
const stubborn = `
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print('ready', flush=True)
time.sleep(600)
`;

describe('a training job that was asked to stop when its engine ends', function () {
  this.timeout(60_000);
  let engine: EngineProcess;
  afterEach(() => engine.remove());

  for (const signal of ['SIGKILL', 'SIGTERM'] as const)
    it(`by ${signal} is Stopped`, async function () {
      const python = pythonOrSkip(this);
      engine = await EngineProcess.start();
      await putTables(engine);
      const before = new ScriptJobs(engine, python);
      await before.submit('stopping', { 'train.py': stubborn });
      await waitFor('it to be ready', async () =>
        (await before.log('stopping').catch((): string[] => [])).includes('ready') ? true : undefined,
      );
      await before.stop('stopping');
      await waitForStatus(before.client, 'stopping', 'Stopping');
      await engine.end(signal);
      before.close();
      engine = await EngineProcess.start(engine.stateDirectory);
      const after = new ScriptJobs(engine, python);
      const job = await after.ended('stopping');
      assert.deepEqual([job.TrainingJobStatus, job.SecondaryStatus], ['Stopped', 'Stopped'], job.FailureReason);
      assert.equal(job.FailureReason, undefined);
      assert.deepEqual(
        job.SecondaryStatusTransitions?.slice(-2).map(({ Status }) => Status),
        ['Stopping', 'Stopped'],
      );
      after.close();
    });
});
