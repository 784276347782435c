import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { killLeftovers } from '../../src/engine/execution/process/leftovers.ts';
import { EngineProcess, temporaryFolder } from '../support/engineProcess.ts';
import { pythonOrSkip } from '../support/python.ts';
import { ScriptJobs } from '../support/scriptJobs.ts';
import { bucket, putTables, waitForStatus } from '../support/trainingRequests.ts';

const kills = process.env['TEST_LONG'] === undefined ? 4 : 40;

/** Reads its pipe over and over, and leaves a program behind that is in no group of its own script's. */
const restless = `
import os, subprocess, time
subprocess.Popen(['sleep', '600'], start_new_session=True)
data = os.environ['SM_CHANNEL_TRAIN']
epoch = 0
while True:
    with open(f'{data}_{epoch}', 'rb') as pipe:
        print(epoch, len(pipe.read()), flush=True)
    epoch += 1
    time.sleep(0.05)
`;

describe(`an engine that is killed ${kills} times while scripts of two hosts read pipes`, function () {
  this.timeout(kills * 30_000);

  it('ends every job with a reason, and leaves no process, pipe or folder', async function () {
    const python = pythonOrSkip(this);
    const state = await temporaryFolder();
    const work = join(state, 'work');
    let engine = await EngineProcess.start(state);
    await putTables(engine);
    for (let round = 0; round < kills; round++) {
      const jobs = new ScriptJobs(engine, python);
      const name = `restless-${round}`;
      const S3DataSource = { S3DataType: 'S3Prefix' as const, S3Uri: `s3://${bucket}/data/` };
      await jobs.submit(
        name,
        { 'train.py': restless },
        {},
        {
          InputDataConfig: [{ ChannelName: 'train', InputMode: 'Pipe', DataSource: { S3DataSource } }],
          ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 5 },
        },
      );
      await waitForStatus(jobs.client, name, 'Training');
      await new Promise((next) => setTimeout(next, Math.random() * 1500));
      await engine.end('SIGKILL');
      jobs.close();

      engine = await EngineProcess.start(state);
      assert.equal(await killLeftovers(work), 0, 'the next engine has ended what the killed one left');
      const again = new ScriptJobs(engine, python);
      const job = await again.ended(name);
      assert.equal(job.TrainingJobStatus, 'Failed');
      assert.match(job.FailureReason ?? '', /while this job was running/);
      again.close();
      assert.deepEqual(await readdir(work).catch(() => []), []);
    }
    await engine.remove();
  });
});
