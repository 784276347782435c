import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DeleteEndpointCommand } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { messageOf } from '../../../src/shared/errors.ts';
import { Endpoints, serversOf } from '../../support/endpoints.ts';
import { EngineProcess, temporaryFolder } from '../../support/engineProcess.ts';
import { pythonOrSkip } from '../../support/python.ts';
import { archive } from '../../support/scriptJobs.ts';
import { mountSmallDiskOrSkip, unmount } from '../../support/smallDisk.ts';
import { bucket, putTables } from '../../support/trainingRequests.ts';
import { TransformJobs } from '../../support/transformJobs.ts';
import { waitFor } from '../../support/waitFor.ts';

const image = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3';

/** Answers what it is asked, and meanwhile does what a test wants. */
const script = (misdeed: string): string => `
import os, threading, time
${misdeed}
def input_fn(body, content_type): return body.decode() if isinstance(body, bytes) else body
def predict_fn(asked, model): return asked.strip() + ' ' + str(deed(asked.strip()))
def output_fn(answer, accept): return answer
`;

/** A hundred thousand lines a second. */
const flood = script(`
def model_fn(folder):
    def print_on():
        number = 0
        while True:
            print('\\n'.join('flood %d' % line for line in range(number, number + 1000)))
            number += 1000
            time.sleep(0.01)
    threading.Thread(target=print_on, daemon=True).start()
    return {}
def deed(asked): return 'dry'
`);

/** Fills the disk that it works on, or makes room again. */
const fill = script(`
def model_fn(folder): return {}
def deed(asked):
    if asked == 'free':
        os.remove('filling')
        return 'done'
    if asked != 'fill': return 'done'
    with open('filling', 'wb', buffering=0) as file:
        for size in (1 << 20, 1 << 10, 1):
            try:
                while True: file.write(b'x' * size)
            except OSError: pass
    return 'done'
`);

/** Sleeps where it is asked to, or raises what is no Exception. */
const hang = script(`
import asyncio
def model_fn(folder): return {}
def deed(asked):
    print('asked')
    if asked == 'hang': time.sleep(3000)
    if asked == 'raise': raise asyncio.CancelledError('given up')
    return 'done'
`);

/** Keeps a request in a global, and asks a database that only the thread that opened it may ask. */
const mix = script(`
import sqlite3
def model_fn(folder):
    global database
    database = sqlite3.connect(':memory:')
    return {}
def deed(asked):
    global latest
    latest = asked
    time.sleep(0.1)
    return 'of ' + database.execute('select ?', [latest]).fetchone()[0]
`);

