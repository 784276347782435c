import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGzip, gzipSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';
import { JobFailure } from '../../../../../src/engine/execution/jobFailure.ts';
import { extractArchive } from '../../../../../src/engine/execution/scriptMode/extractArchive.ts';
import { Dice } from '../../../../support/fuzz/dice.ts';
import { useTemporaryFolders } from '../../../../support/temporaryFolder.ts';

const names = [
  'a',
  'a/b',
  'a/b/c',
  '.',
  '..',
  '../canary',
  'a/../../canary',
  '/canary',
  '/',
  'a\\..\\..\\canary',
  'C:\\x',
  '',
];
const targets = [...names, '../..', 'a/..', 'a/../..', './a', '../inside/a'];

describe('extractArchive', function () {
  this.timeout(60_000);
  const folders = useTemporaryFolders();

  it('writes nothing outside of its folder and leaves no way out, whatever the archive holds', async () => {
    const root = await folders();
    const folder = join(root, 'inside');
    await writeFile(join(root, 'canary'), 'alive');
    const seed = Math.floor(Math.random() * 2 ** 31);
    for (let index = 0; index < 300; index++) {
      const dice = new Dice(seed + index);
      const entries = Array.from({ length: 1 + dice.below(5) }, (): Partial<Header> & { name: string } => {
        const type = dice.pick(['file', 'file', 'directory', 'symlink', 'symlink', 'link', 'fifo'] as const);
        return { type, name: dice.pick(names), linkname: dice.pick([...targets, join(root, 'canary')]) };
      });
      const packed = await archiveOf(entries, (entry) => (entry.type === 'file' ? 'written' : undefined));
      await mkdir(folder);
      const content = dice.chance(0.2) ? dice.spoil(packed) : packed;
      await extractArchive(Readable.from([content]), folder, 'it').catch((error: unknown) => {
        assert.ok(error instanceof JobFailure, `${seed + index}: ${String(error)}`);
      });
      const where = `${seed + index}: ${JSON.stringify(entries)}`;
      assert.equal(await readFile(join(root, 'canary'), 'utf8'), 'alive', where);
      assert.equal((await stat(join(root, 'canary'))).nlink, 1, where);
      assert.deepEqual((await readdir(root)).sort(), ['canary', 'inside'], where);
      const own = await realpath(folder);
      for (const path of await readdir(folder, { recursive: true })) {
        const real = await realpath(join(folder, path)).catch(() => own); // a link to nothing leads nowhere
        assert.ok(real === own || real.startsWith(own + sep), `${path} leads to ${real}; ${where}`);
      }
      await rm(folder, { recursive: true });
    }
  });

  it('takes the folder itself for one whatever it is called, as the SageMaker Python SDK calls it /', async () => {
    const folder = await folders();
    const entries = ['/', './', 'code/', 'code/inference.py'].map((name) => ({
      name,
      type: name.endsWith('/') ? ('directory' as const) : ('file' as const),
    }));
    const packed = await archiveOf(entries, ({ type }) => (type === 'file' ? 'written' : undefined));
    await extractArchive(Readable.from([packed]), folder, 'it');
    assert.equal(await readFile(join(folder, 'code/inference.py'), 'utf8'), 'written');
  });

  it('refuses an archive without entries, but where it may be one', async () => {
    const packed = await archiveOf([], () => undefined);
    const folder = await folders();
    await assert.rejects(extractArchive(Readable.from([packed]), folder, 'it'), /it holds nothing/);
    await extractArchive(Readable.from([packed]), folder, 'it', 'the model folder', { mayBeEmpty: true });
    assert.deepEqual(await readdir(folder), []);
    for (const other of [Buffer.alloc(0), Buffer.from('no archive'), gzipSync('no archive')])
      await assert.rejects(
        extractArchive(Readable.from([other]), folder, 'it', 'the model folder', { mayBeEmpty: true }),
        /it is no whole tar\.gz archive/,
      );
  });

  it('says of every archive whose end is missing that it is not whole, whichever stream hears of it first', async () => {
    const dice = new Dice(1);
    for (let index = 0; index < 60; index++) {
      const content = dice.bytes(500 + 7 * index); // does not pack: what is cut off is of its entries
      const packed = await archiveOf([{ name: 'weights' }, { name: 'inference.py' }], () => content);
      const cut = packed.subarray(0, packed.length - 200);
      await assert.rejects(
        extractArchive(Readable.from([cut]), await folders(), 's3://b/model.tar.gz'),
        /^JobFailure: ClientError: s3:\/\/b\/model\.tar\.gz is no whole tar\.gz archive \(unexpected end of file\); pack and upload it again\.$/,
      );
    }
  });

  it('stops at a bomb, and takes an archive that is as large and honest', async () => {
    const limits = { free: 1_000_000, ratio: 100 };
    const unpack = async (content: Buffer) => {
      const packed = await archiveOf([{ name: 'large', type: 'file' }], () => content);
      return extractArchive(Readable.from([packed]), await folders(), 'it', 'the code folder', { limits });
    };
    await assert.rejects(
      unpack(Buffer.alloc(20_000_000)),
      /^JobFailure: ClientError: it unpacks to more than 100 times its size/,
    );
    await unpack(Buffer.alloc(900_000));
    await unpack(new Dice(1).bytes(3_000_000));
  });
});

function archiveOf(
  entries: readonly (Partial<Header> & { name: string })[],
  contentOf: (entry: Partial<Header>) => string | Buffer | undefined,
): Promise<Buffer> {
  const tar = pack();
  for (const entry of entries) {
    const content = contentOf(entry);
    if (content === undefined) tar.entry(entry);
    else tar.entry({ name: entry.name, type: 'file' }, content);
  }
  tar.finalize();
  return buffer(tar.pipe(createGzip()));
}
