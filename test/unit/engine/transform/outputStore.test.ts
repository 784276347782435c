import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ObjectStore } from '../../../../src/engine/store/objectStore.ts';
import { TransformOutputStore } from '../../../../src/engine/transform/outputStore.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

const bucket = 'boston';

/** What a killed engine's promise does. */
const never = (): Promise<never> => new Promise(() => undefined);

describe('TransformOutputStore', () => {
  const folders = useTemporaryFolders();
  let state: string;
  let clock: ManualClock;
  let objects: ObjectStore;
  let reports: string[];

  beforeEach(async () => {
    state = await folders();
    clock = new ManualClock();
    reports = [];
    objects = await ObjectStore.open(state, { clock, caseInsensitive: false });
    await objects.createBucket(bucket, 'us-east-1');
    const details = { contentType: 'text/csv', headers: {}, userMetadata: { owner: 'me' } };
    await objects.put(bucket, 'out/b', Readable.from([Buffer.from('earlier')]), details);
    await clock.advance(60_000);
  });

  const storeOf = (): TransformOutputStore =>
    new TransformOutputStore({ objects, folder: join(state, 'notes'), report: (line) => reports.push(line) });

  /** Outputs under the keys `out/a`, `out/b` and `out/c`, each with its job's name as content. */
  const outputsOf = (job: string): Promise<{ path: string; key: string }[]> =>
    Promise.all(
      ['a', 'b', 'c'].map(async (name) => {
        const path = join(state, `${job}-${name}`);
        await writeFile(path, job);
        return { path, key: `out/${name}` };
      }),
    );

  async function content(): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for await (const { key } of objects.listObjects(bucket))
      found[key] = await readFile(await objects.openFile(bucket, key), 'utf8');
    return found;
  }

  /** Says yes so many times. */
  const wantedFor = (times: number) => {
    let asked = 0;
    return () => asked++ < times;
  };

  it('stores all where they are wanted to the end, and keeps no note', async () => {
    let whenConcluded: unknown;
    const conclude = async (): Promise<void> => void (whenConcluded = await content());
    await storeOf().store('job', bucket, await outputsOf('job'), { isWanted: () => true, conclude });
    const all = { 'out/a': 'job', 'out/b': 'job', 'out/c': 'job' };
    assert.deepEqual(whenConcluded, all);
    assert.deepEqual(await content(), all);
    assert.deepEqual(await readdir(join(state, 'notes')), []);
  });

  it('leaves everything as it was, whenever it is not wanted any more', async () => {
    const before = await objects.head(bucket, 'out/b');
    const conclude = (): Promise<void> => assert.fail('It is not whole.');
    for (const times of [0, 1, 2, 3, 4]) {
      await storeOf().store('job', bucket, await outputsOf('job'), { isWanted: wantedFor(times), conclude });
      assert.deepEqual(await content(), { 'out/b': 'earlier' }, String(times));
      assert.deepEqual(await objects.head(bucket, 'out/b'), before);
    }
    assert.deepEqual(reports, []);
  });

  it('leaves everything as it was where one cannot be stored', async () => {
    const outputs = await outputsOf('job');
    const broken = [...outputs, { path: join(state, 'nowhere'), key: 'out/d' }];
    const store = storeOf().store('job', bucket, broken, { isWanted: () => true, conclude: never });
    await assert.rejects(store, { code: 'ENOENT' });
    assert.deepEqual(await content(), { 'out/b': 'earlier' });
  });

  it('puts back after a kill what no end says is stored, and keeps what one does', async () => {
    for (const isStored of [false, true]) {
      const begun = new Promise<void>((resolve) => {
        const conclude = (): Promise<never> => {
          resolve();
          return never();
        };
        void outputsOf('killed').then((outputs) =>
          storeOf().store('killed', bucket, outputs, { isWanted: () => true, conclude }),
        );
      });
      await begun;
      objects = await ObjectStore.open(state, { clock, caseInsensitive: false });
      await storeOf().recover((job) => Promise.resolve(isStored && job === 'killed'));
      const stored = { 'out/a': 'killed', 'out/b': 'killed', 'out/c': 'killed' };
      assert.deepEqual(await content(), isStored ? stored : { 'out/b': 'earlier' });
      assert.deepEqual(await readdir(join(state, 'notes')), []);
    }
  });

  it('has the second of two jobs with the same keys wait, so that the first takes nothing of it back', async () => {
    const store = storeOf();
    const [first, second] = [await outputsOf('first'), await outputsOf('second')];
    const conclude = (): Promise<void> => Promise.resolve();
    await Promise.all([
      store.store('first', bucket, first, { isWanted: wantedFor(4), conclude }),
      store.store('second', bucket, second, { isWanted: () => true, conclude }),
    ]);
    assert.deepEqual(await content(), { 'out/a': 'second', 'out/b': 'second', 'out/c': 'second' });
  });

  it('says in the engine’s log what cannot be put back, and leaves the note for the next start', async () => {
    await mkdir(join(state, 'notes', 'job'), { recursive: true });
    await writeFile(join(state, 'notes', 'job', 'note.json'), '{"job":');
    await storeOf().recover(() => Promise.resolve(false));
    assert.equal(reports.length, 1);
    assert.deepEqual(await readdir(join(state, 'notes')), ['job']);
  });
});
