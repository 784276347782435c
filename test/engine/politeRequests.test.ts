import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CreateTrainingJobCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { accountAlias } from '../../src/connections/accountAlias.ts';
import { AwsSessionModel } from '../../src/connections/awsSessionModel.ts';
import { slotLength } from '../../src/sagemaker/budget/requestBudget.ts';
import { CostModel } from '../../src/sagemaker/cost/costModel.ts';
import { SdkClients } from '../../src/sagemaker/clients.ts';
import type { Credentials } from '../../src/sagemaker/connection.ts';
import { kindIds } from '../../src/sagemaker/resources/resourceKind.ts';
import { kindOf } from '../../src/sagemaker/resources/resourceKinds.ts';
import { listTrainingRoles } from '../../src/sagemaker/roles.ts';
import { findDefaultBucket, listBuckets } from '../../src/sagemaker/s3/bucketList.ts';
import { Session } from '../../src/sagemaker/session.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { AwsEngine } from '../support/awsEngine.ts';
import { makeModels } from '../support/manyModels.ts';
import { EngineProcess } from '../support/engineProcess.ts';
import { fastClock } from '../support/fastClock.ts';
import { mostWithin, RecordingProxy, type Passed } from '../support/recordingProxy.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';
import { putTables, waitForStatus, xgboostRequest } from '../support/trainingRequests.ts';
import { waitFor } from '../support/waitFor.ts';

const watched = 32_000;
const models = 60;

