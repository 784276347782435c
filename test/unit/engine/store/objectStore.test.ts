import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { MultipartUploads } from '../../../../src/engine/store/multipartUploads.ts';
import { plainDetails } from '../../../../src/engine/store/objectRecord.ts';
import { MissingBucketError, ObjectStore } from '../../../../src/engine/store/objectStore.ts';
import { hostileKeys } from '../../../support/hostileKeys.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

const details = { contentType: 'text/csv', headers: {}, userMetadata: { owner: 'me' } };
const text = (content: string) => Readable.from([Buffer.from(content)]);

describe('ObjectStore', () => {
  const folders = useTemporaryFolders();
  let state: string;
  let store: ObjectStore;
  const reopen = () => ObjectStore.open(state, { clock: new ManualClock(), caseInsensitive: false });

  beforeEach(async () => {
    state = await folders();
    store = await reopen();
    await store.createBucket('boston', 'us-east-1');
  });

  async function read(key: string): Promise<string> {
    return readFile(await store.openFile('boston', key), 'utf8');
  }

  async function keys(): Promise<string[]> {
    const found: string[] = [];
    for await (const { key } of store.listObjects('boston')) found.push(key);
    return found;
  }

  it('keeps every hostile key apart, inside its bucket, over a restart', async function () {
    this.timeout(20_000);
    for (const key of hostileKeys) await store.put('boston', key, text(`content of ${key}`), details);
    store = await reopen();
    for (const key of hostileKeys) {
      assert.equal(await read(key), `content of ${key}`);
      assert.equal((await store.head('boston', key))?.contentType, 'text/csv');
      assert.ok((await store.openFile('boston', key)).startsWith(join(state, 'buckets', 'boston', 'data')));
    }
    assert.equal((await keys()).length, hostileKeys.length);
    for (const key of hostileKeys) assert.ok(await store.remove('boston', key));
    assert.deepEqual(await readdir(join(state, 'buckets', 'boston', 'data')), []);
    assert.ok(await store.deleteBucket('boston'));
    assert.deepEqual(await readdir(join(state, 'buckets')), []);
  });

  it('leaves the old object when a stream fails half way', async () => {
    await store.put('boston', 'k', text('old'), details);
    const failing = Readable.from(
      (function* () {
        yield Buffer.from('half');
        throw new Error('gone');
      })(),
    );
    await assert.rejects(store.put('boston', 'k', failing, details), /gone/);
    assert.equal(await read('k'), 'old');
    assert.deepEqual(await readdir(join(state, 'buckets', 'boston', 'staging')), []);
  });

  it('finishes a put that was killed between its two renames', async () => {
    await store.put('boston', 'k', text('old'), plainDetails);
    const bucket = join(state, 'buckets', 'boston');
    const staged = await store.stage('boston', text('new content'));
    const record = { ...details, key: 'k', size: staged.size, md5: staged.md5, modified: staged.modified };
    await writeFile(`${staged.path}.meta`, JSON.stringify({ ...record, etag: staged.md5, lastModified: 5 }));
    await rename(staged.path, join(bucket, 'data', 'k'));
    store = await reopen();
    const info = await store.head('boston', 'k');
    assert.deepEqual([info?.etag, info?.contentType, info?.userMetadata], [staged.md5, 'text/csv', { owner: 'me' }]);
    assert.deepEqual(await readdir(join(bucket, 'staging')), []);
  });

  it('forgets a put that was killed before its renames', async () => {
    await store.put('boston', 'k', text('old'), details);
    const staged = await store.stage('boston', text('new'));
    await writeFile(
      `${staged.path}.meta`,
      JSON.stringify({ ...details, key: 'k', size: 3, modified: staged.modified }),
    );
    store = await reopen();
    assert.equal(await read('k'), 'old');
    assert.equal((await store.head('boston', 'k'))?.etag, createHash('md5').update('old').digest('hex'));
  });

  it('describes a file that was changed or put there by hand', async () => {
    await store.put('boston', 'changed', text('old'), details);
    await store.put('boston', 'touched', text('same'), details);
    const data = join(state, 'buckets', 'boston', 'data');
    await writeFile(join(data, 'changed'), 'other');
    await writeFile(join(data, 'touched'), 'same');
    await writeFile(join(data, 'added.csv'), '1,2');
    const md5 = (content: string) => createHash('md5').update(content).digest('hex');
    assert.equal((await store.head('boston', 'changed'))?.etag, md5('other'));
    assert.deepEqual((await store.head('boston', 'touched'))?.userMetadata, { owner: 'me' });
    const added = await store.head('boston', 'added.csv');
    assert.deepEqual([added?.etag, added?.size], [md5('1,2'), 3]);
    assert.deepEqual(await keys(), ['added.csv', 'changed', 'touched']);
  });

  it('gives a reader the content that it opened, whatever is written meanwhile', async () => {
    await store.put('boston', 'k', text('old'), details);
    const opened = await store.open('boston', 'k');
    await store.put('boston', 'k', text('newer'), details);
    assert.equal((await opened?.file.readFile('utf8')) ?? '', 'old');
    assert.equal(opened?.info.size, 3);
    await opened?.file.close();
  });

  it('lets puts, deletes and lists of neighbouring keys run at once', async () => {
    const work: Promise<unknown>[] = [];
    for (let round = 0; round < 60; round++) {
      const key = `deep/er/${round % 3}/k`;
      work.push(round % 2 === 0 ? store.put('boston', key, text(`${round}`), details) : store.remove('boston', key));
      if (round % 10 === 0) work.push(keys());
    }
    await Promise.all(work);
    for (const key of await keys()) assert.equal((await read(key)).length, (await store.head('boston', key))?.size);
  });

  it('refuses a write whose check refuses, and keeps nothing of it', async () => {
    await store.put('boston', 'k', text('old'), details);
    const refuse = () => {
      throw new Error('refused');
    };
    await assert.rejects(store.put('boston', 'k', text('new'), details, refuse), /refused/);
    assert.equal(await read('k'), 'old');
    assert.deepEqual(await readdir(join(state, 'buckets', 'boston', 'staging')), []);
  });

  it('refuses a key that S3 has no room for, whoever writes it, and takes the longest', async () => {
    const [longest, longer] = ['é'.repeat(512), `${'é'.repeat(512)}x`];
    await store.put('boston', longest, text('fits'), details);
    const source = join(state, 'source');
    await writeFile(source, 'content');
    const staged = await store.stage('boston', text('content'));
    for (const write of [
      store.put('boston', longer, text('no'), details),
      store.putFile('boston', longer, source, 'text/csv'),
      store.commit('boston', staged, { ...details, key: longer, etag: staged.md5 }),
    ])
      await assert.rejects(write, /The key s3:\/\/boston\/é{100}… has 1025 bytes and S3 takes at most 1024: /);
    assert.deepEqual(await keys(), [longest]);
    assert.equal(await read(longest), 'fits');
  });

  it('names a bucket that is missing and keeps one that is not empty', async () => {
    await assert.rejects(store.put('none', 'k', text(''), details), MissingBucketError);
    await store.put('boston', 'k', text(''), details);
    assert.equal(await store.deleteBucket('boston'), false);
    assert.equal(await store.createBucket('boston', 'us-east-1'), false);
  });

  it('keeps uploads over a restart and clears away aborted ones', async () => {
    const upload = await new MultipartUploads(store).create('boston', { key: 'k', details });
    await new MultipartUploads(store).putPart('boston', upload.id, 2, await store.stage('boston', text('b')));
    store = await reopen();
    const uploads = new MultipartUploads(store);
    await uploads.putPart('boston', upload.id, 1, await store.stage('boston', text('a')));
    const parts = await uploads.parts('boston', upload.id);
    assert.deepEqual(
      parts.map(({ number }) => number),
      [1, 2],
    );
    const chunks: Uint8Array[] = [];
    for await (const chunk of uploads.content('boston', upload.id, parts)) chunks.push(chunk);
    assert.equal(Buffer.concat(chunks).toString(), 'ab');
    await uploads.remove('boston', upload.id);
    assert.equal(await uploads.find('boston', upload.id), undefined);
    assert.equal(await uploads.find('boston', '../../..'), undefined);
    await assert.rejects(stat(join(state, 'buckets', 'boston', 'uploads', upload.id)), { code: 'ENOENT' });
  });
});
