import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from '../../../shared/errors.ts';
import type { ObjectStore } from '../../store/objectStore.ts';
import { downloadFailure, objectMissing, uriOf, type SourceObject } from './sourceObject.ts';

/** Enough to keep a disk busy with small files. */
const copiesAtOnce = 8;

/** From here on a copy is made piece by piece, so that it can be given up. */
const largeFile = 64 * 2 ** 20;

const pieceBytes = 4 * 2 ** 20;

/**
 * Copies objects to the files of a channel; where the file system can, a copy shares its blocks with the object until either is changed.
 * @param cancelled - Asked between files, and between the pieces of a large one.
 * @throws JobFailure for an object that is gone, and for names that no folder can hold together.
 */
export async function copyObjects(
  list: readonly SourceObject[],
  folder: string,
  objects: ObjectStore,
  cancelled: () => boolean,
): Promise<void> {
  const waiting = list.values();
  const made = new Map<string, Promise<unknown>>();
  let failed = false;
  const isOver = (): boolean => failed || cancelled();
  const work = async (): Promise<void> => {
    for (const object of waiting) {
      if (isOver()) return;
      const target = join(folder, object.relativePath);
      const parent = dirname(target);
      try {
        if (!made.has(parent)) made.set(parent, mkdir(parent, { recursive: true }));
        await made.get(parent);
        await copyObject(object, target, objects, isOver);
      } catch (error) {
        failed = true;
        throw describe(error, object);
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: copiesAtOnce }, work)); // nothing writes on after a failure
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** As a read-only mount shows it: nothing can be changed, added or removed. */
export async function makeReadOnly(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await makeReadOnly(path);
    else await chmod(path, 0o444);
  }
  await chmod(folder, 0o555);
}

async function copyObject(
  { bucket, key }: SourceObject,
  target: string,
  objects: ObjectStore,
  cancelled: () => boolean,
): Promise<void> {
  const file = await objects.fileOf(bucket, key);
  if (file === undefined) throw objectMissing({ bucket, key });
  if (file.size < largeFile) return copyFile(file.path, target, constants.COPYFILE_FICLONE);
  try {
    await copyFile(file.path, target, constants.COPYFILE_FICLONE_FORCE);
  } catch (error) {
    if (!['ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'ENOTTY', 'EINVAL', 'EXDEV'].includes(codeOf(error) ?? '')) throw error;
    await copyInPieces(file.path, target, cancelled);
  }
}

async function copyInPieces(source: string, target: string, cancelled: () => boolean): Promise<void> {
  const from = await open(source, 'r');
  try {
    const to = await open(target, 'w');
    try {
      const piece = Buffer.allocUnsafe(pieceBytes);
      while (!cancelled()) {
        const { bytesRead } = await from.read(piece, 0, pieceBytes);
        if (bytesRead === 0) return;
        await to.writeFile(piece.subarray(0, bytesRead)); // goes on where it stands
      }
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

function describe(error: unknown, object: SourceObject): unknown {
  switch (codeOf(error)) {
    case 'ENOENT':
      return objectMissing(object);
    case 'EEXIST':
    case 'EISDIR':
    case 'ENOTDIR':
      return downloadFailure(
        `${uriOf(object)} cannot be a file, because another object of the channel has this key as its folder, or a part of it as its name; rename one of them, or use Pipe mode.`,
        error,
      );
    case 'ENAMETOOLONG':
      return downloadFailure(
        `${uriOf(object)} has a name that is too long for a file; shorten it, or use Pipe mode.`,
        error,
      );
    default:
      return error;
  }
}
