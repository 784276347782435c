import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../shared/errors.ts';
import { continuedSuffix, decodeName, folderSuffix, namesOfFolder, namesOfKey, type KeyNaming } from './keyPath.ts';

export interface KeyWalk {
  /** Only keys that start with it. */
  readonly prefix?: string;
  /** Only keys that come after it. */
  readonly after?: string;
  /** Folders (ending in `/`) for which this is true are reported as such instead of entered. */
  readonly fold?: (folder: string) => boolean;
}

export interface WalkedKey {
  readonly key: string;
  readonly path: string;
  /** Set when `key` is a folded folder. */
  readonly isFolder: boolean;
}

interface Entry {
  /** The full key, or with a trailing `/` the start of all keys inside. */
  readonly key: string;
  readonly isFolder: boolean;
  /** Where it stands; the two are joined for what is answered only, since a folder may hold a hundred thousand. */
  readonly folder: string;
  readonly name: string;
}

/** Walks the keys below `root` in the order of their UTF-8 bytes, reading only the folders that can hold an answer. */
export async function* walkKeys(root: string, naming: KeyNaming, walk: KeyWalk = {}): AsyncGenerator<WalkedKey> {
  const prefix = walk.prefix ?? '';
  const start = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  const folder = join(root, ...namesOfFolder(start, naming));
  for await (const found of walkFolder(folder, start, walk)) {
    // A file that some other program put here may decode to a key that we would keep elsewhere.
    if (found.isFolder || found.path === join(root, ...namesOfKey(found.key, naming))) yield found;
  }
}

async function* walkFolder(path: string, start: string, walk: KeyWalk): AsyncGenerator<WalkedKey> {
  const { prefix = '', after = '', fold } = walk;
  const isWanted = ({ key, isFolder }: Entry): boolean =>
    (key.startsWith(prefix) || (isFolder && prefix.startsWith(key))) &&
    (compareUtf8(key, after) > 0 || (isFolder && after.startsWith(key)));
  const entries = (await readEntries(path, start)).filter(isWanted);
  entries.sort((a, b) => compareUtf8(a.key, b.key));
  for (const { key, isFolder, folder, name } of entries) {
    const inner = join(folder, name);
    if (isFolder && fold?.(key) !== true) yield* walkFolder(inner, key, walk);
    else if (!isFolder || (await holdsKey(inner, key, walk))) yield { key, path: inner, isFolder };
  }
}

/** A folder that a crash left empty is no common prefix. */
async function holdsKey(path: string, key: string, { after = '' }: KeyWalk): Promise<boolean> {
  const first = await walkFolder(path, key, { after }).next();
  return first.done !== true;
}

async function readEntries(folder: string, start: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const name of await namesIn(folder)) {
    if (name.endsWith(continuedSuffix)) {
      const piece = decodeName(name.slice(0, -continuedSuffix.length));
      // One by one: a call takes no hundred thousand arguments.
      if (piece !== undefined)
        for (const entry of await readEntries(join(folder, name), start + piece)) entries.push(entry);
    } else if (name.endsWith(folderSuffix)) {
      const segment = decodeName(name.slice(0, -folderSuffix.length));
      if (segment !== undefined) entries.push({ key: `${start}${segment}/`, isFolder: true, folder, name });
    } else {
      const segment = decodeName(name);
      if (segment !== undefined) entries.push({ key: start + segment, isFolder: false, folder, name });
    }
  }
  return entries;
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}

/** Compares two texts as their UTF-8 bytes compare; JavaScript's own order puts surrogate pairs before U+E000. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const x = a.charCodeAt(index);
    const y = b.charCodeAt(index);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}
