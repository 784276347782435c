import { createHash, randomBytes } from 'node:crypto';
import { cp, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError, codeOf } from '../shared/errors.ts';

/** A copy of the engine that stays when the editor updates or removes the extension's own folder. */
export interface EngineProgram {
  readonly entry: string;
  readonly folder: string;
}

/**
 * Copies the engine out of the extension, into a folder named by version and content, unless it is there already.
 * @param distFolder - The extension's `dist`, which holds `engine.js` and its chunks in `engine/`.
 * @param storageFolder - The extension's global storage.
 */
export async function installEngineProgram(
  distFolder: string,
  storageFolder: string,
  version: string,
): Promise<EngineProgram> {
  const source = join(distFolder, 'engine.js');
  const digest = createHash('sha256')
    .update(await readEntry(source))
    .digest('hex')
    .slice(0, 12);
  const folder = join(storageFolder, 'engines', `${version}-${digest}`);
  const entry = join(folder, 'engine.js');
  if (await exists(entry)) return { entry, folder };
  const temporary = `${folder}.${randomBytes(4).toString('hex')}.tmp`;
  await mkdir(temporary, { recursive: true });
  await cp(join(distFolder, 'engine'), join(temporary, 'engine'), { recursive: true });
  await cp(source, join(temporary, 'engine.js'));
  await writeFile(join(temporary, 'package.json'), '{ "type": "module" }\n');
  try {
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (!(await exists(entry))) throw error; // else another window was first, with the same content
  }
  return { entry, folder };
}

/** Removes the copies of other versions; only for a caller that knows that none of them runs. */
export async function removeOtherPrograms(program: EngineProgram, storageFolder: string): Promise<void> {
  const engines = join(storageFolder, 'engines');
  for (const name of await readdir(engines)) {
    const folder = join(engines, name);
    if (folder !== program.folder) await rm(folder, { recursive: true, force: true });
  }
}

async function readEntry(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UserError(
      `The local engine is missing from this installation (${path}); reinstall SageMaker Workbench.`,
      { cause: error },
    );
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