describe('what an account is asked', function () {
  this.timeout(120_000);
  const folders = useTemporaryFolders();
  let aws: AwsEngine;
  let proxy: RecordingProxy;
  let storageFolder: string;
  const open: Session[] = [];
  const logged: string[] = [];

  before(async () => {
    aws = await AwsEngine.start();
    proxy = await RecordingProxy.start(aws.engine);
    await makeModels(aws.engine, models);
    await makeEndedJob(aws.engine);
    storageFolder = await folders();
  });
  after(async () => {
    await proxy.close();
    await aws.remove();
  });
  afterEach(() => open.splice(0).forEach((session) => session.dispose()));

  function openSession(folder = storageFolder, credentials = proxy.connection.credentials): Session {
    const connection = { ...proxy.connection, credentials };
    const session = new Session(connection, systemClock, (line) => logged.push(line), folder);
    open.push(session);
    return session;
  }

  /** Keys that a program tells for each request, and takes so many milliseconds for. */
  const lateBy = (milliseconds: number) => async (): Promise<Credentials> => {
    await new Promise((next) => setTimeout(next, milliseconds));
    const { accessKeyId, secretAccessKey } = aws.engine.announcement;
    // Those that end soon are asked for again.
    return { accessKeyId, secretAccessKey, expiration: new Date(Date.now() + 60_000) };
  };

  /** What the account is asked within so many milliseconds from now. */
  async function passedIn(milliseconds: number): Promise<readonly Passed[]> {
    const before = proxy.passed.length;
    await new Promise((next) => setTimeout(next, milliseconds));
    return proxy.passed.slice(before);
  }

  it('stays below 4 requests a second, 1 of each list, whatever two windows show and a person does', async () => {
    const session = openSession();
    for (const id of kindIds) session.lists.of(id).setVisible(true);
    session.lists.of('model').setOnShow(Array.from({ length: models }, (_, at) => `model-${at}`));
    const other = openWindow(proxy, storageFolder);
    await other.showing;
    const began = Date.now();
    const took: number[] = [];
    while (Date.now() - began < watched) {
      await new Promise((next) => setTimeout(next, 4000));
      const asked = performance.now();
      await kindOf('model').describe(session.clients, 'model-7'); // as a click does
      took.push(performance.now() - asked);
    }
    const listed = await other.end();

    const total = mostWithin(proxy.passed, 1000);
    assert.ok(total <= 4, `${total} within a second`);
    const operations = new Set(proxy.passed.map(({ operation }) => operation));
    for (const operation of operations) {
      if (!operation.startsWith('List')) continue;
      assert.equal(mostWithin(onlyOf(proxy.passed, operation), 1000), 1, operation);
    }
    assert.equal(
      [...operations].filter((name) => name.startsWith('List')).length,
      kindIds.length,
      'each list was asked',
    );
    // Both were busy for long, and still the person did not wait for them.
    const describes = onlyOf(proxy.passed, 'DescribeModel').length;
    assert.ok(describes >= models, `${describes} descriptions`);
    assert.ok(Math.max(...took) < 1500, `a click waited ${took.map(Math.round).join(', ')} ms`);
    assert.equal(session.lists.of('model').entries.length, models);
    assert.equal(listed['model'], models);
    assert.deepEqual(logged, []);
  });

  it('stays below 4 requests a second where the credentials or the code of one come late', async () => {
    const folder = await folders();
    const late = openSession(folder, lateBy(slotLength - 20));
    const other = openSession(folder);
    await kindOf('model').describe(other.clients, 'model-1'); // from now on it leaves on time
    for (let round = 0; round < 4; round++) {
      const before = proxy.passed.length;
      await Promise.all([
        kindOf('model').describe(late.clients, 'model-2'),
        ...Array.from({ length: 5 }, (_, at) => kindOf('model').describe(other.clients, `model-${at}`)),
      ]);
      const passed = proxy.passed.slice(before);
      const most = mostWithin(passed, 1000);
      assert.ok(most <= 4, `${most} within a second: ${passed.map(({ at }) => at - (passed[0]?.at ?? 0)).join()}`);
    }
  });

  it('counts every attempt, also those that the SDK makes by itself', async () => {
    const clients = new SdkClients(proxy.connection);
    assert.equal(limitedBy(await clients.sagemaker()), false, 'a connection without storage has no budget');
    clients.dispose();
    const { clients: limited } = openSession();
    const counted = [limited.sagemaker(), limited.logs(), limited.cloudWatch(), limited.iam(), limited.pricing()];
    for (const client of [...(await Promise.all(counted)), await limited.s3()]) assert.ok(limitedBy(client));
    assert.equal(limitedBy(await limited.runtime()), false);
  });

  it('stays below 4 requests a second while it is connected to and its region is switched, whatever service is asked', async () => {
    const folder = await folders();
    const usual = { AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none') };
    const work = async (region: string, { engine, asked }: { engine: EngineProcess; asked: RecordingProxy }) => {
      const { accessKeyId, secretAccessKey } = engine.announcement;
      const keys = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
      await writeFile(join(folder, 'config'), `[profile work]\n${keys}`);
      const before = asked.passed.length;
      const sessions = new AwsSessionModel(
        { kind: 'profile', profile: 'work', region },
        {
          env: { ...usual, AWS_ENDPOINT_URL: asked.endpoint },
          clock: systemClock,
          log: (line) => logged.push(line),
          storageFolder: folder,
          askMfaCode: () => Promise.resolve(undefined),
        },
      );
      try {
        const { clients, lists } = await sessions.connect();
        for (const id of kindIds) lists.of(id).setVisible(true);
        const looks = [accountAlias, listTrainingRoles, listBuckets, findDefaultBucket];
        await Promise.allSettled(looks.map((look) => look(clients)));
        await new Promise((next) => setTimeout(next, 2500));
      } finally {
        sessions.dispose();
      }
      const passed = asked.passed.slice(before);
      const said = (name: string) => passed.filter(({ body }) => body.includes(name)).length;
      assert.equal(said('GetCallerIdentity'), 1);
      assert.ok(said('ListRoles') > 0 && passed.some(({ operation }) => operation === 'GET /'), 'roles and buckets');
      assert.ok(passed.length > 8, `${passed.length} requests`);
      const most = mostWithin(passed, 1000);
      assert.ok(most <= 4, `${most} within a second in ${region}`);
    };
    const account = ['--account', '123456789012'];
    const elsewhere = await EngineProcess.start(join(folder, 'state'), ['--region', 'us-east-1', ...account]);
    const asked = await RecordingProxy.start(elsewhere);
    try {
      await work('eu-west-1', { engine: aws.engine, asked: proxy });
      await work('us-east-1', { engine: elsewhere, asked });
    } finally {
      await asked.close();
      await elsewhere.end();
    }
  });

  it('asks nothing for what nobody looks at', async () => {
    const session = openSession();
    for (const id of kindIds) session.lists.of(id).setVisible(true);
    await waitFor('the models', () => (session.lists.of('model').isLoaded ? true : undefined));
    for (const id of kindIds) session.lists.of(id).setVisible(false);
    await new Promise((next) => setTimeout(next, 4000)); // what had its turn already
    const before = proxy.passed.length;
    await new Promise((next) => setTimeout(next, 3000));
    assert.equal(proxy.passed.length, before);
  });

  it('describes what has ended once, and asks each list once a minute while nobody works in the window', async () => {
    const faster = 20;
    const minute = 60_000 / faster;
    const session = new Session(proxy.connection, fastClock(faster), (line) => logged.push(line), await folders());
    open.push(session);
    const [jobs, made] = [session.lists.of('trainingJob'), session.lists.of('model')];
    for (const id of kindIds) session.lists.of(id).setVisible(true);
    jobs.setOnShow(['ended']);
    made.setOnShow(Array.from({ length: models }, (_, at) => `model-${at}`));
    await waitFor('all to be described', () => {
      const isAll = jobs.find('ended')?.instanceType && made.entries.every((model) => model.image);
      return made.entries.length === models && isAll ? true : undefined;
    });

    const focused = await passedIn(3 * minute);
    const describing = focused.filter(({ operation }) => operation.startsWith('Describe'));
    assert.deepEqual(describing, [], 'what is known of what has ended is not asked for again');
    assert.ok(
      mostWithin(onlyOf(focused, 'ListModels'), minute) >= 2,
      'what somebody looks at is asked for twice a minute',
    );

    session.scheduler.setFocused(false);
    const unfocused = await passedIn(4 * minute);
    const operations = [...new Set(unfocused.map(({ operation }) => operation))];
    assert.equal(operations.length, kindIds.length, operations.join());
    // Each waits for its turn among the others, so a minute may be some seconds shorter.
    for (const operation of operations)
      assert.equal(mostWithin(onlyOf(unfocused, operation), 0.75 * minute), 1, operation);
    assert.ok(onlyOf(unfocused, 'ListModels').length >= 3);
    assert.deepEqual(logged, []);
  });

  it('goes on to count what costs money only while somebody works in the window', async () => {
    const faster = 20;
    const clock = fastClock(faster);
    const session = new Session(proxy.connection, clock, (line) => logged.push(line), await folders());
    open.push(session);
    const cost = new CostModel(session, clock);
    const before = proxy.passed.length;
    const passed = () => proxy.passed.slice(before).map(({ operation }) => operation);
    cost.setActive(true);
    await waitFor('the first list', () => (passed().length > 0 ? true : undefined));
    session.scheduler.setFocused(false);
    cost.setActive(false);
    await passedIn(62_000 / faster);
    // What waited for its turn already goes, and nothing after it.
    const operations = new Set(passed());
    for (const operation of operations)
      assert.equal(onlyOf(proxy.passed.slice(before), operation).length, 1, operation);
    assert.equal(cost.asOf, undefined);
    session.scheduler.setFocused(true);
    cost.setActive(true);
    await waitFor('the count', () => cost.asOf);
    assert.ok(passed().includes('ListProcessingJobs'));
    cost.dispose();
    assert.deepEqual(logged, []);
  });

  it('leaves few files behind', async () => {
    const [place = ''] = await readdir(join(storageFolder, 'budget'));
    const left = await readdir(join(storageFolder, 'budget', place));
    assert.ok(left.length < 60, left.join());
  });

  it('never limits the local engine', async () => {
    const session = new Session(aws.engine.connection, systemClock, () => undefined, await folders());
    open.push(session);
    const began = performance.now();
    for (let at = 0; at < 20; at++) await kindOf('model').list(session.clients, { maxResults: 5 });
    assert.ok(performance.now() - began < 4000);
    assert.equal(limitedBy(await session.clients.sagemaker()), false);
  });
});

const onlyOf = (passed: readonly Passed[], name: string): Passed[] =>
  passed.filter(({ operation }) => operation === name);

async function makeEndedJob(engine: EngineProcess): Promise<void> {
  await putTables(engine);
  const client = new SageMakerClient(engine.clientConfiguration);
  await client.send(new CreateTrainingJobCommand(xgboostRequest('ended')));
  await waitForStatus(client, 'ended', 'Completed', 'Failed');
  client.destroy();
}

function limitedBy(client: { readonly middlewareStack: { identify(): string[] } }): boolean {
  const stack = client.middlewareStack.identify();
  const budget = stack.findIndex((name) => name.startsWith('requestBudget'));
  // Behind the middleware that tries again, so that each try takes its turn.
  if (budget >= 0) assert.ok(budget > stack.findIndex((name) => name.startsWith('retryMiddleware')));
  return budget >= 0;
}

/** Another window, as a process of its own. */
function openWindow({ connection }: RecordingProxy, storageFolder: string) {
  const program = resolve(import.meta.dirname, '../support/windowProgram.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, JSON.stringify({ connection, storageFolder })], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  return {
    showing: waitFor('the other window', () => (said.includes('showing') ? true : undefined)),
    async end(): Promise<Record<string, number>> {
      const ended = new Promise((done) => child.once('close', done));
      child.stdin.end();
      await ended;
      return JSON.parse(said.split('\n')[1] ?? '') as Record<string, number>;
    },
  };
}
