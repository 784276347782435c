import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import { UserError } from '../../shared/errors.ts';
import type { ArchiveEntry, ArchiveFile } from '../definitionFiles.ts';

// Any fixed day does; zip files, and so wheels that pip builds of the unpacked source, know none before 1980.
const mtime = new Date('1985-10-26T08:15:00Z');

/** Packs entries into a temporary `.tar.gz`, file by file; see `DefinitionFiles.archive`. */
export async function writeArchive(entries: readonly ArchiveEntry[], signal?: AbortSignal): Promise<ArchiveFile> {
  const folder = await mkdtemp(join(tmpdir(), 'sagemaker-source-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const path = join(folder, 'sourcedir.tar.gz');
  try {
    const archive = pack();
    const hash = createHash('sha256');
    let size = 0;
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        size += chunk.length;
        done(null, chunk);
      },
    });
    const options = signal === undefined ? {} : { signal };
    const written = pipeline(archive, createGzip(), measure, createWriteStream(path), options);
    await Promise.all([addEntries(archive, entries), written]);
    return { path, size, sha256: hash.digest('hex'), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function addEntries(archive: Pack, entries: readonly ArchiveEntry[]): Promise<void> {
  try {
    for (const entry of entries) await addEntry(archive, entry);
    archive.finalize();
  } catch (error) {
    archive.destroy(error as Error);
    throw error;
  }
}

async function addEntry(
  archive: Pack,
  { relativePath: name, kind, path, size, executable }: ArchiveEntry,
): Promise<void> {
  if (kind === 'folder') {
    archive.entry({ name, type: 'directory', mode: 0o755, mtime });
    return;
  }
  const mode = executable ? 0o755 : 0o644;
  try {
    await pipeline(createReadStream(path), archive.entry({ name, size, mode, mtime }));
  } catch (error) {
    if (!/size mismatch/i.test(String(error))) throw error;
    throw new UserError(`${path} changed while it was being packed: run the job again.`, { cause: error });
  }
}
