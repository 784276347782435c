import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChosenRunner } from '../../../../src/engine/execution/runner.ts';
import { TrainingJobs } from '../../../../src/engine/services/sagemaker/trainingJobs.ts';
import {
  summarizeRecord,
  type TrainingJobRecord,
} from '../../../../src/engine/services/sagemaker/trainingJobRecord.ts';
import { LogStore } from '../../../../src/engine/store/logStore.ts';
import { ObjectStore } from '../../../../src/engine/store/objectStore.ts';
import { ResourceStore } from '../../../../src/engine/store/resourceStore.ts';
import { systemClock } from '../../../../src/shared/node/systemClock.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';
import { bucket, xgboostRequest } from '../../../support/trainingRequests.ts';
import { waitFor } from '../../../support/waitFor.ts';

/** What is reached and waits until it may go on. */
class Gate {
  private open: () => void = () => undefined;
  private readonly opened = new Promise<void>((resolve) => (this.open = resolve));
  isReached = false;

  pass(): Promise<void> {
    this.isReached = true;
    return this.opened;
  }

  release(): void {
    this.open();
  }
}

describe('a job that is stopped', () => {
  const folder = useTemporaryFolders();

  /** Parts whose steps wait at gates. */
  async function start() {
    const state = await folder();
    const options = { clock: systemClock, caseInsensitive: false };
    const [objects, logs] = [await ObjectStore.open(state, options), await LogStore.open(state, options)];
    await objects.createBucket(bucket, 'us-east-1');
    const file = join(state, 'train.csv');
    await writeFile(file, '1,2\n');
    for (const name of ['train', 'validation']) await objects.putFile(bucket, `data/${name}.csv`, file, 'text/csv');
    const gates = { choose: new Gate(), download: new Gate(), upload: new Gate() };
    const [fileOf, putFile] = [objects.fileOf.bind(objects), objects.putFile.bind(objects)];
    objects.fileOf = async (...args) => {
      await gates.download.pass();
      return fileOf(...args);
    };
    objects.putFile = async (...args) => {
      await gates.upload.pass();
      return putFile(...args);
    };
    let begun = 0;
    const runner: ChosenRunner = {
      name: 'in-process',
      introduction: [],
      start: () => {
        begun++;
        return {
          exit: Promise.resolve({ exitCode: 0 }),
          usage: () => Promise.resolve(undefined),
          terminate: () => undefined,
          kill: () => undefined,
        };
      },
    };
    const jobs = new TrainingJobs({
      store: await ResourceStore.open<TrainingJobRecord>(join(state, 'jobs'), summarizeRecord, (path) =>
        assert.fail(path),
      ),
      objects,
      logs,
      runners: { choose: () => gates.choose.pass().then(() => runner) },
      clock: systemClock,
      accountId: '000000000000',
      region: 'us-east-1',
      workDirectory: join(state, 'work'),
      parallelJobs: 1,
      report: (line) => assert.fail(line),
    });
    await jobs.create({ ...xgboostRequest('job') }, { wish: { runner: 'auto' } });
    return { gates, jobs, begun: () => begun, close: () => logs.close() };
  }

  const phases: [phase: 'choose' | 'download' | 'upload', passed: string[], programs: number, model: boolean][] = [
    ['choose', ['Starting'], 0, false],
    ['download', ['Starting', 'Downloading'], 0, false],
    ['upload', ['Starting', 'Downloading', 'Training', 'Uploading'], 1, true],
  ];
  for (const [phase, passed, programs, hasModel] of phases) {
    it(`while it is to ${phase} ends Stopped, and starts nothing more`, async () => {
      const { gates, jobs, begun, close } = await start();
      for (const [name, gate] of Object.entries(gates)) if (name !== phase) gate.release();
      await waitFor('the phase', () => gates[phase].isReached || undefined);
      await jobs.stop({ TrainingJobName: 'job' });
      assert.equal((await jobs.describe({ TrainingJobName: 'job' }))['TrainingJobStatus'], 'Stopping');
      gates[phase].release();
      const job = await waitFor('the end', async () => {
        const described = await jobs.describe({ TrainingJobName: 'job' });
        return described['TrainingJobStatus'] === 'Stopping' ? undefined : described;
      });
      assert.equal(job['TrainingJobStatus'], 'Stopped', String(job['FailureReason']));
      const transitions = job['SecondaryStatusTransitions'] as { Status: string }[];
      assert.deepEqual(
        transitions.map(({ Status }) => Status),
        [...passed, 'Stopping', 'Stopped'],
      );
      assert.equal(begun(), programs);
      assert.equal(job['ModelArtifacts'] !== undefined, hasModel);
      assert.equal(
        job['TrainingTimeInSeconds'] !== undefined,
        phase !== 'choose',
        'nothing is billed before the download',
      );
      await close();
    });
  }

  it('by its MaxWaitTimeInSeconds while it waits for its turn ends there and then, and its name is free', async () => {
    const { gates, jobs, begun, close } = await start();
    const spot = {
      EnableManagedSpotTraining: true,
      StoppingCondition: { MaxRuntimeInSeconds: 1, MaxWaitTimeInSeconds: 1 },
    };
    const create = () => jobs.create({ ...xgboostRequest('waits'), ...spot }, { wish: { runner: 'auto' } });
    await create();
    const job = await waitFor('the end', async () => {
      const described = await jobs.describe({ TrainingJobName: 'waits' });
      return described['TrainingJobStatus'] === 'Stopped' ? described : undefined;
    });
    assert.equal(job['SecondaryStatus'], 'MaxWaitTimeExceeded');
    assert.equal(jobs.activeCount, 1);
    await jobs.delete({ TrainingJobName: 'waits' });
    for (const gate of Object.values(gates)) gate.release();
    await waitFor('the first job', () => jobs.activeCount === 0 || undefined);
    assert.equal(begun(), 1);
    await close();
  });
});
