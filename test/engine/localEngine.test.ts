import assert from 'node:assert/strict';
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CreateTrainingJobCommand, DescribeTrainingJobCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { startEngineProcess } from '../../src/local/engineProcess.ts';
import { LocalEngine } from '../../src/local/localEngine.ts';
import { LocalSessionModel } from '../../src/local/localSessionModel.ts';
import type { Connection } from '../../src/sagemaker/connection.ts';
import { readLock } from '../../src/shared/node/engineFiles.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { temporaryFolder } from '../support/engineProcess.ts';
import { endless, putTables, waitForStatus, xgboostRequest } from '../support/trainingRequests.ts';
import { waitFor } from '../support/waitFor.ts';

const dist = resolve(import.meta.dirname, '../../dist');
const { version: built } = JSON.parse(await readFile(join(dist, '../package.json'), 'utf8')) as { version: string };

describe('the editor and its local engine', () => {
  let folder: string;
  const log: string[] = [];

  /** One window of the editor with its own copy of the extension in the given version. */
  async function window(version = built, mayStart = true): Promise<LocalEngine> {
    return new LocalEngine({
      mayStart: () => mayStart,
      version,
      distFolder: version === built ? dist : await distOf(version),
      storageFolder: join(folder, 'storage'),
      stateDirectory: () => join(folder, 'state'),
      start: startEngineProcess,
      clock: systemClock,
      log: (line) => log.push(line),
    });
  }

  /** The same build under another version. */
  async function distOf(version: string): Promise<string> {
    const copy = join(folder, `dist-${version}`);
    await mkdir(copy, { recursive: true });
    await cp(join(dist, 'engine.js'), join(copy, 'engine.js'));
    await cp(join(dist, 'engine'), join(copy, 'engine'), { recursive: true });
    let replaced = 0;
    const chunks = (await readdir(join(copy, 'engine'))).filter((file) => file.endsWith('.js'));
    for (const name of ['engine.js', ...chunks.map((file) => join('engine', file))]) {
      const text = await readFile(join(copy, name), 'utf8');
      const changed = text.replaceAll(`"${built}"`, `"${version}"`);
      if (changed !== text) replaced++;
      await writeFile(join(copy, name), changed);
    }
    assert.ok(replaced > 0, 'the build holds its version');
    return copy;
  }

  const lock = () => readLock(join(folder, 'state'));
  const clientOf = ({ endpoint, region, credentials }: Connection) =>
    new SageMakerClient({ region, credentials, ...(endpoint === undefined ? {} : { endpoint }) });
  const tablesAt = ({ endpoint = '', region, credentials }: Connection): Promise<void> => {
    assert.ok(typeof credentials === 'object');
    return putTables({ clientConfiguration: { endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1 } });
  };

  beforeEach(async () => (folder = await temporaryFolder()));
  afterEach(async () => {
    const last = await lock();
    if (last !== undefined) process.kill(last.pid, 'SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('starts none for looking, and one for all windows', async () => {
    const first = await window();
    assert.equal(await first.hasState(), false);
    const second = await window();
    const [one, two, three] = await Promise.all([first.connect(), first.connect(), second.connect()]);
    assert.equal(one.endpoint, two.endpoint);
    assert.equal(one.endpoint, three.endpoint);
    assert.equal(await second.hasState(), true);
  });

  it('starts none where it may not, uses one that runs as it is, and replaces none', async () => {
    const looking = await window(built, false);
    await assert.rejects(looking.connect(), /This workspace is not trusted, so the local engine is not started for it/);
    await assert.rejects(readdir(join(folder, 'storage')), { code: 'ENOENT' });
    const old = await (await window('0.0.9')).connect();
    assert.equal(await looking.hasState(), true);
    assert.equal((await looking.connect()).endpoint, old.endpoint);
    process.kill((await lock())?.pid ?? 0, 'SIGKILL');
    await waitFor('the engine to be gone', async () => ((await looking.hasState()) ? undefined : true));
  });

  it('keeps a job running when the window closes', async () => {
    const sessions = new LocalSessionModel(await window(), systemClock, (line) => log.push(line));
    const { connection } = await sessions.connect();
    await tablesAt(connection);
    const client = clientOf(connection);
    await client.send(new CreateTrainingJobCommand(xgboostRequest('stays', endless)));
    await waitForStatus(client, 'stays', 'Training');
    sessions.dispose();
    const again = await (await window()).connect();
    const job = await clientOf(again).send(new DescribeTrainingJobCommand({ TrainingJobName: 'stays' }));
    assert.equal(job.TrainingJobStatus, 'InProgress');
  });

  it('replaces an older engine that is idle, and keeps its jobs', async () => {
    const old = await (await window('0.0.9')).connect();
    await tablesAt(old);
    await clientOf(old).send(new CreateTrainingJobCommand(xgboostRequest('kept')));
    await waitForStatus(clientOf(old), 'kept', 'Completed');
    const newer = await window();
    const now = await newer.connect();
    assert.equal(now.endpoint, old.endpoint, 'it is where clients that are set up look for it');
    assert.equal((await lock())?.version, built);
    assert.deepEqual([await newer.answers(now), await newer.answers({ ...now, region: 'eu-west-1' })], [true, false]);
    const job = await clientOf(now).send(new DescribeTrainingJobCommand({ TrainingJobName: 'kept' }));
    assert.equal(job.TrainingJobStatus, 'Completed');
    assert.deepEqual(
      (await readdir(join(folder, 'storage', 'engines'))).filter((name) => name.startsWith('0.0.9')),
      [],
    );
  });

  it('lets an older engine end its job first, and serves from it meanwhile', async () => {
    const old = await (await window('0.0.9')).connect();
    await tablesAt(old);
    const request = { ...xgboostRequest('running', endless), StoppingCondition: { MaxRuntimeInSeconds: 3 } };
    await clientOf(old).send(new CreateTrainingJobCommand(request));
    await waitForStatus(clientOf(old), 'running', 'Training');
    const newer = await window();
    assert.equal((await newer.connect()).endpoint, old.endpoint);
    await waitFor('the old engine to end', async () => ((await lock()) === undefined ? true : undefined));
    const now = await newer.connect();
    assert.equal((await lock())?.version, built);
    const job = await clientOf(now).send(new DescribeTrainingJobCommand({ TrainingJobName: 'running' }));
    assert.equal(job.TrainingJobStatus, 'Stopped');
  });

  it('uses a newer engine as it is', async () => {
    const newer = await (await window('99.0.0')).connect();
    assert.equal((await (await window()).connect()).endpoint, newer.endpoint);
  });

  it('finds a killed engine gone, starts another, and tells its viewers', async () => {
    const sessions = new LocalSessionModel(await window(), systemClock, (line) => log.push(line));
    const keep = sessions.keepConnected();
    const first = await sessions.connect();
    await tablesAt(first.connection);
    const client = clientOf(first.connection);
    await client.send(new CreateTrainingJobCommand(xgboostRequest('cut', endless)));
    await waitForStatus(client, 'cut', 'Training');
    first.watches.acquire('cut');
    process.kill((await lock())?.pid ?? 0, 'SIGKILL');
    const second = await waitFor('a new session', () =>
      sessions.current !== undefined && sessions.current !== first ? sessions.current : undefined,
    );
    const { watch } = second.watches.acquire('cut');
    await waitFor('the job to be described', () => watch.job);
    assert.equal(watch.job?.TrainingJobStatus, 'Failed');
    keep.dispose();
    sessions.dispose();
  });
});
