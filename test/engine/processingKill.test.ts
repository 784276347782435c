import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StopProcessingJobCommand } from '@aws-sdk/client-sagemaker';
import { EngineProcess } from '../support/engineProcess.ts';
import { outputTo, ProcessingJobs } from '../support/processingJobs.ts';
import { pythonOrSkip } from '../support/python.ts';
import { putTables } from '../support/trainingRequests.ts';
import { waitFor } from '../support/waitFor.ts';

/** Writes its process's id, so that a test can see it gone. */
const waits = `
import os, time
open("/opt/ml/processing/pid/pid", "w").write(str(os.getpid()))
print("ready", flush=True)
time.sleep(600)
`;
const stubborn = `import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n${waits}`;

describe('an engine that ends while processing jobs run', function () {
  this.timeout(90_000);
  let engine: EngineProcess;
  let jobs: ProcessingJobs;
  let python: string;
  before(function () {
    python = pythonOrSkip(this);
  });
  beforeEach(async () => {
    engine = await EngineProcess.start();
    await putTables(engine);
    jobs = new ProcessingJobs(engine, { runner: 'auto', interpreter: python });
  });
  afterEach(async () => {
    jobs.close();
    await engine.remove();
  });

  const begin = async (name: string, script = waits): Promise<void> => {
    await jobs.create(name, script, { outputs: [outputTo(name, 'pid', 'Continuous')] });
    await jobs.says(name, 'ready');
  };
  const next = async (): Promise<void> => {
    jobs.close();
    engine = await EngineProcess.start(engine.stateDirectory);
    jobs = new ProcessingJobs(engine, { runner: 'auto', interpreter: python });
  };
  const pidOf = async (name: string): Promise<number> => {
    const key = `out/${name}/pid/pid`;
    await waitFor(key, async () => (await jobs.keys(key)).length > 0 || undefined, 20_000);
    return Number(await jobs.text(key));
  };

  for (const signal of ['SIGKILL', 'SIGTERM'] as const)
    it(`by ${signal} finds those Failed that had begun, without a process left, and begins those that had not`, async () => {
      for (const name of ['run-1', 'run-2']) await begin(name);
      await jobs.create('waits', 'print("it is my turn")');
      const pids = [await pidOf('run-1'), await pidOf('run-2')];
      await engine.end(signal);
      await next();
      for (const pid of pids)
        await waitFor(`process ${pid} to be gone`, () => Promise.resolve(!isAlive(pid) || undefined));
      for (const name of ['run-1', 'run-2']) {
        const job = await jobs.ended(name);
        assert.equal(job.ProcessingJobStatus, 'Failed');
        assert.match(job.FailureReason ?? '', /^InternalServerError: The local engine ended .* Run it again\.$/);
        assert.ok((await jobs.lines(name)).includes('ready'), 'its log is kept');
      }
      const { ProcessingJobStatus, FailureReason } = await jobs.ended('waits');
      assert.equal(ProcessingJobStatus, 'Completed', FailureReason);
      assert.equal((await jobs.lines('waits')).at(-1), 'it is my turn');
    });

  it('after one was asked to stop that does not heed it: it is Stopped', async () => {
    await begin('stopping', stubborn);
    await jobs.client.send(new StopProcessingJobCommand({ ProcessingJobName: 'stopping' }));
    assert.equal((await jobs.describe('stopping')).ProcessingJobStatus, 'Stopping');
    await engine.end('SIGKILL');
    await next();
    const { ProcessingJobStatus, FailureReason } = await jobs.ended('stopping');
    assert.deepEqual([ProcessingJobStatus, FailureReason], ['Stopped', undefined]);
  });

  it('and left a record that no engine can read says so, and has the others', async () => {
    await jobs.run('good', 'print(1)');
    await jobs.run('torn', 'print(1)');
    await engine.end('SIGKILL');
    const file = join(engine.stateDirectory, 'processing-jobs/torn.json');
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, 40));
    await next();
    assert.equal((await jobs.ended('good')).ProcessingJobStatus, 'Completed');
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // ESRCH: there is none
  }
}
