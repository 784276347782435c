import assert from 'node:assert/strict';
import { DescribeTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { isProcessAlive } from '../../src/shared/node/platform.ts';
import { useScriptJobs } from '../support/engineFixture.ts';
import { scriptRequest, type ScriptJobs } from '../support/scriptJobs.ts';
import { waitFor } from '../support/waitFor.ts';

describe('what is left when a script has ended', function () {
  this.timeout(60_000);
  let jobs: ScriptJobs;
  useScriptJobs((given) => ({ jobs } = given));

  it('ends a process that left its group and cleared its environment', async function () {
    if (process.platform !== 'linux') this.skip();
    const script = `
import os, subprocess, sys
child = "import os, time; os.fork() and os._exit(0); os.setsid(); os.chdir('/'); print('pid', os.getpid(), flush=True); time.sleep(600)"
subprocess.run([sys.executable, '-c', child], env={})
import time; time.sleep(1)
`;
    const { job, log } = await jobs.run('daemon', { 'train.py': script });
    assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
    const pid = Number(/pid (\d+)/.exec(log.join('\n'))?.[1]);
    await waitFor('the daemon to end', () => (isProcessAlive(pid) ? undefined : true), 2000);
  });

  it('shows the log of a refused job to whoever first sees its end', async () => {
    for (let round = 0; round < 5; round++) {
      const name = `refused-${round}`;
      await jobs.create(scriptRequest(name), { runner: 'in-process' });
      for (let status = ''; status !== 'Failed';)
        status =
          (await jobs.client.send(new DescribeTrainingJobCommand({ TrainingJobName: name }))).TrainingJobStatus ?? '';
      assert.match((await jobs.log(name)).join('\n'), /set the runner to auto or python/);
    }
  });

  it('completes with an empty model where the script wrote none, and leaves out a metric that is no number', async () => {
    const { job, log } = await jobs.run(
      'no-model',
      { 'train.py': 'print("loss=nan")\nprint("accuracy=0.5")\n' },
      {},
      {
        AlgorithmSpecification: {
          TrainingImage: scriptRequest('x').AlgorithmSpecification?.TrainingImage,
          TrainingInputMode: 'File',
          MetricDefinitions: [
            { Name: 'loss', Regex: 'loss=(\\S+)' },
            { Name: 'accuracy', Regex: 'accuracy=(\\S+)' },
          ],
        },
      },
    );
    assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
    assert.ok(job.ModelArtifacts?.S3ModelArtifacts?.endsWith('/no-model/output/model.tar.gz'));
    assert.match(log.at(-1) ?? '', /^Nothing was written to SM_MODEL_DIR/);
    assert.deepEqual(
      job.FinalMetricDataList?.map(({ MetricName, Value }) => [MetricName, Value]),
      [['accuracy', 0.5]],
    );
  });

  it('has the metrics of what a line overwrote, and shows its last state', async () => {
    const { job, log } = await jobs.run(
      'overwrites',
      { 'train.py': String.raw`print("loss=0.5\rloss=0.25\repoch over\r")` },
      {},
      {
        AlgorithmSpecification: {
          ...scriptRequest('x').AlgorithmSpecification,
          TrainingInputMode: 'File',
          MetricDefinitions: [{ Name: 'loss', Regex: 'loss=(\\S+)' }],
        },
      },
    );
    assert.deepEqual(
      job.FinalMetricDataList?.map(({ MetricName, Value }) => [MetricName, Value]),
      [['loss', 0.25]],
    );
    assert.ok(log.includes('epoch over') && !log.some((line) => line.includes('loss=0')), log.join('\n'));
  });
});
