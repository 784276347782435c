import assert from 'node:assert/strict';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { Connection } from '../../src/sagemaker/connection.ts';
import { kindIds, type KindId } from '../../src/sagemaker/resources/resourceKind.ts';
import { kindOf } from '../../src/sagemaker/resources/resourceKinds.ts';
import { Session } from '../../src/sagemaker/session.ts';
import { changeTags, tagsOf } from '../../src/sagemaker/tags.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { createResource, type MadeKind, type RequestOf } from '../support/createResource.ts';
import { EngineProcess } from '../support/engineProcess.ts';
import { MotoServer } from '../support/motoServer.ts';
import { pythonOrSkip } from '../support/python.ts';
import { waitFor } from '../support/waitFor.ts';

const account = '123456789012';
const role = `arn:aws:iam::${account}:role/service-role/SageMakerWorkbenchLocal`;
const bucket = 'two-awss';
const image = '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1';
const cluster = { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 5 } as const;
const stopping = { MaxRuntimeInSeconds: 600 };

/** What moto 5.2.5 has of what the workbench's kinds ask. Everything else is run against the engine alone. */
const moto: Readonly<Partial<Record<KindId, readonly Deed[]>>> = {
  trainingJob: ['list', 'describe', 'tags'],
  tuningJob: ['list', 'describe', 'remove'],
  transformJob: ['list', 'describe'],
  processingJob: ['list', 'describe'],
  autoMlJob: ['list'],
  model: ['list', 'describe', 'remove', 'tags'],
  endpointConfig: ['list', 'describe', 'remove', 'tags'],
  endpoint: ['list', 'describe', 'remove', 'tags'],
  notebook: ['list', 'describe', 'stop', 'start', 'remove', 'tags'],
  lifecycleConfig: ['describe', 'remove'],
};
/** `pages`: a list of more than 100 comes in pages. */
type Deed = 'pages' | 'list' | 'describe' | 'stop' | 'start' | 'remove' | 'tags';

const nameOf = (kind: KindId): string => `the-${kind}`;

