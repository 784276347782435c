import { createWriteStream } from 'node:fs';
import { link, mkdir, realpath, rm, symlink } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { codeOf, messageOf } from '../../../shared/errors.ts';
import { JobFailure } from '../jobFailure.ts';

/** What an archive's own content makes the file system say. */
const conflicts = new Set(['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOENT', 'ELOOP', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE']);

interface ExtractOptions {
  readonly mayBeEmpty?: boolean;
  readonly limits?: typeof bomb;
}

interface Archive {
  readonly folder: string;
  readonly name: string;
  readonly place: string;
  /** Told of all content before it is written. @throws JobFailure when it is a bomb. */
  readonly count: (bytes: number) => void;
}

/** What fills a disk is packed a thousand times; honest archives of that size, ten times. */
const bomb = { free: 2 ** 30, ratio: 100 };

/**
 * Unpacks a tar.gz; nothing of it can land outside of the folder.
 * @param name - Of the archive, for messages.
 * @param place - What the folder is, for messages.
 * @param options - Whether an archive without entries is one, and bytes that may be unpacked of any archive; and of a larger one, times its own bytes.
 * @throws JobFailure for what is no whole tar.gz, and for entries that would leave the folder, and for a bomb.
 */
export async function extractArchive(
  content: Readable,
  folder: string,
  name: string,
  place = 'the code folder',
  { mayBeEmpty = false, limits = bomb }: ExtractOptions = {},
): Promise<void> {
  const entries = extract();
  const unpack = createGunzip();
  let unpacked = 0;
  const archive: Archive = {
    ...{ folder, name, place },
    count: (bytes) => {
      unpacked += bytes;
      if (unpacked > Math.max(limits.free, limits.ratio * unpack.bytesWritten))
        throw new JobFailure(
          `ClientError: ${name} unpacks to more than ${limits.ratio} times its size and might fill the disk; pack only what the job needs and upload it again.`,
        );
    },
  };
  const links: Header[] = [];
  const reading = pipeline(content, unpack, entries);
  reading.catch(() => undefined); // heard where the entries are read
  try {
    let count = 0;
    for await (const entry of entries) {
      count++;
      if (entry.header.type === 'symlink' || entry.header.type === 'link') {
        links.push(entry.header);
        entry.resume();
      } else await writeEntry(Readable.from(counted(entry, archive)), entry.header, archive);
    }
    await reading;
    if (count === 0 && !(mayBeEmpty && unpack.bytesWritten > 0)) throw new Error('it holds nothing');
    // Last, so that no file is written through a link.
    for (const header of links) await makeLink(header, { ...archive, folder: await realpath(folder) });
  } catch (caught) {
    const ofReading = await reading.then(
      () => undefined,
      (error: unknown) => error,
    );
    const error = followsAnother(caught) ? (ofReading ?? caught) : caught;
    if (error instanceof JobFailure) throw error;
    if (conflicts.has(codeOf(error) ?? ''))
      throw new JobFailure(
        `ClientError: ${name} cannot be unpacked, since two of its entries do not go together, such as a link and a file below it (${messageOf(error)}); pack it again.`,
        { cause: error },
      );
    const isOfContent = codeOf(error) === undefined || codeOf(error)?.startsWith('Z_') || followsAnother(error);
    if (!isOfContent) throw error; // of this disk
    throw new JobFailure(
      `ClientError: ${name} is no whole tar.gz archive (${messageOf(error)}); pack and upload it again.`,
    );
  }
}

/** What a stream says that was ended because another one failed: Node's, and streamx's, which tar-stream is made of. */
function followsAnother(error: unknown): boolean {
  return /^(ERR_STREAM_|STREAM_DESTROYED$|PREMATURE_CLOSE$)/.test(codeOf(error) ?? '');
}

async function* counted(entry: Iterable<unknown> | AsyncIterable<unknown>, { count }: Archive) {
  for await (const chunk of entry as AsyncIterable<Uint8Array>) {
    count(chunk.length);
    yield chunk;
  }
}

async function writeEntry(entry: Readable, header: Header, archive: Archive): Promise<void> {
  const target = placeOf(header.name, archive);
  if (header.type === 'directory') {
    await mkdir(target, { recursive: true });
    entry.resume();
  } else if (header.type === 'file' || header.type === 'contiguous-file') {
    await mkdir(dirname(target), { recursive: true });
    await pipeline(entry, createWriteStream(target, { mode: ((header.mode ?? 0o644) & 0o777) | 0o600 }));
  } else entry.resume(); // devices and the like have no place among sources
}

function placeOf(path: string, { folder, name, place }: Archive): string {
  const parts = path.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
  if (parts.length === 0) return folder; // '/' too: so the SageMaker Python SDK names the folder where it packs a model again
  if (parts.includes('..') || /^([\\/]|[A-Za-z]:)/.test(path))
    throw new JobFailure(
      `ClientError: ${name} holds '${path}', which would land outside of ${place}; pack the folder with relative names and upload it again.`,
    );
  return join(folder, ...parts);
}

async function makeLink(header: Header, archive: Archive): Promise<void> {
  const { folder, name, place } = archive;
  const target = placeOf(header.name, archive);
  await mkdir(dirname(target), { recursive: true });
  if (header.type === 'link') {
    try {
      return await link(placeOf(header.linkname ?? '', archive), target);
    } catch (error) {
      if (codeOf(error) !== 'EPERM') throw error; // to a folder, or where the disk knows no such links
      throw new JobFailure(
        `ClientError: ${name} holds the hard link '${header.name}' to '${header.linkname}', which cannot be made; pack the file itself and upload it again.`,
        { cause: error },
      );
    }
  }
  await symlink(header.linkname ?? '', target);
  const real = await existing(target);
  if (real !== undefined && (real === folder || real.startsWith(folder + sep))) return;
  await rm(target);
  throw new JobFailure(
    `ClientError: ${name} holds the link '${header.name}' to '${header.linkname}', which is not in ${place}; pack the file itself and upload it again.`,
  );
}

async function existing(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    if (['ENOENT', 'ELOOP'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}
