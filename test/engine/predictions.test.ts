import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateEndpointCommand, CreateEndpointConfigCommand, DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import { followTransform } from '../../src/jobs/predictions/followTransform.ts';
import { createAgain } from '../../src/jobs/clone/createAgain.ts';
import { named } from '../../src/jobs/clone/cloneText.ts';
import { readRequest } from '../../src/jobs/clone/readRequest.ts';
import { keepRows, keptRows, transformId } from '../../src/jobs/predictions/keptRows.ts';
import { PredictionsFolder } from '../../src/jobs/predictions/predictionsFolder.ts';
import { createTransformJob, transformBucket, uploadRows } from '../../src/jobs/predictions/startTransform.ts';
import { transformRequest } from '../../src/jobs/predictions/transformRequest.ts';
import { transformResults } from '../../src/jobs/predictions/transformResults.ts';
import { trainedColumns } from '../../src/jobs/predictions/trainedColumns.ts';
import { runRowsTaking } from '../../src/jobs/wizard/tableRunner.ts';
import { invokeEndpoint } from '../../src/sagemaker/predictions/invokeEndpoint.ts';
import { invokeRows } from '../../src/sagemaker/predictions/invokeRows.ts';
import { PredictionsModel, type PredictionsSubject } from '../../src/sagemaker/predictions/predictionsModel.ts';
import { modelOfJob, modelRequest } from '../../src/sagemaker/deploy/deployableModel.ts';
import { madeModel } from '../../src/sagemaker/deploy/madeModel.ts';
import { makeDeployment } from '../../src/sagemaker/deploy/makeDeployment.ts';
import { describeTrainingJob } from '../../src/sagemaker/trainingJobs.ts';
import { predictionsText } from '../../src/sagemaker/predictions/predictionsText.ts';
import type { Session } from '../../src/sagemaker/session.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { useSession } from '../support/engineFixture.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';
import { bucket, tableCsv } from '../support/trainingRequests.ts';
import { TransformJobs } from '../support/transformJobs.ts';
import { waitFor } from '../support/waitFor.ts';

const program = join(import.meta.dirname, '../../dist/tableWorker.js');
const never = new AbortController().signal;
const clock = systemClock;
const rows = 1200;

