import assert from 'node:assert/strict';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { CreateEndpointCommand, CreateEndpointConfigCommand, CreateModelCommand } from '@aws-sdk/client-sagemaker';
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { findAlgorithm } from '../../src/catalog/algorithms/registry.ts';
import { nodeDefinitionFiles } from '../../src/jobs/nodeDefinitionFiles.ts';
import { labelValuesOf } from '../../src/jobs/predictions/rowsAnswers.ts';
import { createTransformJob, uploadRows } from '../../src/jobs/predictions/startTransform.ts';
import { trainedLabel } from '../../src/jobs/predictions/trainedLabel.ts';
import { transformRequest } from '../../src/jobs/predictions/transformRequest.ts';
import { transformResults } from '../../src/jobs/predictions/transformResults.ts';
import { resolveFor, sendTo } from '../../src/jobs/submitTo.ts';
import { imagesOf, trainChoices } from '../../src/jobs/wizard/algorithmChoices.ts';
import { convertTable } from '../../src/jobs/wizard/convertTable.ts';
import { draftText, labelsText } from '../../src/jobs/wizard/draftText.ts';
import { proposedHyperparameters } from '../../src/jobs/wizard/hyperparameterProposals.ts';
import { surveyTable } from '../../src/jobs/wizard/surveyTable.ts';
import { runRowsTaking } from '../../src/jobs/wizard/tableRunner.ts';
import { trainPlan } from '../../src/jobs/wizard/trainPlan.ts';
import { describeEndpoint } from '../../src/sagemaker/resources/kinds/endpointKind.ts';
import { invokeEndpoint } from '../../src/sagemaker/predictions/invokeEndpoint.ts';
import { invokeRows } from '../../src/sagemaker/predictions/invokeRows.ts';
import { PredictionsModel, type PredictionsSubject } from '../../src/sagemaker/predictions/predictionsModel.ts';
import type { Session } from '../../src/sagemaker/session.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { useSession } from '../support/engineFixture.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';
import { bucket, waitForStatus } from '../support/trainingRequests.ts';
import { TransformJobs } from '../support/transformJobs.ts';
import { waitFor } from '../support/waitFor.ts';

const iris = resolve(import.meta.dirname, '../fixtures/tables/iris.csv');
const program = join(import.meta.dirname, '../../dist/tableWorker.js');
const never = new AbortController().signal;
const species = ['setosa', 'versicolor', 'virginica'];

