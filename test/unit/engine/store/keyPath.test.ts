import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { namesOfKey } from '../../../../src/engine/store/keyPath.ts';
import { compareUtf8, walkKeys, type KeyWalk } from '../../../../src/engine/store/keyTree.ts';
import { hostileKeys } from '../../../support/hostileKeys.ts';
import { seededRandom } from '../../../support/seededRandom.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe('namesOfKey', () => {
  for (const caseInsensitive of [false, true]) {
    const naming = { caseInsensitive };

    it(`gives every key its own safe names (${caseInsensitive ? 'ignoring' : 'heeding'} case)`, () => {
      const seen = new Map<string, string>();
      for (const key of hostileKeys) {
        const names = namesOfKey(key, naming);
        for (const name of names) {
          assert.match(name, /^[\x20-\x7e]+$/, key);
          assert.doesNotMatch(name, /[<>:"/\\|?*]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i, key);
          assert.ok(Buffer.byteLength(name) <= 255 && name !== '.' && name !== '..', key);
        }
        const path = caseInsensitive ? names.join('/').toLowerCase() : names.join('/');
        assert.equal(seen.get(path), undefined, `${key} and ${seen.get(path) ?? ''}`);
        seen.set(path, key);
        assert.ok(!names.slice(0, -1).some((name) => !/\.[cd]$/.test(name)), key);
        assert.doesNotMatch(names.at(-1) ?? '', /\.[cd]$/, key);
      }
    });
  }

  it('keeps ordinary keys readable', () => {
    assert.deepEqual(namesOfKey('data/Train-1.csv', { caseInsensitive: false }), ['data.d', 'Train-1.csv']);
  });
});

describe('compareUtf8', () => {
  it('orders as the bytes do', () => {
    const keys = [...hostileKeys, '\uD800', '\uE000', '\u{10FFFF}', '\uFFFD'];
    for (const a of keys) {
      for (const b of keys) {
        if (a === '\uD800' || b === '\uD800') continue; // no UTF-8 of its own
        assert.equal(Math.sign(compareUtf8(a, b)), Math.sign(byBytes(a, b)), `${a} ${b}`);
      }
    }
  });
});

describe('walkKeys', () => {
  const folders = useTemporaryFolders();
  const naming = { caseInsensitive: false };

  async function plant(keys: readonly string[]): Promise<string> {
    const root = await folders();
    for (const key of keys) {
      const path = join(root, ...namesOfKey(key, naming));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, key);
    }
    return root;
  }

  async function walk(root: string, options: KeyWalk = {}): Promise<string[]> {
    const keys: string[] = [];
    for await (const { key } of walkKeys(root, naming, options)) keys.push(key);
    return keys;
  }

  it('finds every hostile key again, in the order of its bytes', async () => {
    const root = await plant(hostileKeys);
    assert.deepEqual(await walk(root), [...hostileKeys].sort(byBytes));
  });

  it('agrees with a plain filter, for any prefix, start and delimiter', async function () {
    this.timeout(20_000);
    const random = seededRandom(7);
    const letters = ['a', 'b', '/', '/', '.d', '!', 'Z', '\u{1F600}', '\uFFFD', 'q'.repeat(150)];
    const word = (most: number): string =>
      Array.from({ length: Math.floor(random() * most) }, () => letters[Math.floor(random() * letters.length)]).join(
        '',
      );
    const keys = [...new Set(Array.from({ length: 300 }, () => word(7)))].filter((key) => key !== '');
    const root = await plant(keys);
    const sorted = [...keys].sort(byBytes);
    for (let round = 0; round < 100; round++) {
      const prefix = word(3);
      const after = random() < 0.3 ? '' : word(5) || 'a';
      const rest = sorted.filter((key) => key.startsWith(prefix) && byBytes(key, after) > 0);
      assert.deepEqual(await walk(root, { prefix, after }), rest, JSON.stringify({ prefix, after }));
      const folded = rest.map((key) => {
        const end = key.indexOf('/', prefix.length);
        return end < 0 ? key : key.slice(0, end + 1);
      });
      const fold = (folder: string): boolean => folder.length > prefix.length;
      // A key `a/` folds into the prefix `a/`: once.
      assert.deepEqual(
        await walk(root, { prefix, after, fold }),
        [...new Set(folded)],
        JSON.stringify({ prefix, after }),
      );
    }
  });

  it('passes over files that are not ours', async () => {
    const root = await plant(['a']);
    for (const name of ['%zz', '%41', 'con', 'dir', 'x%2Fy']) await writeFile(join(root, name), '');
    assert.deepEqual(await walk(root), ['a', 'dir']);
  });

  it('finds nothing where there is nothing', async () => {
    assert.deepEqual(await walk(join(await folders(), 'none')), []);
  });
});
