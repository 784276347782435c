import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { codeOf } from '../shared/errors.ts';
import type { DefinitionFiles, FolderEntry } from './definitionFiles.ts';

/** The real file system. */
export const nodeDefinitionFiles: DefinitionFiles = {
  async stat(path) {
    try {
      const facts = await stat(path);
      const kind = facts.isFile() ? 'file' : facts.isDirectory() ? 'folder' : 'other';
      return { kind, size: facts.size, modified: facts.mtimeMs };
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

  async digest(path, signal) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash, signal === undefined ? {} : { signal });
    return hash.digest('hex');
  },
};

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
