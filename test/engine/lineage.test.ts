import assert from 'node:assert/strict';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateModelCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { LineageLoader } from '../../src/sagemaker/lineage/lineageLoader.ts';
import { taggedKind } from '../../src/sagemaker/find/taggedKind.ts';
import type { ListQuery } from '../../src/sagemaker/resources/listQuery.ts';
import type { KindId } from '../../src/sagemaker/resources/resourceKind.ts';
import { kindOf, type EntryOf } from '../../src/sagemaker/resources/resourceKinds.ts';
import { Session } from '../../src/sagemaker/session.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { EngineProcess } from '../support/engineProcess.ts';
import { makeResources } from '../support/exampleResources.ts';

describe('what resources have to do with each other', function () {
  this.timeout(120_000);
  let engine: EngineProcess;
  let session: Session;
  let lineage: LineageLoader;

  before(async () => {
    engine = await EngineProcess.start();
    await makeResources(engine);
    session = new Session(engine.connection, systemClock, () => undefined);
    lineage = new LineageLoader(session.clients, session.lists);
  });
  after(async () => {
    session?.dispose();
    await engine?.remove();
  });

  /** As a list tells it, without what only its description would. */
  async function listed<K extends KindId>(id: K, name: string): Promise<EntryOf<K>> {
    const { entries } = await kindOf(id).list(session.clients, { query: { nameContains: name } });
    const found = entries.find((entry) => entry.name === name);
    assert.ok(found, name);
    return found;
  }

  const names = (entries: readonly { readonly name: string }[]): string[] => entries.map(({ name }) => name);

  it('leads from a model to the training job that it was made of, and back', async () => {
    const job = await lineage.jobOf(await listed('model', 'prices-model'));
    assert.equal(job?.name, 'prices');
    assert.equal(job?.status, 'Completed');
    assert.ok(job?.metric, 'as its own row would show it');
    assert.deepEqual(names(await lineage.modelsOf(await listed('trainingJob', 'prices'))), ['prices-model']);
    assert.deepEqual(await lineage.modelsOf(await listed('trainingJob', 'broken')), [], 'it has no artifact');
  });

  it('leads from a model to the endpoints that it serves', async () => {
    assert.deepEqual(names(await lineage.endpointsOf(await listed('model', 'prices-model'))), ['prices-endpoint']);
    const { variants = [] } = await lineage.detailed('endpoint', await listed('endpoint', 'prices-endpoint'));
    assert.deepEqual(
      variants.map(({ name, model, weight }) => [name, model, weight]),
      [
        ['steady', 'prices-model', 7],
        ['fresh', 'prices-model', 3],
      ],
    );
  });

  it('does not take an artifact for that of a job of another place by its name alone', async () => {
    const client = new SageMakerClient(engine.clientConfiguration);
    const s3 = new S3Client(engine.clientConfiguration);
    const { image, artifact = '' } = await lineage.detailed('model', await listed('model', 'prices-model'));
    const [, Bucket = '', Key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(artifact) ?? [];
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    const make = async (ModelName: string, key: string): Promise<void> => {
      await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: bytes }));
      const PrimaryContainer = { Image: image, ModelDataUrl: `s3://${Bucket}/${key}` };
      const ExecutionRoleArn = 'arn:aws:iam::000000000000:role/service-role/test';
      await client.send(new CreateModelCommand({ ModelName, ExecutionRoleArn, PrimaryContainer }));
    };
    await make('copied', 'copies/prices/output/model.tar.gz');
    await make('foreign', 'copies/nobody/output/model.tar.gz');
    s3.destroy();
    assert.equal(await lineage.jobOf(await listed('model', 'copied')), undefined);
    assert.equal(await lineage.jobOf(await listed('model', 'foreign')), undefined);
    assert.deepEqual(await lineage.endpointsOf(await listed('model', 'copied')), []);
    client.destroy();
  });

  it('leads from a name to a resource, and to none for one that only begins so', async () => {
    assert.equal((await lineage.find('lifecycleConfig', 'desk-setup'))?.name, 'desk-setup');
    assert.equal(await lineage.find('lifecycleConfig', 'desk'), undefined);
  });

  describe('a tag', () => {
    const found = async (id: KindId, tag: string, query: ListQuery = {}): Promise<string[]> => {
      const [key = '', value] = tag.split('=');
      const kind = taggedKind(id, { key, ...(value !== undefined && { value }) }, systemClock);
      return names((await kind.list(session.clients, { maxResults: 100, query })).entries);
    };

    it('finds training jobs through the Search API, with the rest of the query', async () => {
      assert.deepEqual(await found('trainingJob', 'team=a'), ['prices']);
      assert.deepEqual(await found('trainingJob', 'team'), ['prices']);
      assert.deepEqual(await found('trainingJob', 'team=b'), []);
      assert.deepEqual(await found('trainingJob', 'team=a', { nameContains: 'pri', status: 'Completed' }), ['prices']);
      assert.deepEqual(await found('trainingJob', 'team=a', { status: 'Failed' }), []);
      assert.deepEqual(await found('trainingJob', 'team=a', { createdAfter: Date.now() }), []);
      assert.deepEqual(await found('trainingJob', 'team=a', { createdBefore: Date.now() }), ['prices']);
    });

    it('tells of a training job that is found as much as its own description', async () => {
      const kind = taggedKind('trainingJob', { key: 'team' }, systemClock);
      const [job] = (await kind.list(session.clients, {})).entries as EntryOf<'trainingJob'>[];
      const own = await listed('trainingJob', 'prices');
      assert.deepEqual({ ...own, ...job }, job, 'nothing of the list is missing or different');
      assert.match(job?.artifact ?? '', /\/prices\/output\/model\.tar\.gz$/);
    });

    it('finds what the Search API does not have by the tags of what is listed', async () => {
      assert.deepEqual(await found('model', 'team=b'), ['prices-model']);
      assert.deepEqual(await found('model', 'team=a'), []);
      assert.deepEqual(await found('notebook', 'team'), []);
    });
  });
});
