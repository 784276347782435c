import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ResourceStore } from '../../../../src/engine/store/resourceStore.ts';
import type { ResourceSummary } from '../../../../src/engine/store/resourceSummary.ts';

interface Thing extends ResourceSummary {
  readonly payload: string;
}

describe('ResourceStore', () => {
  let folder: string;
  const bad: string[] = [];
  const open = () =>
    ResourceStore.open<Thing>(
      folder,
      ({ payload, ...summary }) => summary,
      (path) => bad.push(path),
    );
  const thing = (name: string, payload: string): Thing => ({
    name,
    status: 'new',
    creationTime: 1,
    lastModifiedTime: 1,
    payload,
  });

  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'store-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('gives back what was put, also to the next one who opens it', async () => {
    const store = await open();
    await store.put(thing('boston', 'x'));
    assert.deepEqual(await store.get('boston'), thing('boston', 'x'));
    const again = await open();
    assert.deepEqual(await again.get('boston'), thing('boston', 'x'));
    assert.deepEqual(
      Array.from(again.list(), ({ name }) => name),
      ['boston'],
    );
    assert.equal(await again.get('nobody'), undefined);
  });

  it('keeps names apart that differ in case only, on every file system', async () => {
    const store = await open();
    await store.put(thing('Boston', 'upper'));
    await store.put(thing('boston', 'lower'));
    assert.equal((await store.get('Boston'))?.payload, 'upper');
    const files = await readdir(folder);
    assert.equal(new Set(files.map((file) => file.toLowerCase())).size, 2);
  });

  it('writes in the order of the calls', async () => {
    const store = await open();
    await Promise.all(Array.from({ length: 20 }, (_, index) => store.put(thing('job', `${index}`))));
    assert.equal((await store.get('job'))?.payload, '19');
  });

  it('reports a file that cannot be read, shows the others, and clears what a killed engine left', async () => {
    const store = await open();
    await store.put(thing('good', 'x'));
    await writeFile(join(folder, 'bad.json'), '{ "name":');
    await writeFile(join(folder, 'good.json.0123.tmp'), 'half');
    const again = await open();
    assert.deepEqual(
      Array.from(again.list(), ({ name }) => name),
      ['good'],
    );
    assert.deepEqual(bad, [join(folder, 'bad.json')]);
    assert.deepEqual((await readdir(folder)).sort(), ['bad.json', 'good.json']);
  });

  describe('with the index beside it', () => {
    const index = () => `${folder}.index`;
    afterEach(() => rm(index(), { force: true }));
    let read: string[];
    /** Opens it and notes whose records were read. */
    const reopen = async () => {
      read = [];
      const store = await ResourceStore.open<Thing>(
        folder,
        ({ payload, ...summary }) => {
          read.push(summary.name);
          return summary;
        },
        (path) => bad.push(path),
      );
      read.sort();
      return store;
    };
    const names = (store: ResourceStore<Thing>) =>
      Array.from(store.list(), ({ name, status }) => `${name} ${status}`).sort();
    beforeEach(async () => {
      const store = await open();
      for (const name of ['a', 'B', 'c']) await store.put(thing(name, 'x'));
      await store.put({ ...thing('a', 'x'), status: 'old' });
      await store.delete('c');
    });

    it('reads no record that has not changed, and knows the last summary of each', async () => {
      const store = await reopen();
      assert.deepEqual(read, []);
      assert.deepEqual(names(store), ['B new', 'a old']);
      assert.deepEqual([...store.list()], [...(await open()).list()]);
    });

    it('reads what was changed, added or removed by others, once', async () => {
      await writeFile(join(folder, 'a.json'), JSON.stringify({ ...thing('a', 'x'), status: 'hand' }));
      await writeFile(join(folder, 'd.json'), JSON.stringify(thing('d', 'x')));
      await rm(join(folder, '_b.json'));
      assert.deepEqual(names(await reopen()), ['a hand', 'd new']);
      assert.deepEqual(read, ['a', 'd']);
      assert.deepEqual(names(await reopen()), ['a hand', 'd new']);
      assert.deepEqual(read, []);
    });

    for (const [what, spoil] of Object.entries({
      'is missing': () => rm(index()),
      'is of another version': () => writeFile(index(), '["summaries",2]\n["a","new",1,1,"mark"]\n'),
      'is garbage': () => writeFile(index(), Buffer.from([0, 255, 10, 91, 93, 10, 123])),
    }))
      it(`reads every record when it ${what}, and mends it`, async () => {
        await spoil();
        assert.deepEqual(names(await reopen()), ['B new', 'a old']);
        assert.deepEqual(read, ['B', 'a']);
        await reopen();
        assert.deepEqual(read, []);
      });

    it('loses one entry only where a crash tore its line, and goes on', async () => {
      const text = await readFile(index(), 'utf8');
      await writeFile(index(), text.slice(0, -20));
      const store = await reopen();
      assert.deepEqual(read, ['a']);
      await store.put(thing('e', 'x'));
      assert.deepEqual(names(await reopen()), ['B new', 'a old', 'e new']);
      assert.deepEqual(read, []);
    });

    it('is written anew when most of it is past', async () => {
      const line = (await readFile(index(), 'utf8')).split('\n')[1] ?? '';
      await appendFile(index(), `${line}\n`.repeat(2000));
      await appendFile(index(), (await readFile(index(), 'utf8')).split('\n').slice(1, 5).join('\n') + '\n');
      assert.deepEqual(names(await reopen()), ['B new', 'a old']);
      assert.equal((await readFile(index(), 'utf8')).split('\n').length, 4);
    });
  });
});