/** Fisher's flowers, sorted by their species: rows 61 to 150 hold two of the three that the model knows. */
describe('predictions of classes that are texts, of a model made by Train a Model…', function () {
  this.timeout(60_000);
  let session: Session;
  let client: SageMakerClient;
  let jobs: TransformJobs;
  let folder: string;
  let job: string;
  const makeFolder = useTemporaryFolders();
  beforeEach(async () => (folder = await makeFolder()));

  useSession(async (given) => {
    ({ session, client } = given);
    jobs = new TransformJobs(given.engine, { runner: 'in-process' });
    job = await trained(await makeFolder());
    const { ModelArtifacts, AlgorithmSpecification } = await waitForStatus(client, job, 'Completed', 'Failed');
    await client.send(
      new CreateModelCommand({
        ModelName: 'iris',
        ExecutionRoleArn: 'arn:aws:iam::000000000000:role/service-role/test',
        PrimaryContainer: {
          Image: AlgorithmSpecification?.TrainingImage,
          ModelDataUrl: ModelArtifacts?.S3ModelArtifacts,
        },
      }),
    );
    await jobs.model('table');
    await deployed('iris', 'iris');
    await deployed('mixed', 'iris', 'table');
  });
  after(() => jobs.close());

  /** As the wizard does with its proposals. @returns The job's name. */
  async function trained(root: string): Promise<string> {
    const path = join(root, 'iris.csv');
    await cp(iris, path);
    const what = trainChoices('algorithm').find(({ name }) => name === 'xgboost');
    assert.ok(what);
    const spec = await findAlgorithm('xgboost');
    const answers = {
      workspaceRoot: root,
      what,
      ...(spec && { spec }),
      image: imagesOf(what)[0] ?? '',
      instanceType: 'ml.m5.large',
      data: { train: { kind: 'local', path, isFolder: false }, validation: { kind: 'holdOut' } },
      table: await surveyTable({ source: path, title: basename(path) }),
      hyperparameters: {},
    } as const;
    const exists = async (at: string) => (await nodeDefinitionFiles.stat(at)) !== undefined;
    const plan = await trainPlan({ ...answers, hyperparameters: proposedHyperparameters(answers) }, { exists });
    await mkdir(plan.dataFolder ?? '');
    for (const conversion of plan.conversions) await convertTable(conversion);
    assert.ok(plan.labelsPath !== undefined && plan.draft.classes !== undefined);
    await writeFile(plan.labelsPath, labelsText(plan.draft.classes));
    const file = { text: draftText(plan.draft), path: plan.definitionPath, workspaceRoot: root };
    return (await sendTo(session, await resolveFor(session, file, systemClock))).name;
  }

  async function deployed(name: string, ...models: string[]): Promise<void> {
    await client.send(
      new CreateEndpointConfigCommand({
        EndpointConfigName: name,
        ProductionVariants: models.map((ModelName) => ({
          VariantName: ModelName,
          ModelName,
          InstanceType: 'ml.m5.large',
          InitialInstanceCount: 1,
        })),
      }),
    );
    await client.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
    await waitFor(
      name,
      async () => (await describeEndpoint(session.clients, name)).EndpointStatus === 'InService' || undefined,
      30_000,
    );
  }

  async function someRows(from: number, count: number, copyTo?: string) {
    const table = await surveyTable({ source: iris, title: 'iris.csv' });
    const file = { path: iris, title: 'iris.csv', format: 'csv', table } as const;
    const values = labelValuesOf({ file, label: 4 }) ?? [];
    const task = { source: iris, title: 'iris.csv', format: 'csv', delimiter: ',', skip: 1, label: 4 } as const;
    const taken = await runRowsTaking(program, { file: task, from, count, ...(copyTo && { copyTo }) }, never);
    return { rows: taken.rows, values };
  }

  const subject: PredictionsSubject = {
    kind: 'endpoint',
    name: 'iris',
    source: 'iris.csv',
    format: 'csv',
    contentType: 'text/csv',
    columns: ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'],
    labelName: 'species',
    notes: [],
  };

  /** By hand: how many answers are the place of their row's label. */
  const accuracyOf = ({ rows, answers }: PredictionsModel): number =>
    rows.filter(({ label = '' }, row) => Number(answers[row]?.answer) === species.indexOf(label)).length / rows.length;

  it('the numbers of the classes stand in S3 beside the data, and are no part of the channel', async () => {
    const { InputDataConfig: channels = [] } = await waitForStatus(client, job, 'Completed');
    const uris = channels.map(({ DataSource }) => DataSource?.S3DataSource?.S3Uri ?? '');
    assert.equal(uris.length, 2);
    for (const uri of uris) {
      const key = uri.replace(`s3://${bucket}/`, '');
      assert.match(key, /\.csv$/);
      assert.deepEqual(await jobs.keys(key), [key], 'what the channel reads');
      const labels = JSON.parse(await jobs.text(key.replace(/[^/]*$/, 'labels.json'))) as unknown;
      assert.deepEqual(labels, { column: 'species', classes: species });
    }
  });

  it('they are found from the endpoint, the model and the job; of an endpoint with another model beside it they are not', async () => {
    const facts = { trained: species, count: 3 };
    for (const [kind, name] of [
      ['trainingJob', job],
      ['model', 'iris'],
      ['endpoint', 'iris'],
    ] as const)
      assert.deepEqual(await trainedLabel(session.clients, { kind, name }), facts, kind);
    assert.deepEqual(await trainedLabel(session.clients, { kind: 'endpoint', name: 'mixed' }), {});
    assert.deepEqual(await trainedLabel(session.clients, { kind: 'endpoint', name: 'mixed', variant: 'iris' }), facts);
    assert.deepEqual(await trainedLabel(session.clients, { kind: 'model', name: 'table' }), { count: 0 });
  });

  it('rows that lack a class are scored right', async () => {
    const { rows } = await someRows(60, 90);
    assert.deepEqual([...new Set(rows.map(({ label }) => label))], species.slice(1));
    const model = new PredictionsModel({ subject, rows, answers: [], requests: [] });
    await invokeRows(rows, {
      rowsAtOnce: 500,
      signal: never,
      onBatch: (batch) => model.accept(batch),
      invoke: (body, signal) =>
        invokeEndpoint(session.clients, { endpoint: 'iris', contentType: 'text/csv' }, body, {
          clock: systemClock,
          signal,
        }),
    });
    assert.equal(model.page(0, 1, 'file')[0]?.verdict, undefined);
    assert.match(model.unscored ?? '', /cannot be told/);
    model.learn(await trainedLabel(session.clients, { kind: 'endpoint', name: 'iris' }));
    const score = model.score?.score;
    assert.ok(score?.kind === 'classes', model.unscored);
    assert.equal(score.accuracy, accuracyOf(model));
    assert.ok(score.accuracy > 0.9, `accuracy ${score.accuracy}`);
    assert.deepEqual(score.classes, species);
    assert.equal(model.page(0, 1, 'file')[0]?.verdict, 'versicolor, right');
  });

  it('so are those of a batch transform, and another model is not taken for the one that the rows were for', async () => {
    const copy = join(folder, 'rows');
    const { rows, values } = await someRows(0, 120, copy);
    const inputUri = await uploadRows(session.clients, { path: copy, name: 'iris.csv', bucket, isNew: false }, never);
    const request = transformRequest({
      name: 'flowers',
      model: 'iris',
      inputUri,
      outputUri: `s3://${bucket}/out/flowers`,
      format: 'csv',
      contentType: 'text/csv',
      instanceType: 'ml.m5.large',
      instanceCount: 1,
    });
    await createTransformJob(session.clients, request, { runner: 'in-process' });
    await jobs.ended('flowers');
    // As it would be if the rows had been taken for a model of another order first.
    const labelFacts = { values, trained: [...species].reverse() };
    const own = { ...subject, kind: 'transformJob' as const, name: 'flowers', labelFacts };
    const kept = { subject: own, rows, answers: [], requests: [] };
    const model = new PredictionsModel(
      await transformResults(session.clients, 'flowers', { program, signal: never, kept }),
    );
    const score = model.score?.score;
    assert.ok(score?.kind === 'classes', model.unscored);
    assert.equal(score.accuracy, accuracyOf(model));
    assert.ok(score.accuracy > 0.9, `accuracy ${score.accuracy}`);
    assert.equal((await readFile(copy, 'utf8')).trim().split('\n').length, 150);
  });
});
