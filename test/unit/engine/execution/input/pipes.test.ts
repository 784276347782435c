import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import type { Channel } from '../../../../../src/engine/services/sagemaker/trainingJobRecord.ts';
import { channelOf, InputSpace } from '../../../../support/inputSpace.ts';
import { useTemporaryFolders } from '../../../../support/temporaryFolder.ts';
import { waitFor } from '../../../../support/waitFor.ts';

/** A record as the SageMaker Python SDK writes it (amazon/common.py): magic, length, content, padding to four bytes. */
function record(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content);
  const header = Buffer.from([0x0a, 0x23, 0xd7, 0xce, 0, 0, 0, 0]);
  header.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([header, bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

describe('channels as pipes', function () {
  this.timeout(30_000);
  const folders = useTemporaryFolders();
  const readers: ChildProcess[] = [];
  let space: InputSpace;

  before(function () {
    if (process.platform === 'win32') this.skip();
  });
  beforeEach(async () => {
    space = await InputSpace.make(await folders());
    for (const name of ['a', 'b', 'c']) await space.put(`train/${name}`, `${name.repeat(3)}\n`);
  });
  afterEach(async () => {
    await space.close();
    for (const reader of readers.splice(0)) reader.kill('SIGKILL');
  });

  const pipe = (members: Partial<Channel> = {}, source: Parameters<typeof channelOf>[1] = {}, key = 'train/') =>
    channelOf(key, source, { InputMode: 'Pipe', ...members });
  const deliver = async (channel: Channel) => (await space.deliver([channel])).folders[0] ?? '';

  function program(name: string, ...args: string[]) {
    const child = spawn(name, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    readers.push(child);
    return child;
  }
  const readBytes = (path: string): Promise<Buffer> => buffer(program('cat', path).stdout);
  const read = async (path: string): Promise<string> => (await readBytes(path)).toString();

  it('bring the objects one after the other, once for every epoch that is opened', async () => {
    const data = await deliver(pipe());
    for (let epoch = 0; epoch < 5; epoch++) {
      assert.equal(await read(join(data, `train_${epoch}`)), 'aaa\nbbb\nccc\n');
      await waitFor('the pipe that is read to go', () => !existsSync(join(data, `train_${epoch}`)) || undefined);
    }
    assert.deepEqual(await readdir(data), ['train_5']);
  });

  it('have the next one ready before the first byte of this one', async () => {
    const data = await deliver(pipe());
    const script = `exec 3<"$1/train_0"; head -c 1 <&3 >/dev/null; ls "$1"`;
    const listing = (await buffer(program('bash', '-c', script, 'bash', data).stdout)).toString();
    assert.match(listing, /^train_1$/m);
  });

  it('go on with the next epoch when a program has had enough of this one', async () => {
    await space.put('train/large', Buffer.alloc(5_000_000, 'x'));
    const data = await deliver(pipe());
    for (let epoch = 0; epoch < 3; epoch++) {
      const script = `head -c 6 "$1/train_${epoch}"`;
      assert.equal((await buffer(program('bash', '-c', script, 'bash', data).stdout)).toString(), 'aaa\nbb');
    }
    await waitFor('the epochs to be given up', async () => (await readdir(data)).join() === 'train_3' || undefined);
    assert.equal((await read(join(data, 'train_3'))).length, 5_000_012);
    assert.deepEqual(space.failures, []);
  });

  it('are written no faster than they are read, and end with the job', async () => {
    await space.put('train/large', Buffer.alloc(20_000_000, 'x'));
    const data = await deliver(pipe());
    const slow = program('bash', '-c', 'exec 3<"$1/train_0"; echo open; sleep 60', 'bash', data);
    await once(slow.stdout, 'data');
    await space.close();
    assert.equal(slow.exitCode, null, 'the reader still waits');
    assert.deepEqual(space.failures, []);
  });

  it('end with a job that reads none of them', async () => {
    const begin = Date.now();
    await deliver(pipe());
    await space.close();
    assert.ok(Date.now() - begin < 2000);
  });

  it('of several channels do not wait for one another', async () => {
    const { folders: found } = await space.deliver([pipe(), { ...pipe({}, {}, 'train/b'), ChannelName: 'test' }]);
    const data = found[0] ?? '';
    assert.equal(await read(join(data, 'test_0')), 'bbb\n');
    assert.equal(await read(join(data, 'test_1')), 'bbb\n');
    assert.equal(await read(join(data, 'train_0')), 'aaa\nbbb\nccc\n');
  });

  it('decompress, also what is gzipped in parts', async () => {
    await space.put('zip/1', gzipSync('one\n'));
    await space.put('zip/2', Buffer.concat([gzipSync('two\n'), gzipSync('three\n')]));
    const data = await deliver(pipe({ CompressionType: 'Gzip' }, {}, 'zip/'));
    assert.equal(await read(join(data, 'train_0')), 'one\ntwo\nthree\n');
  });

  it('wrap each object in a RecordIO record, also a decompressed and an empty one', async () => {
    await space.put('train/d', '');
    const plain = await deliver(pipe({ RecordWrapperType: 'RecordIO' }));
    const expected = ['aaa\n', 'bbb\n', 'ccc\n', ''].map(record);
    assert.deepEqual(await readBytes(join(plain, 'train_0')), Buffer.concat(expected));
    await space.close();
    await space.put('zip/1', gzipSync('a'.repeat(100_001)));
    const zipped = {
      ...pipe({ RecordWrapperType: 'RecordIO', CompressionType: 'Gzip' }, {}, 'zip/'),
      ChannelName: 'z',
    };
    assert.deepEqual(await readBytes(join(await deliver(zipped), 'z_0')), record('a'.repeat(100_001)));
  });

  it('shuffle the objects anew in every epoch', async () => {
    for (let number = 10; number < 30; number++) await space.put(`many/${number}`, `${number}\n`);
    const data = await deliver(pipe({ ShuffleConfig: { Seed: 11 } }, {}, 'many/'));
    const epochs = [await read(join(data, 'train_0')), await read(join(data, 'train_1'))];
    const sorted = epochs.map((text) => text.trimEnd().split('\n').sort().map(Number));
    for (const numbers of sorted)
      assert.deepEqual(
        numbers,
        Array.from({ length: 20 }, (_, index) => index + 10),
      );
    assert.notEqual(epochs[0], epochs[1]);
  });

  it('are shared by the hosts, and empty for a host without objects', async () => {
    const { folders: found } = await space.deliver([pipe({}, { S3DataDistributionType: 'ShardedByS3Key' })], {
      InstanceCount: 4,
    });
    const got = await Promise.all(found.map((folder) => read(join(folder, 'train_0'))));
    assert.deepEqual(got, ['aaa\n', 'bbb\n', 'ccc\n', '']);
  });

  it('take the order of a manifest', async () => {
    await space.put('m', JSON.stringify([{ prefix: 's3://b/train/' }, 'c', 'a', 'c']));
    const data = await deliver(pipe({}, { S3DataType: 'ManifestFile' }, 'm'));
    assert.equal(await read(join(data, 'train_0')), 'ccc\naaa\nccc\n');
  });

  describe('of augmented manifests', () => {
    const manifest = (AttributeNames: string[], members: Partial<Channel> = {}) =>
      pipe(members, { S3DataType: 'AugmentedManifestFile', AttributeNames }, 'm');
    const lines = (...objects: object[]) => space.put('m', objects.map((each) => `${JSON.stringify(each)}\n`).join(''));

    it('bring the attributes of every line in the order asked for, references as what they name', async () => {
      await lines(
        { label: 1, 'image-ref': 's3://b/train/a', note: 'é' },
        { 'image-ref': 's3://b/train/c', label: { class: [0, 2] }, note: '' },
      );
      const wrapped = await deliver(manifest(['image-ref', 'label', 'note'], { RecordWrapperType: 'RecordIO' }));
      const expected = ['aaa\n', '1', 'é', 'ccc\n', '{"class":[0,2]}', ''].map(record);
      assert.deepEqual(await readBytes(join(wrapped, 'train_0')), Buffer.concat(expected));
      assert.deepEqual(await readBytes(join(wrapped, 'train_1')), Buffer.concat(expected));
      await space.close();
      const plain = await deliver({ ...manifest(['label', 'note']), ChannelName: 'plain' });
      assert.equal(await read(join(plain, 'plain_0')), '1é{"class":[0,2]}');
    });

    it('shuffle and share their lines', async () => {
      await lines(...Array.from({ length: 30 }, (_, line) => ({ line: `${line}\n` })));
      const channel = manifest(['line'], { ShuffleConfig: { Seed: 5 } });
      (channel.DataSource.S3DataSource ?? { S3DataDistributionType: undefined }).S3DataDistributionType =
        'ShardedByS3Key';
      const { folders: found } = await space.deliver([channel], { InstanceCount: 2 });
      const epoch = (number: number) => Promise.all(found.map((folder) => read(join(folder, `train_${number}`))));
      const [first, second] = [await epoch(0), await epoch(1)];
      const numbers = (texts: string[]) => texts.flatMap((text) => text.trimEnd().split('\n').map(Number));
      for (const texts of [first, second])
        assert.deepEqual(
          numbers(texts).sort((a, b) => a - b),
          Array.from({ length: 30 }, (_, index) => index),
        );
      assert.notDeepEqual(numbers(first), numbers(second));
    });

    const refused: [string, string, RegExp][] = [
      [
        'a line that is not JSON',
        '{"a": 1}\n\nnot json\n',
        /line 3, is not JSON \(.*\); write one JSON object a line\.$/,
      ],
      ['a line without the attribute', '{"a": 1}\n{"b": 1}', /line 2, has no attribute 'a'; add it/],
      ['a line that is no object', '[1]\n', /line 1, has no attribute 'a'/],
      ['no lines', '\n \n', /the augmented manifest s3:\/\/b\/m of channel 'train' has no lines/],
    ];
    for (const [what, content, expected] of refused) {
      it(`say where there is ${what}`, async () => {
        await space.put('m', content);
        await assert.rejects(deliver(manifest(['a'])), { name: 'JobFailure', message: expected });
      });
    }

    it('say which reference is none', async () => {
      await lines({ 'a-ref': '/local/file' });
      await assert.rejects(
        deliver(manifest(['a-ref'])),
        /line 1, has \/local\/file as 'a-ref', which is to be an object's URI/,
      );
    });
  });

  describe('that cannot be fed', () => {
    const failure = async (expected: RegExp) =>
      assert.match(String(await waitFor('the failure', () => space.failures[0])), expected);

    it('say which object is gone', async () => {
      const data = await deliver(pipe());
      await space.objects.remove('b', 'train/b');
      assert.equal(await read(join(data, 'train_0')), '');
      await failure(
        /JobFailure: ClientError: Data download failed:Unable to download object s3:\/\/b\/train\/b \(NoSuchKey/,
      );
    });

    it('say which object is not gzip', async () => {
      const data = await deliver(pipe({ CompressionType: 'Gzip' }));
      await read(join(data, 'train_0'));
      await failure(/s3:\/\/b\/train\/a is not a gzip file \(incorrect header check\); leave out CompressionType/);
    });

    it('say which reference of a manifest is gone', async () => {
      await space.put('m', '{"a-ref": "s3://b/gone"}');
      const source = { S3DataType: 'AugmentedManifestFile' as const, AttributeNames: ['a-ref'] };
      const data = await deliver(pipe({}, source, 'm'));
      await read(join(data, 'train_0'));
      await failure(/Unable to download object s3:\/\/b\/gone/);
    });
  });
});
