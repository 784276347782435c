import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError, codeOf } from '../../shared/errors.ts';
import { platform } from '../../shared/node/platform.ts';

const storageFaults: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'it is read-only',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
};

/**
 * Writes a whole file so that a reader, or the next start after `kill -9` or a power cut, sees the old or the new content
 * and nothing between.
 * @throws UserError naming the directory when it is full or cannot be written.
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array,
  options: { readonly mode?: number } = {},
): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeDurably(temporary, content, options.mode ?? 0o666);
    await rename(temporary, path);
    await syncDirectory(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw storageError(dirname(path), error);
  }
}

/** Writes a new file and flushes it to the disk. */
export async function writeDurably(path: string, content: string | Uint8Array, mode = 0o666): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the renames and removals in a directory durable, where the platform can. */
export async function syncDirectory(directory: string): Promise<void> {
  if (!platform.canSyncDirectories) return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Turns what a full or read-only disk throws into a sentence for the user; any other error is returned as it came. */
export function storageError(directory: string, error: unknown): unknown {
  const fault = storageFaults[codeOf(error) ?? ''];
  if (fault === undefined || error instanceof UserError) return error;
  return new UserError(
    `The local engine cannot write to ${directory}: ${fault}; free or unlock it, or choose another state directory.`,
    { cause: error },
  );
}
