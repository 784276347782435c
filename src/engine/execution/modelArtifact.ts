import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';

/**
 * Packs a folder's content as `model.tar.gz` and `output.tar.gz` are packed: relative names, no leading folder.
 * @returns False when the folder holds nothing; then no archive is written.
 */
export async function packFolder(folder: string, archivePath: string): Promise<boolean> {
  const names = await filesUnder(folder);
  if (names.length === 0) return false;
  const archive = pack();
  const written = pipeline(archive, createGzip(), createWriteStream(archivePath));
  await Promise.all([addFiles(archive, folder, names), written]);
  return true;
}

async function addFiles(archive: Pack, folder: string, names: readonly string[]): Promise<void> {
  try {
    for (const name of names) {
      const path = join(folder, name);
      const { size, mtime, mode } = await stat(path);
      await pipeline(createReadStream(path), archive.entry({ name, size, mtime, mode: mode & 0o777 }));
    }
    archive.finalize();
  } catch (error) {
    archive.destroy(error as Error);
    throw error;
  }
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}
