import assert from 'node:assert/strict';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { SdkClients } from '../../src/sagemaker/clients.ts';
import { listBuckets } from '../../src/sagemaker/s3/bucketList.ts';
import { headObject } from '../../src/sagemaker/s3/objectList.ts';
import type { Removal } from '../../src/sagemaker/s3/remove.ts';
import { countTargets, removeTargets } from '../../src/ui/data/removeTargets.ts';
import { putManyObjects } from '../support/manyObjects.ts';
import { useS3Data, type S3Data } from '../support/s3Data.ts';
import { startS3Proxy } from '../support/s3Proxy.ts';

const bucket = 'data';

describe('the deletion of several places at once', function () {
  this.timeout(60_000);
  let data: S3Data;
  let clients: SdkClients;

  useS3Data(bucket, (given) => ({ clients } = data = given));

  it('counts and takes objects, folders and buckets together, and nothing else', async () => {
    for (const key of ['a/1', 'a/2', 'ab', 'b', 'c/1']) await data.put(key, '12');
    await data.s3.send(new CreateBucketCommand({ Bucket: 'whole' }));
    const targets = [
      { kind: 'folder', at: { bucket, key: 'a/' } },
      { kind: 'object', at: { bucket, key: 'b' }, object: await headObject(clients, { bucket, key: 'b' }) },
      { kind: 'bucket', at: { bucket: 'whole', key: '' } },
    ] as const;
    const told: number[] = [];
    const onProgress = (count: number): unknown => told.push(count);
    const onAnswer = ({ removed }: Removal): unknown => told.push(removed);
    assert.deepEqual(await countTargets(clients, targets, { onProgress }), { objects: 3, bytes: 6 });
    assert.equal(told.at(-1), 3);
    assert.deepEqual(await removeTargets(clients, targets, { onAnswer }), { removed: 3, failed: [] });
    assert.deepEqual(await data.keys(), ['ab', 'c/1']);
    assert.deepEqual((await listBuckets(clients)).buckets.map(({ name }) => name), [bucket]); // prettier-ignore
  });

  it('ends where it is cancelled', async () => {
    await data.put('kept/1');
    const cancel = new AbortController();
    cancel.abort(new Error('cancelled'));
    const targets = [{ kind: 'folder', at: { bucket, key: 'kept/' } }] as const;
    await assert.rejects(removeTargets(clients, targets, { signal: cancel.signal }), /^Error: cancelled/);
    assert.deepEqual((await data.keys()).includes('kept/1'), true);
  });

  it('says what is gone of the places before the one that fails', async () => {
    for (const key of ['a/1', 'a/2', 'b']) await data.put(key);
    const targets = [
      { kind: 'folder', at: { bucket, key: 'a/' } },
      { kind: 'folder', at: { bucket: 'nowhere', key: 'c/' } },
      { kind: 'object', at: { bucket, key: 'b' } },
    ] as const;
    const problem = 'The bucket nowhere is not there; refresh the Data view.';
    await assert.rejects(removeTargets(clients, targets), {
      name: 'UserError',
      message: `3 objects were deleted before: ${problem}`,
    });
    assert.deepEqual(await data.keys(), []);
    await assert.rejects(removeTargets(clients, targets.slice(1, 2)), { name: 'UserError', message: problem });
  });

  it('has told what is gone when it is cancelled on its way', async () => {
    for (const key of ['a/1', 'a/2', 'b/1']) await data.put(key);
    const targets = (['a/', 'b/'] as const).map((key) => ({ kind: 'folder', at: { bucket, key } }) as const);
    const cancel = new AbortController();
    const told: number[] = [];
    const onAnswer = ({ removed }: Removal): void => {
      told.push(removed);
      cancel.abort(new Error('cancelled'));
    };
    await assert.rejects(removeTargets(clients, targets, { signal: cancel.signal, onAnswer }), /^Error: cancelled/);
    assert.equal(told.at(-1), 2);
    assert.deepEqual(await data.keys(), ['b/1']);
  });

  describe('that breaks off within a place', () => {
    const denied = 'is not allowed for this connection; ask for the permission, or choose another connection.';

    /** Deletes through a network that refuses every request to delete but the first. */
    async function breakOff(targets: Parameters<typeof removeTargets>[1], told: number[]): Promise<void> {
      let deletions = 0;
      const proxy = await startS3Proxy(data.engine, {
        answers: ({ method, url = '' }, response) => {
          if ((method !== 'DELETE' && !/[?&]delete\b/.test(url)) || ++deletions === 1) return false;
          response.writeHead(403, { 'content-type': 'application/xml' });
          response.end('<Error><Code>AccessDenied</Code><Message>No.</Message></Error>');
          return true;
        },
      });
      const refused = new SdkClients({ ...data.engine.connection, endpoint: proxy.endpoint });
      try {
        await removeTargets(refused, targets, { onAnswer: ({ removed }) => told.push(removed) });
      } finally {
        refused.dispose();
        await proxy.close();
      }
    }

    it('says what S3 has deleted of it', async () => {
      const keys = Array.from({ length: 1_500 }, (_, index) => `some/${String(index).padStart(4, '0')}`);
      await putManyObjects(data.engine, bucket, keys);
      const told: number[] = [];
      await assert.rejects(breakOff([{ kind: 'folder', at: { bucket, key: 'some/' } }], told), {
        name: 'UserError',
        message: `1,000 objects were deleted before: Access denied: deleting what is below s3://data/some/ ${denied}`,
      });
      assert.deepEqual([told, await data.keys()], [[1_000], keys.slice(1_000)]);
    });

    it('says it of objects that were selected, too', async () => {
      const keys = ['a', 'b', 'c\u0001'];
      for (const key of keys) await data.put(key);
      const targets = keys.map((key) => ({ kind: 'object', at: { bucket, key } }) as const);
      const told: number[] = [];
      await assert.rejects(breakOff(targets, told), {
        name: 'UserError',
        message: `2 objects were deleted before: Access denied: deleting s3://data/a ${denied}`,
      });
      assert.deepEqual([told, await data.keys()], [[2], ['c\u0001']]);
    });
  });
});
