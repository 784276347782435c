import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { UserError, messageOf } from '../../shared/errors.ts';

/** What became of an archive. */
export interface Extracted {
  readonly files: number;
  /** Links and devices, which are not made: they could lead out of the folder. */
  readonly leftOut: readonly string[];
}

/**
 * Unpacks a tar.gz into a new folder, which is there whole or not at all; nothing of it can land elsewhere.
 * @param folder - Must not be there yet.
 * @throws UserError naming the archive, for one that is not whole or would leave the folder; the signal's reason when it was aborted.
 */
export async function extractArtifact(archive: string, folder: string, signal: AbortSignal): Promise<Extracted> {
  const partial = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
  try {
    const entries = extract();
    const reading = pipeline(createReadStream(archive), createGunzip(), entries, { signal });
    reading.catch(() => undefined); // heard below, where the entries are read
    let files = 0;
    const leftOut: string[] = [];
    try {
      for await (const entry of entries) {
        const { header } = entry;
        const target = placeOf(header.name, partial);
        if (header.type === 'directory') await mkdir(target, { recursive: true });
        else if (isFile(header)) {
          await mkdir(dirname(target), { recursive: true });
          const mode = ((header.mode ?? 0o644) & 0o755) | 0o600;
          await pipeline(Readable.from(entry as AsyncIterable<Buffer>), createWriteStream(target, { mode }));
          files++;
          continue;
        } else leftOut.push(header.name);
        entry.resume();
      }
    } catch (error) {
      if (!(error instanceof UserError)) await reading; // what failed first says more
      throw error;
    }
    await reading;
    await rename(partial, folder);
    return { files, leftOut };
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    signal.throwIfAborted();
    if (error instanceof UserError) throw error;
    throw new UserError(`${archive} could not be unpacked: ${messageOf(error)}`, { cause: error });
  }
}

const isFile = ({ type }: Header): boolean => type === 'file' || type === 'contiguous-file';

function placeOf(path: string, folder: string): string {
  const parts = path.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
  if (parts.includes('..') || /^([\\/]|[A-Za-z]:)/.test(path))
    throw new UserError(`The archive holds '${path}', which would land outside of its folder; it was not unpacked.`);
  return join(folder, ...parts);
}
