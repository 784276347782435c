import { isUtf8 } from 'node:buffer';
import { createReadStream, createWriteStream, type Stats } from 'node:fs';
import { readlink, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import { codeOf } from '../../shared/errors.ts';
import { folderNames, leftOut, notUtf8, type FolderNames } from './folderNames.ts';

/** One entry of an archive; `path` is what its content is read from. */
export type FolderEntry =
  | { readonly name: string; readonly type: 'file'; readonly path: string; readonly facts: Stats }
  | { readonly name: string; readonly type: 'directory' }
  | { readonly name: string; readonly type: 'symlink'; readonly linkname: string; readonly path: string };

/** What a folder holds. */
export interface FolderContent {
  readonly entries: readonly FolderEntry[];
  /** Of what could not be taken, or not as it is: one sentence for each link, and for each other reason. */
  readonly notes: readonly string[];
}

/**
 * A folder's content as `model.tar.gz` and `output.tar.gz` have it: relative names, no leading folder, empty folders too. A link
 * inside the folder stays a link; one that leads out of it is taken as the file that it names, or left out, and noted. So are a name that
 * is not UTF-8, and what is removed meanwhile.
 * @throws Error of the system (ENOENT, ENOTDIR) where the folder itself is none.
 */
export async function readFolder(folder: string): Promise<FolderContent> {
  const root = await realpath(folder);
  const found: Collection = { root, entries: [], notes: [], unreadable: [], vanished: [] };
  await collect(found, '', await folderNames(root));
  const gone = leftOut(found.vanished, 'because it was removed while the folder was read');
  return { entries: found.entries, notes: [...found.notes, ...leftOut(found.unreadable, notUtf8), ...gone] };
}

/** Writes a gzipped tar archive. */
export async function packEntries(entries: readonly FolderEntry[], archivePath: string): Promise<void> {
  const archive = pack();
  const written = pipeline(archive, createGzip(), createWriteStream(archivePath));
  await Promise.all([addEntries(archive, entries), written]);
}

async function addEntries(archive: Pack, entries: readonly FolderEntry[]): Promise<void> {
  try {
    for (const entry of entries) {
      if (entry.type === 'directory') archive.entry({ name: entry.name, type: 'directory' });
      else if (entry.type === 'symlink') archive.entry({ name: entry.name, type: 'symlink', linkname: entry.linkname });
      else {
        const { size, mtime, mode } = entry.facts;
        const header = { name: entry.name, size, mtime, mode: mode & 0o777 };
        await pipeline(createReadStream(entry.path), archive.entry(header));
      }
    }
    archive.finalize();
  } catch (error) {
    archive.destroy(error as Error);
    throw error;
  }
}

interface Collection {
  /** The folder's real path. */
  readonly root: string;
  readonly entries: FolderEntry[];
  readonly notes: string[];
  readonly unreadable: string[];
  readonly vanished: string[];
}

async function collect(into: Collection, below: string, { entries, unreadable }: FolderNames): Promise<void> {
  const nameOf = (name: string): string => (below === '' ? name : `${below}/${name}`);
  into.unreadable.push(...unreadable.map(nameOf));
  if (entries.length === 0 && below !== '') into.entries.push({ name: below, type: 'directory' });
  for (const entry of entries) {
    const name = nameOf(entry.name);
    const path = join(into.root, name);
    if (entry.kind === 'link') await collectLink(into, name, path);
    else if (entry.kind === 'folder') {
      const names = await unlessGone(folderNames(path));
      if (names === undefined) into.vanished.push(name);
      else await collect(into, name, names);
    } else if (entry.kind === 'file') {
      const facts = await unlessGone(stat(path));
      if (facts === undefined) into.vanished.push(name);
      else into.entries.push({ name, type: 'file', path, facts });
    }
  }
}

async function collectLink(into: Collection, name: string, path: string): Promise<void> {
  const { root, entries, notes } = into;
  const link = await unlessGone(readlink(path));
  if (link === undefined) return void into.vanished.push(name);
  const target = await existing(path);
  if (target?.startsWith(root + sep)) {
    const linkname = relative(dirname(path), target).replaceAll('\\', '/'); // an absolute one would name a folder of this machine
    entries.push({ name, type: 'symlink', linkname, path: target });
    return;
  }
  const facts = target === undefined ? undefined : await unlessGone(stat(target));
  const shown = `The link '${name}' leads to ${link}, out of its folder`;
  if (facts?.isFile() && target !== undefined) {
    entries.push({ name, type: 'file', path: target, facts });
    notes.push(`${shown}; the file itself is packed.`);
  } else notes.push(`${shown} or to nothing, and is not packed; copy what it names into the folder.`);
}

/** Where a link leads; undefined for nothing, and for a name that is not UTF-8. */
async function existing(path: string): Promise<string | undefined> {
  const target = await unlessGone(realpath(path, 'buffer'));
  return target !== undefined && isUtf8(target) ? target.toString() : undefined;
}

async function unlessGone<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (['ENOENT', 'ELOOP', 'ENOTDIR'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}
