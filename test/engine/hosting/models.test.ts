import assert from 'node:assert/strict';
import {
  AddTagsCommand,
  CreateModelCommand,
  DeleteModelCommand,
  DescribeModelCommand,
  ListModelsCommand,
  ListTagsCommand,
} from '@aws-sdk/client-sagemaker';
import { EngineProcess } from '../../support/engineProcess.ts';
import { TransformJobs } from '../../support/transformJobs.ts';
import { bucket, putTables } from '../../support/trainingRequests.ts';

const image = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1';
const arn = (name: string): string => `arn:aws:sagemaker:us-east-1:000000000000:model/${name}`;

describe('models', () => {
  let engine: EngineProcess;
  let jobs: TransformJobs;
  const artifact = { ModelDataUrl: `s3://${bucket}/any/model.tar.gz` };

  before(async () => {
    engine = await EngineProcess.start();
    await putTables(engine);
    jobs = new TransformJobs(engine, { runner: 'in-process' });
    await jobs.put('any/model.tar.gz', 'looked into when it is used');
  });
  after(async () => {
    jobs.close();
    await engine.remove();
  });

  const refused = async (command: Promise<unknown>, message: string | RegExp): Promise<void> => {
    await assert.rejects(command, (error: Error) => {
      assert.equal(error.name, 'ValidationException');
      if (typeof message === 'string') assert.equal(error.message, message);
      else assert.match(error.message, message);
      return true;
    });
  };

  it('are described as they were created, with what the service fills in', async () => {
    await jobs.createModel('Described-1', { ...artifact, Environment: { ANY: 'thing' } });
    const model = await jobs.client.send(new DescribeModelCommand({ ModelName: 'Described-1' }));
    assert.equal(model.ModelArn, arn('Described-1'));
    assert.deepEqual(model.PrimaryContainer, {
      Image: image,
      Mode: 'SingleModel',
      Environment: { ANY: 'thing' },
      ...artifact,
    });
    assert.equal(model.EnableNetworkIsolation, false);
    assert.ok(model.CreationTime instanceof Date);
  });

  it('are refused in SageMaker’s words', async () => {
    await jobs.createModel('twice', artifact);
    await refused(jobs.createModel('twice', artifact), `Cannot create already existing model "${arn('twice')}".`);
    const absent = `s3://${bucket}/nothing/model.tar.gz`;
    await refused(jobs.createModel('absent', { ModelDataUrl: absent }), `Could not find model data at ${absent}.`);
    await refused(
      jobs.createModel('elsewhere', { ModelDataUrl: 's3://nowhere/m' }),
      'Could not find model data at s3://nowhere/m.',
    );
    for (const ModelName of ['absent', 'elsewhere', 'never'])
      await refused(
        jobs.client.send(new DescribeModelCommand({ ModelName })),
        `Could not find model "${arn(ModelName)}".`,
      );
    await refused(
      jobs.client.send(new DeleteModelCommand({ ModelName: 'never' })),
      `Could not find model "${arn('never')}".`,
    );
    const create = (more: object) => jobs.client.send(new CreateModelCommand({ ModelName: 'odd', ...more }));
    await refused(create({}), /must specify a PrimaryContainer/);
    await refused(create({ PrimaryContainer: artifact }), /needs an Image/);
    const ModelPackageName = 'arn:aws:sagemaker:us-east-1:000000000000:model-package/mine';
    await refused(create({ PrimaryContainer: { ModelPackageName } }), /does not serve model packages today/);
    await refused(
      create({ PrimaryContainer: { Image: image }, Containers: [{ Image: image }] }),
      /cannot specify both/,
    );
    await refused(
      create({ ModelName: 'under_score' }),
      "1 validation error detected: Value 'under_score' at 'modelName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9]([\\-a-zA-Z0-9]*[a-zA-Z0-9])?",
    );
  });

  it('of several containers are described in their order; their names are unique, and there for all or none', async () => {
    const create = (ModelName: string, more: object) =>
      jobs.client.send(new CreateModelCommand({ ModelName, ...more }));
    const container = { Image: image, ...artifact };
    const named = (...names: (string | undefined)[]) => ({
      Containers: names.map((ContainerHostname) => ({ ...container, ...(ContainerHostname && { ContainerHostname }) })),
    });
    await create('pipeline', named('first', 'second'));
    const { Containers } = await jobs.client.send(new DescribeModelCommand({ ModelName: 'pipeline' }));
    assert.deepEqual(
      Containers?.map(({ ContainerHostname, Mode }) => [ContainerHostname, Mode]),
      [
        ['first', 'SingleModel'],
        ['second', 'SingleModel'],
      ],
    );
    await create('unnamed', named(undefined, undefined));
    await create('only-one', named('alone'));
    await refused(create('odd', named('first', undefined)), /ContainerHostname for every container/);
    await refused(create('odd', named('same', 'other', 'same')), /must be unique, and 'same' is there twice/);
    await refused(create('odd', named(...Array<undefined>(16))), /containers' failed .* less than or equal to 15/);
    const direct = { ...named('a', 'b'), InferenceExecutionConfig: { Mode: 'Direct' } };
    await refused(create('odd', direct), /does not serve containers that are called directly/);
    const multi = { ...container, Mode: 'MultiModel' as const };
    await refused(create('odd', { Containers: [multi, multi] }), /More than one container in MultiModel mode/);
  });

  it('lets one of two creates of a name through', async () => {
    const created = await Promise.allSettled([1, 2, 3].map(() => jobs.createModel('raced', artifact)));
    assert.equal(created.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  it('are listed newest first, by name and in pages, and gone when deleted, also after a restart', async () => {
    const own = await EngineProcess.start();
    await putTables(own);
    const first = new TransformJobs(own, { runner: 'in-process' });
    await first.put('any/model.tar.gz', '');
    for (const name of ['b', 'A', 'c', 'deleted']) await first.createModel(name, artifact);
    await first.client.send(new DeleteModelCommand({ ModelName: 'deleted' }));
    first.close();
    await own.end('SIGKILL');
    const again = await EngineProcess.start(own.stateDirectory);
    const { client } = new TransformJobs(again, { runner: 'in-process' });
    const names = async (more = {}) =>
      (await client.send(new ListModelsCommand(more))).Models?.map(({ ModelName }) => ModelName);
    assert.deepEqual(await names(), ['c', 'A', 'b']);
    assert.deepEqual(await names({ SortBy: 'Name', SortOrder: 'Ascending' }), ['A', 'b', 'c']);
    assert.deepEqual(await names({ NameContains: 'a' }), ['A']);
    const page = await client.send(new ListModelsCommand({ MaxResults: 2 }));
    assert.deepEqual(await names({ MaxResults: 2, NextToken: page.NextToken }), ['b']);
    await again.remove();
  });

  it('carry tags', async () => {
    await jobs.client.send(
      new CreateModelCommand({
        ModelName: 'tagged',
        PrimaryContainer: { Image: image, ...artifact },
        Tags: [{ Key: 'team', Value: 'one' }],
      }),
    );
    const ResourceArn = arn('tagged');
    await jobs.client.send(new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'stage', Value: 'two' }] }));
    const { Tags } = await jobs.client.send(new ListTagsCommand({ ResourceArn }));
    assert.deepEqual(
      Tags?.map(({ Key, Value }) => `${Key}=${Value}`),
      ['team=one', 'stage=two'],
    );
  });
});