describe('rows beside their answers, on a real engine', function () {
  this.timeout(60_000);
  let session: Session;
  let jobs: TransformJobs;
  let folder: string;
  const makeFolder = useTemporaryFolders();
  beforeEach(async () => (folder = await makeFolder()));

  useSession(async (given) => {
    ({ session } = given);
    jobs = new TransformJobs(given.engine, { runner: 'in-process' });
    await jobs.model('table');
    await given.client.send(
      new CreateEndpointConfigCommand({
        EndpointConfigName: 'table',
        ProductionVariants: ['A', 'B'].map((VariantName) => ({
          VariantName,
          ModelName: 'table',
          InstanceType: 'ml.m5.large',
          InitialInstanceCount: 1,
        })),
      }),
    );
    await given.client.send(new CreateEndpointCommand({ EndpointName: 'table', EndpointConfigName: 'table' }));
    await waitFor(
      'the endpoint',
      async () => {
        const { EndpointStatus } = await given.client.send(new DescribeEndpointCommand({ EndpointName: 'table' }));
        return EndpointStatus === 'InService' || undefined;
      },
      30_000,
    );
  });
  after(() => jobs.close());

  const subject: PredictionsSubject = {
    kind: 'endpoint',
    name: 'table',
    source: 'table.csv',
    format: 'csv',
    contentType: 'text/csv',
    columns: ['a', 'b'],
    labelName: 'y',
    notes: [],
  };

  /** The table in a file, with a header, as the thread of its own reads it. */
  async function taken(spoil = (text: string) => text, copyTo?: string) {
    const source = join(folder, 'table.csv');
    await writeFile(source, spoil(`y,a,b\n${tableCsv(rows, 3)}`));
    const file = { source, title: 'table.csv', format: 'csv', delimiter: ',', skip: 1, label: 0 } as const;
    return runRowsTaking(program, { file, from: 0, count: rows, ...(copyTo && { copyTo }) }, never);
  }

  async function invoked(given: Awaited<ReturnType<typeof taken>>['rows'], contentType = 'text/csv', variant?: string) {
    const model = new PredictionsModel({ subject, rows: given, answers: [], requests: [] });
    await invokeRows(given, {
      rowsAtOnce: 500,
      signal: never,
      onBatch: (batch) => model.accept(batch),
      onSingly: () => assert.fail('XGBoost answers rows together'),
      invoke: (body, signal) =>
        invokeEndpoint(session.clients, { endpoint: 'table', contentType, ...(variant && { variant }) }, body, {
          clock,
          signal,
        }),
    });
    return model;
  }

  it('every row of a file gets its answer, and they are close to the labels', async () => {
    const model = await invoked((await taken()).rows, 'text/csv', 'B');
    assert.deepEqual(model.progress, { done: rows, failed: 0, total: rows, running: false });
    const { score } = model.score ?? {};
    assert.ok(score?.kind === 'regression');
    assert.equal(score.rows, rows);
    assert.ok(score.rmse < 0.3 && score.r2 > 0.9, `rmse ${score.rmse}, R² ${score.r2}`);
    assert.deepEqual(new Set(model.requests.map(({ variant }) => variant)), new Set(['B']));
    assert.deepEqual(model.requests.map(({ count }) => count).sort(), [200, 500, 500]);
    assert.equal(model.latency?.requests, 3);
    const csv = [...predictionsText(model, 'csv')].join('').split('\r\n');
    assert.equal(csv[0], 'line,a,b,y,prediction,difference');
    assert.equal(csv.length, rows + 2);
  });

  it('how many columns the model takes is told by the data that it was trained on, whatever is asked', async () => {
    for (const kind of ['trainingJob', 'model', 'endpoint'] as const)
      assert.equal(await trainedColumns(session.clients, { kind, name: 'table' }), 2, kind);
    await jobs.put('elsewhere/model.tar.gz', 'whatever');
    await jobs.createModel('foreign', { ModelDataUrl: `s3://${bucket}/elsewhere/model.tar.gz` });
    assert.equal(await trainedColumns(session.clients, { kind: 'model', name: 'foreign' }), undefined);
  });

  it('the model of a job that is there is found, and none that differs from what would be made', async () => {
    const job = await describeTrainingJob(session.clients, 'table');
    const place = { name: 'deployed-240102-030405', region: session.connection.region, instanceType: 'ml.m5.large' };
    const request = modelRequest(modelOfJob(job), place);
    const found = (asked = request) =>
      madeModel(session.clients, asked, { name: 'table', created: job.CreationTime?.getTime() });
    const data = { ModelDataUrl: job.ModelArtifacts?.S3ModelArtifacts };
    await jobs.createModel('table-other', { ...data, Environment: { SAGEMAKER_INFERENCE_OUTPUT: 'x' } });
    await jobs.createModel('table-240102-030405', { ModelDataUrl: `s3://${bucket}/data/train.csv` });
    assert.equal(await found(), 'table');
    const isolated = { ...request, EnableNetworkIsolation: true };
    assert.equal(await found(isolated), undefined);
    assert.equal((await makeDeployment(session.clients, { model: isolated }, { signal: never })).error, undefined);
    assert.equal(await found(isolated), place.name);
    assert.equal(await found(), 'table');
  });

  it("libsvm is understood with the label's place kept, and answers as the table does", async () => {
    const { rows: given } = await taken();
    const sparse = given.map(({ line, input }) => {
      const [a = '', b = ''] = input.split(',');
      return { line, input: `0 0:${a} 1:${b}` };
    });
    const [table, libsvm] = [await invoked(given), await invoked(sparse, 'text/libsvm')];
    assert.deepEqual(
      libsvm.answers.map(({ answer }) => answer),
      table.answers.map(({ answer }) => answer),
    );
  });

  it('a row that the model refuses takes its batch along, and no other', async () => {
    const model = await invoked(
      (await taken((text) => text.replace(/\n[^,]+,([^,]+),[^\n]+\n/, '\n1,$1,many\n'))).rows,
    );
    assert.deepEqual(model.progress, { done: rows, failed: 500, total: rows, running: false });
    const [first] = model.answers;
    assert.match(first?.problem ?? '', /The model answered with status 415 and said: .*many/s);
    assert.equal(model.page(0, 1, 'worst')[0]?.row, 0);
    assert.notEqual(model.answers[500]?.answer, undefined);
  });

  it('what the service refuses is told in its words', async () => {
    const ask = (endpoint: string) =>
      invokeEndpoint(session.clients, { endpoint, contentType: 'text/csv' }, '0.5,0.5', { clock });
    const good = await ask('table');
    assert.equal(good.status, 200);
    assert.match(good.contentType ?? '', /text\/csv/);
    assert.ok(Number.isFinite(Number(good.body)));
    assert.match((await ask('absent')).problem ?? '', /Endpoint absent of account \d+ not found/);
  });

  it('a batch transform is sent the rows without their labels, and its output stands beside them', async () => {
    const copy = join(folder, 'rows');
    const { rows: given, copied } = await taken(undefined, copy);
    assert.equal(copied, rows);
    assert.equal((await readFile(copy, 'utf8')).split('\n')[0], given[0]?.input);
    const place = await transformBucket(session.clients);
    assert.deepEqual(place, { bucket, isNew: false });
    const fresh = await transformBucket(session.clients, 'not-there-yet');
    assert.deepEqual(fresh, { bucket: 'not-there-yet', isNew: true });
    await uploadRows(session.clients, { path: copy, name: 'rows.csv', ...fresh }, never);
    assert.equal((await transformBucket(session.clients, 'not-there-yet')).isNew, false);
    const inputUri = await uploadRows(session.clients, { path: copy, name: 'rows.csv', ...place }, never);
    const arn = await createTransformJob(
      session.clients,
      transformRequest({
        name: 'beside',
        model: 'table',
        inputUri,
        outputUri: `s3://${bucket}/workbench/transform/beside`,
        format: 'csv',
        contentType: 'text/csv',
        instanceType: 'ml.m5.large',
        instanceCount: 1,
      }),
      { runner: 'in-process' },
    );
    assert.match(arn, /transform-job\/beside$/);
    const end = await followTransform('beside', {
      clients: () => Promise.resolve(session.clients),
      clock,
      interval: 100,
      signal: never,
      onStatus: () => undefined,
    });
    assert.deepEqual(end, { status: 'Completed' });
    const kept = {
      subject: { ...subject, kind: 'transformJob' as const, name: 'beside' },
      rows: given,
      answers: [],
      requests: [],
    };
    const results = await transformResults(session.clients, 'beside', { program, signal: never, kept });
    const model = new PredictionsModel(results);
    const invocations = await invoked(given);
    assert.deepEqual(
      model.answers.map(({ answer }) => Number(answer).toFixed(5)),
      invocations.answers.map(({ answer }) => Number(answer).toFixed(5)),
    );
    assert.equal(model.score?.score.kind, 'regression');

    const own = new PredictionsFolder(join(folder, 'kept'));
    await own.write('beside', model);
    assert.deepEqual(await own.read('beside'), JSON.parse(JSON.stringify(results)));
    assert.equal(await own.read('other'), undefined);
    assert.equal((await stat(join(folder, 'kept', 'beside.predictions.jsonl'))).mode & 0o077, 0);

    const foreign = await transformResults(session.clients, 'beside', { program, signal: never });
    assert.deepEqual(foreign.subject.columns, ['column 1', 'column 2']);
    assert.deepEqual(foreign.answers, results.answers);
    assert.deepEqual(
      foreign.rows.map(({ input }) => input),
      given.map(({ input }) => input),
    );
  });

  it('a transform that is made of another one has its labels, and what is written over a result is not taken for it', async () => {
    const copy = join(folder, 'rows');
    const { rows: given } = await taken((text) => text.replace('y,a,b\n', 'y,a,b\n7,0.125,0.625\n'), copy);
    const inputUri = await uploadRows(session.clients, { path: copy, name: 'rows.csv', bucket, isNew: false }, never);
    const out = `s3://${bucket}/out/shared`;
    const plan = {
      model: 'table',
      inputUri,
      format: 'csv',
      contentType: 'text/csv',
      instanceType: 'ml.m5.large',
    } as const;
    const request = transformRequest({ ...plan, name: 'first', outputUri: out, instanceCount: 1 });
    const arn = await createTransformJob(session.clients, request, { runner: 'in-process' });
    await jobs.ended('first');
    const own = new PredictionsFolder(join(folder, 'kept'));
    const content = { subject: { ...subject, kind: 'transformJob' as const, name: 'first' }, rows: given };
    await keepRows(own, { arn, inputUri }, { ...content, answers: [], requests: [] });
    const results = async (name: string) => {
      const job = await jobs.ended(name);
      const kept = await keptRows(own, job);
      const read = await transformResults(session.clients, name, { program, signal: never, kept });
      await own.write(transformId(job.TransformJobArn ?? ''), read);
      return read;
    };
    const first = await results('first');
    assert.deepEqual(first.subject.notes, []);

    // A mere second shows in when an object was written.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const again = named('transformJob', await readRequest(session.clients, 'transformJob', 'first'), 'again');
    await createAgain(session.clients, 'transformJob', again, { runner: 'in-process' });
    const retried = await results('again');
    assert.equal(retried.subject.name, 'again');
    assert.deepEqual(retried.subject.columns, ['a', 'b']);
    assert.equal(retried.subject.labelName, 'y');
    assert.deepEqual(retried.subject.notes, []);
    assert.equal(new PredictionsModel(retried).score?.score.kind, 'regression');

    await jobs.put(`out/shared/${inputUri.slice(inputUri.lastIndexOf('/') + 1)}.out`, '1\n'.repeat(given.length));
    const replaced = await results('first');
    assert.deepEqual(replaced.answers, first.answers);
    assert.match(replaced.subject.notes.join(), /written again after first had ended: these are the answers .* kept/);
    assert.deepEqual((await results('first')).subject.notes, replaced.subject.notes, 'told once');
    const strange = await transformResults(session.clients, 'first', { program, signal: never });
    assert.match(
      strange.subject.notes.join(),
      /written again after first had ended: it may not be what first answered/,
    );
    const unanswered = { ...first, answers: first.rows.map(() => ({})) };
    const unopened = await transformResults(session.clients, 'first', { program, signal: never, kept: unanswered });
    assert.match(unopened.subject.notes.join(), /it may not be what first answered/, 'rows alone are no answers');
    assert.ok(unopened.answers.every(({ answer }) => answer === '1'));
  });

  it('an output that is joined with its input is taken apart, and what cannot be is refused', async () => {
    await jobs.put('joined/rows.csv', '0.1,0.2\n0.3,0.4\n');
    const joined = { DataProcessing: { JoinSource: 'Input' as const }, output: { AssembleWith: 'Line' as const } };
    assert.equal((await jobs.run('joined', 'table', 'joined/', joined)).TransformJobStatus, 'Completed');
    const { rows: given, answers } = await transformResults(session.clients, 'joined', { program, signal: never });
    assert.deepEqual(
      given.map(({ input }) => input),
      ['0.1,0.2', '0.3,0.4'],
    );
    assert.ok(
      answers.every(({ answer }) => Number.isFinite(Number(answer))),
      JSON.stringify(answers),
    );
    await jobs.put('whole/rows.csv', '0.1,0.2\n');
    await jobs.run('whole', 'table', 'whole/', { input: { SplitType: 'None' } });
    await assert.rejects(transformResults(session.clients, 'whole', { program, signal: never }), /not split by lines/);
  });
});
