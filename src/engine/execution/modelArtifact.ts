import { createReadStream, createWriteStream, type Stats } from 'node:fs';
import { readdir, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import { codeOf } from '../../shared/errors.ts';

/** One entry of an archive; `path` is what its content is read from. */
export type FolderEntry =
  | { readonly name: string; readonly type: 'file'; readonly path: string; readonly facts: Stats }
  | { readonly name: string; readonly type: 'directory' }
  | { readonly name: string; readonly type: 'symlink'; readonly linkname: string; readonly path: string };

/** What a folder holds. */
export interface FolderContent {
  readonly entries: readonly FolderEntry[];
  /** Of links that could not be taken as they are, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * A folder's content as `model.tar.gz` and `output.tar.gz` have it: relative names, no leading folder, empty folders too. A link
 * inside the folder stays a link; one that leads out of it is taken as the file that it names, or left out, and noted.
 */
export async function readFolder(folder: string): Promise<FolderContent> {
  const notes: string[] = [];
  const entries: FolderEntry[] = [];
  await collect({ root: await realpath(folder), entries, notes }, '');
  return { entries, notes };
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
}

async function collect(into: Collection, below: string): Promise<void> {
  const found = (await readdir(join(into.root, below), { withFileTypes: true })).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  if (found.length === 0 && below !== '') into.entries.push({ name: below, type: 'directory' });
  for (const each of found) {
    const name = below === '' ? each.name : `${below}/${each.name}`;
    const path = join(into.root, name);
    if (each.isDirectory()) await collect(into, name);
    else if (each.isFile()) into.entries.push({ name, type: 'file', path, facts: await stat(path) });
    else if (each.isSymbolicLink()) await collectLink(into, name, path);
  }
}

async function collectLink({ root, entries, notes }: Collection, name: string, path: string): Promise<void> {
  const target = await existing(path);
  if (target?.startsWith(root + sep)) {
    const linkname = relative(dirname(path), target).replaceAll('\\', '/'); // an absolute one would name a folder of this machine
    entries.push({ name, type: 'symlink', linkname, path: target });
    return;
  }
  const facts = target === undefined ? undefined : await stat(target);
  const shown = `The link '${name}' leads to ${await readlink(path)}, out of its folder`;
  if (facts?.isFile() && target !== undefined) {
    entries.push({ name, type: 'file', path: target, facts });
    notes.push(`${shown}; the file itself is packed.`);
  } else notes.push(`${shown} or to nothing, and is not packed; copy what it names into the folder.`);
}

async function existing(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    if (['ENOENT', 'ELOOP', 'ENOTDIR'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}
