import assert from 'node:assert/strict';
import { chmod, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pathUnderPrefix } from '../../../../../src/engine/execution/input/sourceObject.ts';
import { removeFolder } from '../../../../../src/engine/execution/removeFolder.ts';
import type { Channel } from '../../../../../src/engine/services/sagemaker/trainingJobRecord.ts';
import { channelOf, InputSpace } from '../../../../support/inputSpace.ts';
import { useTemporaryFolders } from '../../../../support/temporaryFolder.ts';

describe('where an object of a channel lies', () => {
  const cases: [key: string, prefix: string, path: string][] = [
    ['data/train.csv', 'data/train.csv', 'train.csv'],
    ['data/train/a.csv', 'data/train', 'a.csv'],
    ['data/train/a.csv', 'data/train/', 'a.csv'],
    ['data/train/deep/a.csv', 'data/train', 'deep/a.csv'],
    ['data/train-1.csv', 'data/train', 'train-1.csv'],
    ['train.csv', '', 'train.csv'],
    ['a/b.csv', '', 'a/b.csv'],
  ];
  for (const [key, prefix, path] of cases) {
    it(`${key} under '${prefix}' is ${path}`, () => assert.equal(pathUnderPrefix(key, prefix), path));
  }
});

describe('channels as files', () => {
  const folders = useTemporaryFolders();
  let space: InputSpace;

  beforeEach(async () => {
    space = await InputSpace.make(await folders());
    await space.put('train/', '');
    for (const name of ['a.csv', 'b.csv', 'deep/c.csv', 'deep/deeper/d.csv'])
      await space.put(`train/${name}`, `of ${name}`);
  });
  afterEach(async () => {
    await space.close();
    await removeFolder(join(space.folder, 'work'));
  });

  async function filesIn(folder: string): Promise<Record<string, string>> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    const read = files.sort().map(async (path) => [relative(folder, path), await readFile(path, 'utf8')] as const);
    return Object.fromEntries(await Promise.all(read));
  }
  const all = {
    'a.csv': 'of a.csv',
    'b.csv': 'of b.csv',
    'deep/c.csv': 'of deep/c.csv',
    'deep/deeper/d.csv': 'of deep/deeper/d.csv',
  };
  const deliver = async (...channels: Channel[]) => (await space.deliver(channels)).folders[0] ?? '';
  const failing = (channel: Channel, message: RegExp) =>
    assert.rejects(space.deliver([channel]), { name: 'JobFailure', message });

  it('keep the names below the prefix, and not the markers of folders', async () => {
    const data = await deliver(channelOf('train/'), channelOf('train/deep', {}, {}, 'other'));
    assert.deepEqual(await filesIn(join(data, 'train')), all);
    assert.deepEqual(Object.keys(await filesIn(join(data, 'other'))), ['c.csv', 'deeper/d.csv']);
  });

  it("are the program's own: what it changes is not changed in the bucket", async () => {
    for (const InputMode of ['File', 'FastFile']) {
      const data = await deliver(channelOf('train/', {}, { InputMode }, InputMode));
      const path = join(data, InputMode, 'a.csv');
      await chmod(path, 0o644);
      await writeFile(path, 'changed');
      assert.equal(await readFile(await space.objects.openFile('b', 'train/a.csv'), 'utf8'), 'of a.csv');
      assert.equal((await stat(await space.objects.openFile('b', 'train/a.csv'))).mode & 0o200, 0o200);
    }
  });

  it('are read-only in FastFile mode, folders too, and can be removed all the same', async () => {
    const data = await deliver(channelOf('train/', {}, { InputMode: 'FastFile' }));
    assert.deepEqual(await filesIn(join(data, 'train')), all);
    for (const path of ['', 'a.csv', 'deep', 'deep/deeper/d.csv'])
      assert.equal((await stat(join(data, 'train', path))).mode & 0o222, 0, path);
    await removeFolder(data);
    await assert.rejects(stat(data), { code: 'ENOENT' });
  });

  it('are whole folders in FastFile mode', async () => {
    await space.put('train-2/x.csv', 'x');
    const channel = (key: string) => channelOf(key, {}, { InputMode: 'FastFile' }, key);
    await failing(
      channel('train'),
      /^ClientError: Channel 'train' uses FastFile.*s3:\/\/b\/train is the beginning of a name; end it with '\/'/,
    );
    const data = await deliver(channel('train-2'));
    assert.deepEqual(await filesIn(join(data, 'train-2')), { 'x.csv': 'x' });
  });

  it('come from the manifest that names them', async () => {
    await space.put('m.json', JSON.stringify([{ prefix: 's3://b/train/' }, 'deep/c.csv', 'a.csv']));
    const data = await deliver(channelOf('m.json', { S3DataType: 'ManifestFile' }));
    assert.deepEqual(await filesIn(join(data, 'train')), { 'a.csv': 'of a.csv', 'deep/c.csv': 'of deep/c.csv' });
  });

  it('are missed by name when the manifest names more than there is', async () => {
    await space.put('m.json', JSON.stringify([{ prefix: 's3://b/' }, 'train/a.csv', 'p', 'q', 'r', 's']));
    await failing(
      channelOf('m.json', { S3DataType: 'ManifestFile' }),
      /^ClientError: Data download failed:the manifest s3:\/\/b\/m.json of channel 'train' names s3:\/\/b\/p, s3:\/\/b\/q, s3:\/\/b\/r and 1 more, which cannot be found;/,
    );
    await space.put('m.json', JSON.stringify(['s3://nowhere/p']));
    await failing(
      channelOf('m.json', { S3DataType: 'ManifestFile' }),
      /names s3:\/\/nowhere\/p, which cannot be found/,
    );
  });

  it('fail in one sentence when what was there at creation is gone', async () => {
    await failing(
      channelOf('', { S3Uri: 's3://gone/data' }),
      /no S3 objects found under s3:\/\/gone\/data for channel 'train'$/,
    );
    await failing(channelOf('gone/'), /no S3 objects found under s3:\/\/b\/gone\/ for channel 'train'$/);
    await failing(
      channelOf('m', { S3DataType: 'ManifestFile' }),
      /Unable to download object s3:\/\/b\/m \(NoSuchKey: /,
    );
  });

  it('fail in one sentence for keys that no folder can hold', async () => {
    await space.put('odd//x', 'x');
    await failing(channelOf('odd'), /S3 key: s3:\/\/b\/odd\/\/x has an illegal char sub-sequence '\/\/' in it$/);
    await space.put('up/../x', 'x');
    await failing(channelOf('up/'), /The object key 'up\/\.\.\/x' cannot be a file name/);
    await space.put('both/a', 'file');
    await space.put('both/a/b', 'in a folder');
    await failing(channelOf('both/'), /s3:\/\/b\/both\/a(\/b)? cannot be a file, because another object/);
  });

  it('are shared by the hosts of a sharded channel; a host without any is noted', async () => {
    const channel = channelOf('train/', { S3DataDistributionType: 'ShardedByS3Key' });
    const { folders: data, notes } = await space.deliver([channel], { InstanceCount: 5 });
    const names = await Promise.all(data.map(async (folder) => Object.keys(await filesIn(join(folder, 'train')))));
    assert.deepEqual(names, [['a.csv'], ['b.csv'], ['deep/c.csv'], ['deep/deeper/d.csv'], []]);
    assert.deepEqual(notes, [
      "Channel 'train' has fewer objects than hosts (ShardedByS3Key, 5 hosts): algo-5 gets none, and its folder is empty.",
    ]);
  });

  it('are shared in the order of the seed', async () => {
    for (let number = 0; number < 20; number++) await space.put(`many/${String(number).padStart(2, '0')}`, 'x');
    const source = { S3DataDistributionType: 'ShardedByS3Key' as const };
    const { folders: data } = await space.deliver([channelOf('many/', source, { ShuffleConfig: { Seed: 3 } })], {
      InstanceCount: 2,
    });
    const [first = [], second = []] = await Promise.all(data.map((folder) => readdir(join(folder, 'train'))));
    assert.deepEqual([first.length, second.length, new Set([...first, ...second]).size], [10, 10, 20]);
    assert.notDeepEqual(
      first,
      Array.from({ length: 10 }, (_, index) => String(index * 2).padStart(2, '0')),
    );
  });

  it('may be large, and are given up in their midst', async () => {
    const large = Buffer.alloc(80 * 2 ** 20, 'some text of a large file\n');
    await space.put('large/x', large);
    const data = await deliver(channelOf('large/'));
    assert.ok(large.equals(await readFile(join(data, 'train/x'))));
    let asked = 0;
    const { folders: found } = await space.deliver(
      [channelOf('large/', {}, {}, 'part')],
      undefined,
      () => asked++ >= 4,
    );
    const copied = (await stat(join(found[0] ?? '', 'part/x'))).size;
    assert.ok(copied < large.length || asked < 4, `${copied} bytes`); // a file system that shares blocks asks no more
  });

  it('stop coming when the job is cancelled', async () => {
    let asked = 0;
    const { folders: data } = await space.deliver([channelOf('train/')], undefined, () => asked++ >= 2);
    assert.ok(Object.keys(await filesIn(data[0] ?? '')).length < 4);
  });
});
