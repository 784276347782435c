import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { SdkClients } from '../../src/sagemaker/clients.ts';
import { defaultBucketOf, findDefaultBucket, listBuckets } from '../../src/sagemaker/s3/bucketList.ts';
import { BucketsModel } from '../../src/sagemaker/s3/bucketsModel.ts';
import { downloadFiles } from '../../src/sagemaker/s3/download.ts';
import { planDownload } from '../../src/sagemaker/s3/downloadPlan.ts';
import { FolderModel } from '../../src/sagemaker/s3/folderModel.ts';
import { headObject, listObjects } from '../../src/sagemaker/s3/objectList.ts';
import { plainUrl, presignedUrl } from '../../src/sagemaker/s3/presign.ts';
import { loadPreview, longestPreview } from '../../src/sagemaker/s3/preview.ts';
import {
  countObjects,
  removeBelow,
  removeBucket,
  removeKeys,
  versioningOf,
  type Removal,
} from '../../src/sagemaker/s3/remove.ts';
import { createFolder, uploadFiles } from '../../src/sagemaker/s3/upload.ts';
import { EngineProcess } from '../support/engineProcess.ts';
import { hostileKeys } from '../support/hostileKeys.ts';
import { putManyObjects } from '../support/manyObjects.ts';
import { useS3Data, type S3Data } from '../support/s3Data.ts';
import { startS3Proxy } from '../support/s3Proxy.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';

const bucket = 'data';
const rules = { windows: false, caseInsensitive: false };