describe('An endpoint whose container', function () {
  this.timeout(120_000);
  let interpreter: string;
  let state: string;
  let engine: EngineProcess | undefined;
  let endpoints: Endpoints | undefined;
  beforeEach(async function () {
    interpreter = pythonOrSkip(this);
    state = await temporaryFolder();
  });
  afterEach(async () => {
    endpoints?.close();
    await engine?.remove();
    await unmount(state);
  });

  async function serve(
    stateDirectory: string,
    code: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Endpoints> {
    engine = await EngineProcess.start(stateDirectory);
    await putTables(engine);
    const models = new TransformJobs(engine, { runner: 'python', interpreter });
    await models.put('model.tar.gz', await archive({ 'code/inference.py': code }));
    await models.createModel('hostile', {
      Image: image,
      ModelDataUrl: `s3://${bucket}/model.tar.gz`,
      Environment: {
        SAGEMAKER_PROGRAM: 'inference.py',
        SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code',
        ...environment,
      },
    });
    models.close();
    endpoints = new Endpoints(engine, { runner: 'python', interpreter });
    await endpoints.config('hostile', { only: { ModelName: 'hostile' } });
    await endpoints.create('hostile', 'hostile');
    const { EndpointStatus, FailureReason } = await endpoints.settled('hostile');
    assert.equal(EndpointStatus, 'InService', FailureReason);
    return endpoints;
  }

  async function ask({ runtime }: Endpoints, what: string): Promise<string> {
    const { Body } = await runtime.send(
      new InvokeEndpointCommand({
        EndpointName: 'hostile',
        ContentType: 'text/plain',
        Accept: 'text/plain',
        Body: what,
      }),
    );
    return Buffer.from(Body).toString('utf8');
  }

  it('hangs is started again after the time limit of its server, and answers', async () => {
    const hanging = await serve(state, hang, { SAGEMAKER_MODEL_SERVER_TIMEOUT: '1' });
    const began = performance.now();
    await assert.rejects(ask(hanging, 'hang'), /ended before it had answered/);
    assert.equal(await ask(hanging, 'still'), 'still done');
    assert.ok(performance.now() - began < 20_000);
    const said = (await hanging.log('hostile')).filter((line) => line.includes('SAGEMAKER_MODEL_SERVER_TIMEOUT'));
    assert.equal(said.length, 1);
    assert.match(String(said), /^A request took longer than 1 seconds/);
  });

  it('hangs loses none of the requests that wait', async () => {
    const hanging = await serve(state, hang, { SAGEMAKER_MODEL_SERVER_TIMEOUT: '2' });
    const lost = assert.rejects(ask(hanging, 'hang'), /ended before it had answered/);
    const waiting = ['a', 'b', 'c', 'd', 'e', 'f'].map((what) => ask(hanging, what));
    await lost;
    assert.deepEqual(
      (await Promise.all(waiting)).map((answer) => answer.slice(0, 1)),
      ['a', 'b', 'c', 'd', 'e', 'f'],
    );
  });

  it('has several workers keeps their requests apart, also in the globals of its script', async () => {
    const shared = await serve(state, mix, { SAGEMAKER_MODEL_SERVER_WORKERS: '2' });
    const asked = Array.from({ length: 8 }, (_, index) => String(index));
    const answers = await Promise.all(asked.map((what) => ask(shared, what)));
    assert.deepEqual(
      answers,
      asked.map((what) => `${what} of ${what}`),
    );
  });

  it('hangs does not keep the engine from ending', async () => {
    const hanging = await serve(state, hang);
    await ask(hanging, 'still');
    const lost = assert.rejects(ask(hanging, 'hang'));
    await waitFor('the request to arrive', async () => {
      const lines = await hanging.log('hostile');
      return lines.filter((line) => line === 'asked').length > 1 ? true : undefined;
    });
    const began = performance.now();
    assert.equal(await engine?.end(), 0);
    const took = performance.now() - began;
    await lost;
    assert.ok(took < 15_000, `${took} ms`);
    assert.deepEqual(await serversOf(state), []);
  });

  it('raises what is no Exception answers with 500, on each of its workers', async () => {
    const raising = await serve(state, hang, { SAGEMAKER_MODEL_SERVER_WORKERS: '2' });
    for (let at = 0; at < 4; at++) await assert.rejects(ask(raising, 'raise'), { OriginalStatusCode: 500 });
    assert.equal(await ask(raising, 'still'), 'still done');
    assert.match((await raising.log('hostile')).join('\n'), /^asyncio\.exceptions\.CancelledError: given up$/m);
  });

  it('floods its log is answered for, and fills neither the memory nor anybody’s way', async () => {
    const flooded = await serve(state, flood);
    assert.equal(await ask(flooded, 'still'), 'still dry');
    const before = (await engine?.megabytes()) ?? NaN;
    let slowest = 0;
    for (const until = performance.now() + 8_000; performance.now() < until;) {
      const began = performance.now();
      assert.equal(await ask(flooded, 'still'), 'still dry');
      slowest = Math.max(slowest, performance.now() - began);
      await new Promise((next) => setTimeout(next, 50));
    }
    const grown = ((await engine?.megabytes()) ?? NaN) - before;
    assert.ok(grown < 150, `${grown} MB more`);
    assert.ok(slowest < 5_000, `${slowest} ms`);
    await flooded.client.send(new DeleteEndpointCommand({ EndpointName: 'hostile' }));
    await waitFor('its end', async () => ((await serversOf(state)).length === 0 ? true : undefined));
  });

  /** A container that has filled the disk of its engine's state. */
  async function serveOnFullDisk(test: Mocha.Context): Promise<{ full: Endpoints; home: string }> {
    await mountSmallDiskOrSkip(test, state, '24m');
    const home = join(state, 'state');
    await mkdir(home);
    const full = await serve(home, fill);
    assert.equal(await ask(full, 'fill'), 'fill done');
    return { full, home };
  }

  it('fills the disk goes on, changes are refused in a sentence, and taken again when there is room', async function () {
    const { full } = await serveOnFullDisk(this);
    const attempts = [
      () => full.config('another', { only: { ModelName: 'hostile' } }),
      () => full.create('another', 'hostile'),
      () => full.update('hostile', 'hostile'),
    ];
    for (const attempt of attempts) await assert.rejects(attempt(), /disk is full/);
    assert.equal((await full.describe('hostile')).EndpointStatus, 'InService');
    assert.equal(await ask(full, 'still'), 'still done');
    assert.equal(await ask(full, 'free'), 'free done');
    await full.update('hostile', 'hostile');
    const { EndpointStatus, FailureReason } = await full.settled('hostile');
    assert.deepEqual([EndpointStatus, FailureReason], ['InService', undefined]);
    assert.equal(await ask(full, 'still'), 'still done');
  });

  it('has filled the disk is deleted, which makes room', async function () {
    const { full, home } = await serveOnFullDisk(this);
    await full.client.send(new DeleteEndpointCommand({ EndpointName: 'hostile' }));
    await waitFor('its end', () => full.describe('hostile').then(() => undefined, messageOf));
    assert.deepEqual(await serversOf(home), []);
    await full.create('hostile', 'hostile');
    assert.equal((await full.settled('hostile')).EndpointStatus, 'InService');
    assert.equal(await ask(full, 'still'), 'still done');
  });
});
