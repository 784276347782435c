import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTrainingJobCommand, DescribeTrainingJobCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { drainEngine } from '../../src/local/engineControl.ts';
import { isProcessAlive } from '../../src/shared/node/platform.ts';
import { EngineProcess, runEngine, temporaryFolder } from '../support/engineProcess.ts';
import { putTables, bucket, endless, waitForStatus, xgboostRequest } from '../support/trainingRequests.ts';
import { waitFor } from '../support/waitFor.ts';

describe('the life of an engine', () => {
  let state: string;
  const running: EngineProcess[] = [];
  const start = async (args: string[] = []): Promise<EngineProcess> => {
    const engine = await EngineProcess.start(state, args);
    running.push(engine);
    return engine;
  };

  beforeEach(async () => (state = await temporaryFolder()));
  afterEach(async () => {
    for (const engine of running.splice(0)) await engine.end('SIGKILL');
    await rm(state, { recursive: true, force: true, maxRetries: 5 });
  });

  it('prints what to export, the same for all who ask, and keeps its credentials private', async () => {
    const engine = await start();
    const again = await runEngine(['--json', '--state', state]);
    assert.deepEqual(JSON.parse(again.stdout), engine.announcement);
    const { stdout } = await runEngine(['--state', state]);
    assert.match(
      stdout,
      new RegExp(`^export AWS_ENDPOINT_URL='${engine.announcement.endpoint}'\nexport AWS_ACCESS_KEY_ID='`),
    );
    for (const file of ['engine.lock', 'credentials.json'])
      assert.equal((await stat(join(state, file))).mode & 0o777, 0o600, file);
  });

  it('tells who it is, also to those who find it running, and cannot be somebody else at once', async () => {
    const engine = await start(['--region', 'eu-west-1', '--account', '123456789012']);
    assert.deepEqual([engine.announcement.region, engine.announcement.accountId], ['eu-west-1', '123456789012']);
    for (const same of [[], ['--region', 'eu-west-1']]) {
      const { stdout } = await runEngine(['--json', '--state', state, ...same]);
      assert.deepEqual(JSON.parse(stdout), engine.announcement);
    }
    const { stdout, stderr } = await runEngine(['--background', '--state', state]);
    assert.match(stderr, /role = 'arn:aws:iam::123456789012:role\/service-role\/SageMakerWorkbenchLocal'/);
    assert.doesNotMatch(stdout, /role/, 'the lines that a shell takes on');
    const other = await runEngine(['--background', '--state', state, '--region', 'us-east-1']);
    assert.equal(other.code, 1);
    assert.equal(other.stdout, '');
    assert.match(
      other.stderr,
      /is account 123456789012 in eu-west-1 \(process \d+\); stop it first, or leave out --region/,
    );
  });

  it('starts once, however many start it together', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => runEngine(['--background', '--json', '--state', state])),
    );
    const endpoints = new Set(answers.map(({ stdout, stderr }) => (stdout === '' ? stderr : stdout)));
    assert.equal(endpoints.size, 1, [...endpoints].join('\n'));
    const { pid } = JSON.parse(await readFile(join(state, 'engine.lock'), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGTERM');
    await waitFor('the lock to go', () =>
      stat(join(state, 'engine.lock')).then(
        () => undefined,
        () => true,
      ),
    );
  });

  it('says that a port is taken, and leaves nothing behind', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => other.once('listening', done));
    const { port } = other.address() as { port: number };
    const { code, stderr } = await runEngine(['--port', `${port}`, '--state', state]);
    other.close();
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`^Port ${port} is in use[^\n]*\n$`));
    await assert.rejects(stat(join(state, 'engine.lock')), { code: 'ENOENT' });
  });

  it('is where it was when it is started again, so that clients that are set up reach it', async () => {
    const first = await start();
    await first.end('SIGKILL');
    const { stdout } = await runEngine(['--background', '--json', '--state', state]);
    assert.deepEqual(JSON.parse(stdout), first.announcement);
    const { pid } = JSON.parse(await readFile(join(state, 'engine.lock'), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
    await waitFor('the engine to end', async () => (isProcessAlive(pid) ? undefined : true));
    const third = await start();
    assert.deepEqual(third.announcement, first.announcement);
  });

  it('leaves its port to whoever has taken it meanwhile, and stays where it is from then on', async () => {
    const first = await start();
    await first.end();
    const taken = Number(new URL(first.announcement.endpoint).port);
    const other = await EngineProcess.start(undefined, ['--port', `${taken}`]);
    try {
      const second = await start();
      assert.notEqual(second.announcement.endpoint, first.announcement.endpoint);
      await second.end();
      assert.deepEqual((await start()).announcement, second.announcement);
    } finally {
      await other.remove();
    }
  });

  it('starts on any free port where the note of the last one is spoilt', async () => {
    for (const content of ['', 'null', '{"port":99999}', '{"port":"80"}']) {
      await writeFile(join(state, 'port.json'), content);
      await (await start()).end();
    }
  });

  it('does not start twice on one state directory for the sake of another port', async () => {
    await start();
    const { code, stderr } = await runEngine(['--port', '1', '--state', state]);
    assert.equal(code, 1);
    assert.match(stderr, /already serves .* on port \d+/);
  });

  it('refuses a state directory that it cannot write', async () => {
    const file = join(state, 'file');
    await writeFile(file, '');
    const { code, stderr } = await runEngine(['--state', join(file, 'below')]);
    assert.equal(code, 1);
    assert.match(stderr, /^[^\n]*cannot be a state directory[^\n]*\n$/);
  });

  it('refuses a state that a newer version wrote', async () => {
    await writeFile(join(state, 'state.json'), JSON.stringify({ schemaVersion: 99, writtenBy: '9.0.0' }));
    const { code, stderr } = await runEngine(['--state', state]);
    assert.equal(code, 1);
    assert.match(stderr, /written by version 9\.0\.0/);
  });

  it('refuses a Python that is none, in the background too', async () => {
    for (const more of [[], ['--background']]) {
      const { code, stderr } = await runEngine(['--python', '/nope/python', '--state', state, ...more]);
      assert.equal(code, 1);
      assert.equal(stderr, 'There is no Python interpreter at /nope/python; choose another one.\n');
    }
  });

  it('names an option that it does not know', async () => {
    const { code, stderr } = await runEngine(['--prot', '1']);
    assert.equal(code, 1);
    assert.match(stderr, /--prot/);
  });

  it('takes over the lock of a killed engine, and of one whose number another process got', async () => {
    const first = await start();
    await first.end('SIGKILL');
    const second = await start();
    assert.notEqual(second.pid, first.pid);
    assert.equal(second.announcement.accessKeyId, first.announcement.accessKeyId);
    await second.end('SIGKILL');
    const lock = JSON.parse(await readFile(join(state, 'engine.lock'), 'utf8')) as object;
    await writeFile(join(state, 'engine.lock'), JSON.stringify({ ...lock, pid: process.pid }));
    await start();
  });

  it('loses nothing when it is killed: the running job is Failed with a reason, the rest is there', async () => {
    const first = await start();
    const client = new SageMakerClient(first.clientConfiguration);
    await putTables(first);
    await client.send(new CreateTrainingJobCommand(xgboostRequest('done')));
    const before = await waitForStatus(client, 'done', 'Completed');
    await client.send(new CreateTrainingJobCommand(xgboostRequest('cut-short', endless)));
    await waitForStatus(client, 'cut-short', 'Training');
    const logsBefore = new CloudWatchLogsClient(first.clientConfiguration);
    const find = { logGroupName: '/aws/sagemaker/TrainingJobs', filterPattern: '"train-rmse"' };
    await waitFor('lines', async () => {
      const { events } = await logsBefore.send(
        new FilterLogEventsCommand({ ...find, logStreamNamePrefix: 'cut-short/' }),
      );
      return (events ?? []).length > 0 ? true : undefined;
    });
    await first.end('SIGKILL');

    const second = await start();
    const after = new SageMakerClient(second.clientConfiguration);
    const cut = await after.send(new DescribeTrainingJobCommand({ TrainingJobName: 'cut-short' }));
    assert.equal(cut.TrainingJobStatus, 'Failed');
    assert.match(cut.FailureReason ?? '', /engine ended .* while this job was running.*Run it again/);
    const found = await after.send(new DescribeTrainingJobCommand({ TrainingJobName: 'done' }));
    assert.deepEqual({ ...found, $metadata: {} }, { ...before, $metadata: {} });
    const logs = new CloudWatchLogsClient(second.clientConfiguration);
    const { events } = await logs.send(new FilterLogEventsCommand({ ...find, logStreamNamePrefix: 'done/' }));
    assert.equal(events?.length, 20);
    const s3 = new S3Client(second.clientConfiguration);
    const model = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'output/done/output/model.tar.gz' }));
    assert.ok((await model.Body?.transformToByteArray())?.length);
  });

  it('ends without leaving a job InProgress', async () => {
    const first = await start();
    const client = new SageMakerClient(first.clientConfiguration);
    await putTables(first);
    await client.send(new CreateTrainingJobCommand(xgboostRequest('open', endless)));
    await waitForStatus(client, 'open', 'Training');
    assert.equal(await first.end('SIGTERM'), 0);
    const record = JSON.parse(await readFile(join(state, 'training-jobs', 'open.json'), 'utf8')) as { status: string };
    assert.equal(record.status, 'Failed');
  });

  it('drains: it serves on until its job has ended, then makes room', async () => {
    const engine = await start();
    const client = new SageMakerClient(engine.clientConfiguration);
    await putTables(engine, 4000);
    const request = xgboostRequest('last', endless);
    await client.send(new CreateTrainingJobCommand({ ...request, StoppingCondition: { MaxRuntimeInSeconds: 2 } }));
    const { port } = new URL(engine.announcement.endpoint);
    const { accessKeyId, secretAccessKey } = engine.announcement;
    assert.equal(await drainEngine(Number(port), { accessKeyId, secretAccessKey: 'wrong' }), false);
    assert.equal(await drainEngine(Number(port), { accessKeyId, secretAccessKey }), true);
    await client.send(new DescribeTrainingJobCommand({ TrainingJobName: 'last' }));
    const gone = await new Promise<number | null>((done) => engine.child.once('exit', done));
    assert.equal(gone, 0);
    const record = JSON.parse(await readFile(join(state, 'training-jobs', 'last.json'), 'utf8')) as { status: string };
    assert.equal(record.status, 'Stopped');
  });
});
