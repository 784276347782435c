import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { mountsOfThisMachine } from '../../../../../src/engine/execution/python/hostMounts.ts';
import { PythonRunner } from '../../../../../src/engine/execution/python/pythonRunner.ts';
import { RequirementsInstaller } from '../../../../../src/engine/execution/python/requirements.ts';
import { TrainingJobs } from '../../../../../src/engine/services/sagemaker/trainingJobs.ts';
import type { TrainingJobRecord } from '../../../../../src/engine/services/sagemaker/trainingJobRecord.ts';
import { summarizeRecord } from '../../../../../src/engine/services/sagemaker/trainingJobRecord.ts';
import { LogStore } from '../../../../../src/engine/store/logStore.ts';
import { ObjectStore } from '../../../../../src/engine/store/objectStore.ts';
import { ResourceStore } from '../../../../../src/engine/store/resourceStore.ts';
import type { Clock } from '../../../../../src/shared/clock.ts';
import { systemClock } from '../../../../../src/shared/node/systemClock.ts';
import { pythonOrSkip } from '../../../../support/python.ts';
import { scriptRequest } from '../../../../support/scriptJobs.ts';
import { useTemporaryFolders } from '../../../../support/temporaryFolder.ts';
import { bucket } from '../../../../support/trainingRequests.ts';
import { waitFor } from '../../../../support/waitFor.ts';

/** Two minutes of grace pass in a fifth of a second; everything shorter takes its time. */
const hurriedClock: Clock = {
  now: () => systemClock.now(),
  schedule: (callback, milliseconds) => systemClock.schedule(callback, milliseconds === 120_000 ? 200 : milliseconds),
};

const stubborn = `
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, lambda *_: print('not yet', flush=True))
subprocess.Popen([sys.executable, '-c', 'import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)'])
print('ready')
while True: time.sleep(1)
`;

describe('a script that ignores SIGTERM', () => {
  const folder = useTemporaryFolders();

  it('is killed with all that it started once its grace is over', async function () {
    this.timeout(30_000);
    const python = pythonOrSkip(this);
    const state = await folder();
    const options = { clock: hurriedClock, caseInsensitive: false };
    const [objects, logs] = [await ObjectStore.open(state, options), await LogStore.open(state, options)];
    const store = await ResourceStore.open<TrainingJobRecord>(join(state, 'jobs'), summarizeRecord, (path) =>
      assert.fail(path),
    );
    const programs = resolve(import.meta.dirname, '../../../../../src/engine/python');
    const runner = new PythonRunner({
      objects,
      clock: hurriedClock,
      mounts: mountsOfThisMachine(),
      programs,
      installer: new RequirementsInstaller({
        program: join(programs, 'install_requirements.py'),
        cacheFolder: join(state, 'packages'),
      }),
      access: () => ({
        endpoint: 'http://127.0.0.1:1',
        region: 'us-east-1',
        sdkConfig: '',
        accessKeyId: 'a',
        secretAccessKey: 'b',
      }),
      env: process.env,
    });
    const environment = { interpreter: python, version: '3.11', libraries: {}, origin: 'of the tests' };
    const jobs = new TrainingJobs({
      store,
      objects,
      logs,
      runners: {
        choose: () =>
          Promise.resolve(runner.forScript(environment, { module: null, hasContainers: false }, ['introduced'])),
      },
      clock: hurriedClock,
      accountId: '000000000000',
      region: 'us-east-1',
      workDirectory: join(state, 'work'),
      parallelJobs: 1,
      report: (line) => assert.fail(line),
    });
    await objects.createBucket(bucket, 'us-east-1');
    await mkdir(join(state, 'source'));
    const script = join(state, 'source', 'train.py');
    await writeFile(script, stubborn);
    await objects.putFile(bucket, 'source/train.py', script, 'text/plain');
    const request = scriptRequest('stubborn', { sagemaker_submit_directory: JSON.stringify(`s3://${bucket}/source`) });
    await jobs.create({ ...request, InputDataConfig: [] }, { wish: { runner: 'auto' } });

    const said = async (): Promise<string[]> => {
      const stream = (await logs.streams('/aws/sagemaker/TrainingJobs').next()).value as { name: string } | undefined;
      if (stream === undefined) return [];
      const query = { direction: 'forward', limit: 100 } as const;
      return (await logs.getEvents('/aws/sagemaker/TrainingJobs', stream.name, query)).events.map(
        ({ message }) => message,
      );
    };
    await waitFor('the script', async () => ((await said()).includes('ready') ? true : undefined));
    await jobs.stop({ TrainingJobName: 'stubborn' });
    const job = await waitFor('the end', async () => {
      const described = await jobs.describe({ TrainingJobName: 'stubborn' });
      return described['TrainingJobStatus'] === 'Stopped' ? described : undefined;
    });
    assert.equal(job['SecondaryStatus'], 'Stopped');
    assert.ok((await said()).includes('not yet'), 'it was asked first');
    await logs.close();
  });
});
