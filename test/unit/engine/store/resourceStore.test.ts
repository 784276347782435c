import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ResourceStore, type ResourceSummary } from '../../../../src/engine/store/resourceStore.ts';

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
      again.list().map(({ name }) => name),
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
      again.list().map(({ name }) => name),
      ['good'],
    );
    assert.deepEqual(bad, [join(folder, 'bad.json')]);
    assert.deepEqual((await readdir(folder)).sort(), ['bad.json', 'good.json']);
  });
});
