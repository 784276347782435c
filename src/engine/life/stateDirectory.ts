import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError, codeOf } from '../../shared/errors.ts';
import { credentialsPath, readCredentials, type EngineCredentials } from '../../shared/node/engineFiles.ts';
import { storageError, writeFileAtomic } from '../store/atomicFile.ts';

/** Raised when the layout of the state changes; an older engine refuses a newer layout. */
const schemaVersion = 1;

interface StateMark {
  readonly schemaVersion: number;
  readonly writtenBy: string;
}

/**
 * Makes the directory usable, before the lock is taken.
 * @throws UserError when it cannot be created or written.
 */
export async function prepareStateDirectory(directory: string): Promise<void> {
  try {
    await createFolder(directory);
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const known = storageError(directory, error);
    if (known !== error) throw known;
    throw new UserError(
      `${directory} cannot be a state directory (${codeOf(error) ?? 'unknown error'}); choose another one.`,
      { cause: error },
    );
  }
}

async function createFolder(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    await mkdir(directory); // the recursive call hides a read-only disk behind ENOENT; the plain one tells
  }
}

/**
 * Opens the state as its owner: checks the layout's version, makes the credentials on first use.
 * @throws UserError when a newer version wrote the state.
 */
export async function openState(directory: string, version: string): Promise<EngineCredentials> {
  const markPath = join(directory, 'state.json');
  const mark = await readMark(markPath);
  if (mark !== undefined && mark.schemaVersion > schemaVersion) {
    throw new UserError(
      `The state in ${directory} was written by version ${mark.writtenBy} and cannot be read by version ${version}; update SageMaker Workbench or choose another state directory.`,
    );
  }
  if (mark?.schemaVersion !== schemaVersion || mark.writtenBy !== version) {
    await writeFileAtomic(markPath, JSON.stringify({ schemaVersion, writtenBy: version } satisfies StateMark));
  }
  const known = await readCredentials(directory);
  if (known !== undefined) return known;
  const made = makeCredentials();
  await writeFileAtomic(credentialsPath(directory), JSON.stringify(made), { mode: 0o600 });
  return made;
}

async function readMark(path: string): Promise<StateMark | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as StateMark;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new UserError(`${path} cannot be read; restore it or choose another state directory.`, { cause: error });
  }
}

/** In the shape of AWS's own, so that tools that check the shape accept them; `LOCAL` tells a person what they are. */
function makeCredentials(): EngineCredentials {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const tail = [...randomBytes(11)].map((byte) => letters[byte % letters.length]).join('');
  return { accessKeyId: `AKIALOCAL${tail}`, secretAccessKey: randomBytes(30).toString('base64') };
}