/** What one resource of each kind that both can make is made with; in this order, as the later ones need the earlier ones. */
const requests = {
  trainingJob: (TrainingJobName) => ({ TrainingJobName, ...training() }),
  model: (ModelName) => ({
    ModelName,
    ExecutionRoleArn: role,
    PrimaryContainer: { Image: `${account}.dkr.ecr.eu-west-1.amazonaws.com/own:1` },
  }),
  tuningJob: (HyperParameterTuningJobName) => {
    const { HyperParameters, ...definition } = training();
    return {
      HyperParameterTuningJobName,
      HyperParameterTuningJobConfig: {
        Strategy: 'Random',
        HyperParameterTuningJobObjective: { MetricName: 'validation:rmse', Type: 'Minimize' },
        ResourceLimits: { MaxNumberOfTrainingJobs: 1, MaxParallelTrainingJobs: 1 },
        ParameterRanges: { ContinuousParameterRanges: [{ Name: 'gamma', MinValue: '0', MaxValue: '5' }] },
      },
      TrainingJobDefinition: { ...definition, StaticHyperParameters: HyperParameters },
    };
  },
  transformJob: (TransformJobName) => ({
    TransformJobName,
    ModelName: nameOf('model'),
    TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/train.csv` } } },
    TransformOutput: { S3OutputPath: `s3://${bucket}/out` },
    TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
  }),
  processingJob: (ProcessingJobName) => ({
    ProcessingJobName,
    AppSpecification: { ImageUri: image },
    ProcessingResources: { ClusterConfig: cluster },
    RoleArn: role,
  }),
  endpointConfig: (EndpointConfigName) => ({
    EndpointConfigName,
    ProductionVariants: [
      { VariantName: 'main', ModelName: nameOf('model'), InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
    ],
  }),
  endpoint: (EndpointName) => ({ EndpointName, EndpointConfigName: nameOf('endpointConfig') }),
  lifecycleConfig: (NotebookInstanceLifecycleConfigName) => ({ NotebookInstanceLifecycleConfigName }),
  notebook: (NotebookInstanceName) => ({ NotebookInstanceName, InstanceType: 'ml.t3.medium', RoleArn: role }),
} satisfies { readonly [K in MadeKind]: (name: string) => RequestOf<K> };
const madeKinds = Object.keys(requests) as MadeKind[];
const isMade = (kind: KindId): boolean => madeKinds.some((made) => made === kind);

const make = <K extends MadeKind>(client: SageMakerClient, kind: K, name: string): Promise<void> =>
  createResource(client, kind, requests[kind](name) as RequestOf<K>);

function training() {
  const data = { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/train.csv` } as const;
  return {
    AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'File' },
    RoleArn: role,
    HyperParameters: { objective: 'reg:squarederror', num_round: '2' },
    InputDataConfig: ['train', 'validation'].map((ChannelName) => ({
      ChannelName,
      ContentType: 'text/csv',
      DataSource: { S3DataSource: data },
    })),
    OutputDataConfig: { S3OutputPath: `s3://${bucket}/out` },
    ResourceConfig: cluster,
    StoppingCondition: stopping,
  } as const;
}

const servers: readonly {
  readonly name: string;
  readonly has: (kind: KindId, deed: Deed) => boolean;
  readonly start: (python: string) => Promise<{ connection: Connection; stop(): Promise<void> }>;
}[] = [
  {
    name: 'moto',
    has: (kind, deed) => moto[kind]?.includes(deed) ?? false,
    start: (python) => MotoServer.start(python),
  },
  {
    name: 'the local engine',
    has: () => true,
    async start(python) {
      const args = ['--region', 'eu-west-1', '--account', account, '--jupyter', python];
      const engine = await EngineProcess.start(undefined, args);
      const connection: Connection = { ...engine.connection, kind: 'aws', id: `aws:${account}:eu-west-1` };
      return { connection, stop: () => engine.remove() };
    },
  },
];

for (const { name: server, has, start } of servers)
  describe(`the client with ${server}`, function () {
    this.timeout(120_000);
    let place: Awaited<ReturnType<typeof start>>;
    let session: Session;

    before(async function () {
      place = await start(pythonOrSkip(this));
      session = new Session(place.connection, systemClock, () => undefined);
      const s3 = await session.clients.s3();
      const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
      await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration }));
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'train.csv', Body: '1,2\n2,3\n3,4\n' }));
      const client = await session.clients.sagemaker();
      for (const kind of madeKinds) await make(client, kind, nameOf(kind));
    });
    after(async () => {
      session?.dispose();
      await place?.stop();
    });

    async function listed(kind: KindId) {
      const list = session.lists.of(kind);
      await list.refreshed();
      assert.equal(list.error, undefined);
      return list.find(nameOf(kind));
    }

    for (const kind of kindIds.filter((id) => has(id, 'list')))
      it(`lists ${kindOf(kind).plural}`, async () => {
        const entry = await listed(kind);
        if (!isMade(kind)) return assert.equal(entry, undefined);
        assert.ok(entry);
        assert.match(entry.arn, new RegExp(`^arn:aws:sagemaker:eu-west-1:${account}:[a-z-]+/the-`, 'i'));
        assert.ok(Math.abs(entry.created - Date.now()) < 120_000, 'made a moment ago');
        const { statuses } = kindOf(kind);
        if (statuses.length > 0) assert.ok(statuses.includes(entry.status), entry.status);
        // What is looked for by name is found, and nothing else.
        const found = await kindOf(kind).list(session.clients, {
          maxResults: 10,
          query: { nameContains: nameOf(kind) },
        });
        assert.deepEqual(
          found.entries.map(({ name }) => name),
          [nameOf(kind)],
        );
      });

    for (const kind of kindIds.filter((id) => has(id, 'describe') && isMade(id)))
      it(`describes ${kindOf(kind).plural}, and none that is not there`, async () => {
        const described = JSON.stringify(await kindOf(kind).describe(session.clients, nameOf(kind)));
        assert.ok(described.includes(nameOf(kind)));
        await assert.rejects(kindOf(kind).describe(session.clients, 'not-there'));
        const entry = has(kind, 'list') ? await listed(kind) : undefined;
        if (entry !== undefined) await kindOf(kind).details?.(session.clients, entry);
      });

    for (const kind of kindIds.filter((id) => has(id, 'tags') && isMade(id)))
      it(`tags ${kindOf(kind).plural}`, async () => {
        const { arn = '' } = (await listed(kind)) ?? {};
        await changeTags(session.clients, arn, { put: [{ Key: 'team', Value: 'a' }, { Key: 'stage', Value: 'b' }], remove: [] }); // prettier-ignore
        await changeTags(session.clients, arn, { put: [{ Key: 'size', Value: 'c' }], remove: ['stage'] });
        assert.deepEqual(await tagsOf(session.clients, arn), [{ Key: 'size', Value: 'c' }, { Key: 'team', Value: 'a' }]); // prettier-ignore
      });

    it('stops, starts and deletes a notebook instance', async () => {
      const { stop, start: startAgain, remove } = kindOf('notebook');
      const is = (status: string) =>
        waitFor(`the notebook to be ${status}`, async () => ((await listed('notebook'))?.status === status ? true : undefined), 60_000); // prettier-ignore
      await is('InService');
      await stop?.(session.clients, nameOf('notebook'));
      await is('Stopped');
      await startAgain?.(session.clients, nameOf('notebook'));
      await is('InService');
      await stop?.(session.clients, nameOf('notebook'));
      await is('Stopped');
      await remove?.(session.clients, nameOf('notebook'));
      await waitFor('its end', async () => ((await listed('notebook')) === undefined ? true : undefined), 60_000);
    });

    for (const kind of ['endpoint', 'endpointConfig', 'model', 'tuningJob', 'lifecycleConfig'] as const)
      it(`deletes ${kindOf(kind).plural}`, async () => {
        const { remove, isRemovable = () => true } = kindOf(kind);
        if (has(kind, 'list'))
          await waitFor('one that may be deleted', async () => {
            const { status = '' } = (await listed(kind)) ?? {};
            return isRemovable(status) && !['Creating', 'InProgress'].includes(status) ? true : undefined;
          });
        await remove?.(session.clients, nameOf(kind));
        await waitFor('its end', async () => {
          const described = kindOf(kind).describe(session.clients, nameOf(kind));
          return described.then(
            () => undefined,
            () => true,
          );
        });
        if (has(kind, 'list')) assert.equal(await listed(kind), undefined);
      });

    it('stores, lists and deletes objects', async () => {
      const s3 = await session.clients.s3();
      const Bucket = bucket;
      for (const Key of ['a/1.csv', 'a/2.csv', 'b/1.csv'])
        await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
      const page = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'a/', MaxKeys: 1 }));
      assert.deepEqual(page.Contents?.map(({ Key }) => Key), ['a/1.csv']); // prettier-ignore
      const ContinuationToken = page.NextContinuationToken;
      const next = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'a/', MaxKeys: 1, ContinuationToken }));
      assert.deepEqual(next.Contents?.map(({ Key }) => Key), ['a/2.csv']); // prettier-ignore
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'b/1.csv' }));
      assert.equal(await Body?.transformToString(), 'b/1.csv');
      await s3.send(new DeleteObjectCommand({ Bucket, Key: 'b/1.csv' }));
      await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key: 'b/1.csv' })), { name: 'NoSuchKey' });
    });

    it('loads page after page', async function () {
      if (!has('model', 'pages')) return this.skip();
      const client = await session.clients.sagemaker();
      for (let at = 0; at < 105; at++) await make(client, 'model', `page-${at}`);
      const list = session.lists.of('model');
      list.setQuery({ nameContains: 'page-' });
      await list.refreshed();
      assert.equal(list.entries.length, 100);
      await list.loadMore();
      assert.equal(list.entries.length, 105);
      assert.equal(list.hasMore, false);
      assert.equal(new Set(list.entries.map(({ arn }) => arn)).size, 105);
    });
  });
