import { createHash, randomUUID } from 'node:crypto';
import { open, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that is whole and flushed, and not yet in its place. */
export interface StagedFile {
  readonly path: string;
  readonly size: number;
  /** Of the content, hexadecimal. */
  readonly md5: string;
  /** Nanoseconds since the epoch; renaming keeps it. */
  readonly modified: string;
}

/** Streams content into a new file of a temporary folder; leaves nothing behind when the stream fails. */
export async function stageFile(folder: string, content: AsyncIterable<Uint8Array>): Promise<StagedFile> {
  const path = join(folder, `${randomUUID()}.data`);
  const file = await open(path, 'wx');
  try {
    const hash = createHash('md5');
    let size = 0;
    for await (const chunk of content) {
      hash.update(chunk);
      size += chunk.length;
      await writeWhole(file, chunk);
    }
    await file.sync();
    await file.close();
    return { path, size, md5: hash.digest('hex'), modified: (await fileMark(path))?.modified ?? '' };
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
}

/** What tells whether a file is still the one that was described: its size and time of change. */
export async function fileMark(path: string): Promise<{ size: number; modified: string } | undefined> {
  const found = await stat(path, { bigint: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (found?.isFile() !== true) return undefined;
  return { size: Number(found.size), modified: String(found.mtimeNs) };
}

async function writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length;) {
    done += (await file.write(chunk, done)).bytesWritten;
  }
}