describe('data in S3, as the Data view lists and shows it', function () {
  this.timeout(60_000);
  const folders = useTemporaryFolders();
  let data: S3Data;
  let clients: SdkClients;

  useS3Data(bucket, (given) => ({ clients } = data = given));

  it('lists the buckets, and knows the default one', async () => {
    assert.equal(await findDefaultBucket(clients), undefined);
    const name = defaultBucketOf(clients.connection);
    await data.s3.send(new CreateBucketCommand({ Bucket: name }));
    assert.equal((await findDefaultBucket(clients))?.name, name);
    const { buckets, next } = await listBuckets(clients);
    assert.deepEqual([buckets.map((each) => each.name), next], [[bucket, name], undefined]);
    assert.equal(buckets[0]?.region, 'us-east-1');
    await removeBucket(clients, name);
  });

  it('keeps the buckets that it knows when they may not be listed any more, and says why', async () => {
    let refused: string | undefined;
    const proxy = await startS3Proxy(data.engine, {
      answers: ({ method, url }, response) => {
        // A refusal of a HEAD has no body.
        if (refused === undefined || (refused === 'AccessDenied' && url?.includes('ListBuckets') !== true))
          return false;
        response.writeHead(refused === 'AccessDenied' ? 403 : 400, { 'content-type': 'application/xml' });
        response.end(method === 'HEAD' ? '' : `<Error><Code>${refused}</Code><Message>No.</Message></Error>`);
        return true;
      },
    });
    const away = new SdkClients({ ...data.engine.connection, endpoint: proxy.endpoint });
    const state = ({ here, error }: BucketsModel) => [here.map(({ name }) => name), (error as Error | undefined)?.name];
    try {
      const known = new BucketsModel(async () => away);
      await known.open();
      assert.deepEqual(state(known), [[bucket], undefined]);
      refused = 'ExpiredToken';
      await known.refresh();
      assert.deepEqual(state(known), [[bucket], 'ExpiredToken']);
      const unknown = new BucketsModel(async () => away);
      await unknown.open();
      assert.deepEqual(state(unknown), [[], 'ExpiredToken'], 'not that the default bucket cannot be looked at either');
      await assert.rejects(
        loadPreview(away, { bucket, key: 'k' }),
        /^UserError: S3 refused reading s3:\/\/data\/k without/,
      );
      refused = 'AccessDenied';
      const home = defaultBucketOf(away.connection);
      await data.s3.send(new CreateBucketCommand({ Bucket: home }));
      await unknown.open();
      assert.deepEqual(state(unknown), [[home], 'AccessDenied'], 'the default one may be used all the same');
      refused = undefined;
      await Promise.all([unknown.refresh(), known.refresh()]);
      for (const buckets of [unknown, known]) assert.deepEqual(state(buckets), [[home, bucket], undefined]);
      await removeBucket(clients, home);
    } finally {
      away.dispose();
      await proxy.close();
    }
  });

  it('lists, reads, fetches and deletes keys that look like nothing on a disk', async () => {
    for (const key of hostileKeys) await data.put(key, `content of ${key}`);
    assert.deepEqual(new Set(await data.keys()), new Set(hostileKeys));
    for (const key of hostileKeys) assert.equal((await headObject(clients, { bucket, key }))?.key, key);
    // Each is found by going down from folder to folder, as a person does.
    const found: string[] = [];
    const visit = async (prefix: string): Promise<void> => {
      const folder = data.folder(prefix);
      await folder.open();
      assert.equal(folder.error, undefined);
      found.push(...folder.objects.map(({ key }) => key));
      for (const below of folder.folders) await visit(below);
    };
    await visit('');
    assert.deepEqual(found.sort(), [...hostileKeys].sort());

    const folder = await folders();
    const { files } = await planDownload(clients, [{ bucket, key: '', isObject: false }], folder, rules);
    await downloadFiles(clients, files);
    for (const { place, path } of files) assert.equal(await readFile(path, 'utf8'), `content of ${place.key}`);
    assert.equal(files.length, hostileKeys.length);
    const { removed, failed } = await removeBelow(clients, { bucket, key: '' });
    assert.deepEqual([removed, failed, await data.keys()], [hostileKeys.length, [], []]);
  });

  it('shows folders first, a new folder without its own object, and an object of the same name beside it', async () => {
    await createFolder(clients, { bucket, key: 'z/' });
    await data.put('z/b.csv');
    await data.put('a');
    await data.put('a/x');
    const root = data.folder('');
    await root.open();
    assert.deepEqual(root.folders, ['a/', 'z/']);
    assert.deepEqual(
      root.objects.map(({ key }) => key),
      ['a'],
    );
    const below = data.folder('z/');
    await below.open();
    assert.deepEqual(
      below.objects.map(({ key, size }) => [key, size]),
      [['z/b.csv', 7]],
    );
  });

  it('keeps what was listed when S3 cannot be asked, and goes on when it can', async () => {
    await data.put('k/1');
    let isDown = false;
    const folder = new FolderModel({ bucket, key: 'k/' }, async () => {
      if (isDown) throw new Error('down');
      return clients;
    });
    await folder.open();
    isDown = true;
    await data.put('k/2');
    await folder.refresh();
    assert.deepEqual([folder.objects.length, (folder.error as Error).message], [1, 'down']);
    isDown = false;
    await folder.open();
    assert.deepEqual([folder.objects.length, folder.error], [2, undefined]);
  });

  it('says what went wrong in one sentence', async () => {
    const missing = new FolderModel({ bucket: 'not-there', key: '' }, async () => clients);
    await missing.open();
    await assert.rejects(
      countObjects(clients, missing.place),
      /^UserError: The bucket not-there is not there; refresh/,
    );
    await assert.rejects(
      presignedUrl(clients, { bucket, key: 'gone' }, 60),
      /^UserError: There is no object s3:\/\/data\/gone/,
    );
    assert.equal(await loadPreview(clients, { bucket, key: 'gone' }), undefined);
    await data.put('k');
    await assert.rejects(removeBucket(clients, bucket), /^UserError: /);
    assert.equal(await versioningOf(clients, bucket), 'off');
  });

  describe('previews', () => {
    it('show text, the first lines of a long one, and what gzip holds', async () => {
      await data.put('a.csv', '1,2\n3,4\n');
      const text = await loadPreview(clients, { bucket, key: 'a.csv' });
      assert.deepEqual([text?.kind, Buffer.from(text?.content ?? []).toString()], ['text', '1,2\n3,4\n']);
      const line = `${'ö'.repeat(49)}\n`;
      const long = Buffer.from(line.repeat(20_000));
      await data.put('long.csv', long);
      await data.put('long.csv.gz', gzipSync(long));
      for (const key of ['long.csv', 'long.csv.gz']) {
        const cut = await loadPreview(clients, { bucket, key });
        assert.ok(cut?.kind === 'text' && cut.isCut && cut.isUnzipped === key.endsWith('.gz'), key);
        assert.equal(
          cut.content.length,
          Math.floor(longestPreview / Buffer.byteLength(line)) * Buffer.byteLength(line),
        );
      }
      await data.put('small.json.gz', gzipSync('{"a":1}'));
      const small = await loadPreview(clients, { bucket, key: 'small.json.gz' });
      assert.deepEqual(
        [small?.kind === 'text' && small.isCut, Buffer.from(small?.content ?? []).toString()],
        [false, '{"a":1}'],
      );
      await data.put('not-really.gz', 'plain');
      assert.equal(
        Buffer.from((await loadPreview(clients, { bucket, key: 'not-really.gz' }))?.content ?? []).toString(),
        'plain',
      );
      await data.put('encoded.txt', gzipSync('inside'), { ContentEncoding: 'gzip' });
      assert.equal(
        Buffer.from((await loadPreview(clients, { bucket, key: 'encoded.txt' }))?.content ?? []).toString(),
        'inside',
      );
      await data.put('empty.gz', '');
      assert.equal((await loadPreview(clients, { bucket, key: 'empty.gz' }))?.kind, 'text');
    });

    it('know a picture, and say what is neither', async () => {
      const png = Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      );
      await data.put('dot.png', png);
      const picture = await loadPreview(clients, { bucket, key: 'dot.png' });
      assert.deepEqual([picture?.kind, Buffer.from(picture?.content ?? []).equals(png)], ['picture', true]);
      await data.put('model.tar.gz', gzipSync(randomBytes(1000)));
      await data.put('x.parquet', Buffer.from([80, 65, 82, 49, 0, 1]));
      for (const key of ['model.tar.gz', 'x.parquet'])
        assert.equal((await loadPreview(clients, { bucket, key }))?.kind, 'binary');
    });
  });

  it('signs URLs with which anybody can read, for as long as they hold', async () => {
    const key = 'a b/ö+%.csv';
    await data.put(key, 'shared');
    const url = await presignedUrl(clients, { bucket, key }, 60);
    assert.equal(await (await fetch(url)).text(), 'shared');
    assert.equal(new URL(url).searchParams.get('X-Amz-Expires'), '60');
    const plain = await plainUrl(clients, { bucket, key });
    assert.ok(url.startsWith(`${plain}?`));
    assert.equal((await fetch(plain)).status, 403);
  });

  it('follows a bucket to its region', async () => {
    const seen: string[] = [];
    // As AWS does it: whoever signs for another region is told the right one.
    const right = await EngineProcess.start(undefined, ['--region', 'eu-central-1']);
    const proxy = await startS3Proxy(right, {
      answers: (request, response) => {
        const region = /Credential=[^/]+\/\d+\/([\w-]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
        seen.push(region);
        if (region === 'eu-central-1') return false;
        response.writeHead(301, { 'x-amz-bucket-region': 'eu-central-1', 'content-type': 'application/xml' });
        response.end(
          request.method === 'HEAD' ? '' : '<Error><Code>PermanentRedirect</Code><Message>Elsewhere.</Message></Error>',
        );
        return true;
      },
    });
    const { accessKeyId, secretAccessKey } = right.announcement;
    const away = new SdkClients({
      ...right.connection,
      endpoint: proxy.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey },
    });
    try {
      const direct = new SdkClients(right.connection);
      await (
        await direct.s3()
      ).send(
        new CreateBucketCommand({ Bucket: 'far', CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } }),
      );
      direct.dispose();
      const path = join(await folders(), 'x.csv');
      await writeFile(path, 'far');
      const files = [{ path, key: 'x.csv', size: 3 }];
      await uploadFiles(away, { bucket: 'far', key: 'p/' }, files);
      assert.deepEqual((await listObjects(away, { bucket: 'far', key: '' })).folders, ['p/']);
      const url = await presignedUrl(away, { bucket: 'far', key: 'p/x.csv' }, 60);
      assert.match(url, /eu-central-1/);
      assert.deepEqual(seen.filter((region) => region === 'us-east-1').length, 1, 'it is learnt once');
    } finally {
      away.dispose();
      await proxy.close();
      await right.remove();
    }
  });

  it('deletes thousands in batches, and tells how far it is', async () => {
    const keys = Array.from({ length: 2_500 }, (_, index) => `some/${index}`);
    await putManyObjects(data.engine, bucket, keys);
    await data.put('other');
    const told: number[] = [];
    const onAnswer = ({ removed }: Removal): unknown => told.push(removed);
    assert.deepEqual(await removeBelow(clients, { bucket, key: 'some/' }, { onAnswer }), {
      removed: 2_500,
      failed: [],
    });
    assert.deepEqual([told, await data.keys()], [[1_000, 1_000, 500], ['other']]);
  });

  it('deletes what it is told and nothing else', async () => {
    for (const key of ['a', 'a/b', 'ab', 'a\u0001b']) await data.put(key);
    assert.deepEqual(await removeKeys(clients, bucket, ['a', 'a\u0001b']), { removed: 2, failed: [] });
    assert.deepEqual(await data.keys(), ['a/b', 'ab']);
    const cancel = new AbortController();
    cancel.abort(new Error('cancelled'));
    await assert.rejects(removeBelow(clients, { bucket, key: '' }, { signal: cancel.signal }), /^Error: cancelled/);
    assert.deepEqual(await data.keys(), ['a/b', 'ab']);
  });

  it('stays usable with 100,000 objects below one prefix', async function () {
    this.timeout(240_000);
    const total = 100_000;
    const keys = Array.from({ length: total }, (_, index) => `many/part-${String(index).padStart(6, '0')}.csv`);
    const many = 'many-objects';
    await data.s3.send(new CreateBucketCommand({ Bucket: many }));
    await putManyObjects(data.engine, many, keys);
    const folder = new FolderModel({ bucket: many, key: 'many/' }, async () => clients);
    const began = performance.now();
    await folder.open();
    const first = performance.now() - began;
    assert.deepEqual([folder.objects.length, folder.hasMore], [1_000, true]);
    const sizes: number[] = [];
    while (folder.objects.length < 8_000) {
      await folder.loadMore();
      sizes.push(folder.objects.length);
    }
    assert.deepEqual(sizes, [2_000, 4_000, 8_000]);
    assert.deepEqual(
      folder.objects.map(({ key }) => key),
      keys.slice(0, 8_000),
    );
    // What stands far behind is gone to, not loaded up to.
    const narrow = new FolderModel({ bucket: many, key: 'many/part-0999' }, async () => clients);
    await narrow.open();
    assert.equal(narrow.objects.length, 100);
    assert.ok(first < 5_000, `the first page took ${Math.round(first)} ms`);
  });
});
