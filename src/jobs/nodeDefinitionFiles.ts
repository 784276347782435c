import { createHash } from 'node:crypto';
import { createReadStream, type Dirent } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { codeOf } from '../shared/errors.ts';
import { platform } from '../shared/node/platform.ts';
import type { DefinitionFiles, FolderChild, FolderEntry } from './definitionFiles.ts';
import { writeArchive } from './source/writeArchive.ts';

/** The real file system. */
export const nodeDefinitionFiles: DefinitionFiles = {
  async stat(path) {
    try {
      const facts = await stat(path);
      const kind = facts.isFile() ? 'file' : facts.isDirectory() ? 'folder' : 'other';
      // Windows reports every file as one that can be run.
      const executable = platform.hasFileModes && (facts.mode & 0o100) !== 0;
      return { kind, size: facts.size, modified: facts.mtimeMs, executable };
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
      throw error;
    }
  },

  realPath: (path) => realpath(path),

  async list(folder, limit) {
    const entries: FolderEntry[] = [];
    await collect(folder, '', limit, entries);
    return entries.sort((a, b) => (a.relativePath < b.relativePath ? -1 : 1));
  },

  async names(folder) {
    return (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  },

  async readHead(path, bytes) {
    const file = await open(path);
    try {
      const buffer = Buffer.alloc(bytes);
      const { bytesRead } = await file.read(buffer, 0, bytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  },

  async readTail(path, bytes) {
    const file = await open(path);
    try {
      const buffer = Buffer.alloc(bytes);
      const start = Math.max(0, (await file.stat()).size - bytes);
      const { bytesRead } = await file.read(buffer, 0, bytes, start);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  },

  async digest(path, signal) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash, signal === undefined ? {} : { signal });
    return hash.digest('hex');
  },

  async children(folder) {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  },

  archive: writeArchive,
};

function kindOf(entry: Dirent): FolderChild['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}

async function collect(folder: string, prefix: string, limit: number, entries: FolderEntry[]): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entries.length > limit) return;
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    const relativePath = `${prefix}${entry.name}`;
    if (entry.isDirectory()) await collect(path, `${relativePath}/`, limit, entries);
    else if (entry.isFile()) entries.push({ path, relativePath, kind: 'file' });
    else if (entry.isSymbolicLink()) entries.push({ path, relativePath, kind: 'link' });
  }
}
