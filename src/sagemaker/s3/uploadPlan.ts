import { lstat, readFile, readdir, realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, sep } from 'node:path';
import { UserError, codeOf } from '../../shared/errors.ts';

/** A file to send; `key` is relative to the prefix that it is sent to, with `/`. */
export interface UploadFile {
  readonly path: string;
  readonly key: string;
  readonly size: number;
}

/** Why something of a folder is not sent. */
type LeftOutReason = 'outside' | 'git' | 'circle' | 'nowhere' | 'special';

export interface LeftOut {
  readonly path: string;
  readonly why: LeftOutReason;
}

export interface UploadPlan {
  readonly files: readonly UploadFile[];
  readonly leftOut: readonly LeftOut[];
}

const reasons: Readonly<Record<LeftOutReason, readonly [one: string, several: string]>> = {
  outside: ['link that leads out of the folder', 'links that lead out of the folder'],
  git: ['.git', '.git folders'],
  circle: ['link in a circle', 'links in a circle'],
  nowhere: ['link that leads nowhere', 'links that lead nowhere'],
  special: ['that is neither file nor folder', 'that are neither files nor folders'],
};

/** How many are left out and why: `2 links that lead out of the folder, 1 .git`; empty where none is. */
export function leftOutText(leftOut: readonly LeftOut[]): string {
  return Object.entries(reasons)
    .map(([why, words]) => ({ words, count: leftOut.filter((one) => one.why === why).length }))
    .filter(({ count }) => count > 0)
    .map(({ count, words: [one, several] }) => `${count.toLocaleString()} ${count === 1 ? one : several}`)
    .join(', ');
}

interface PlanOptions {
  /** Lines in the syntax of .gitignore that say what of a folder is not sent. */
  readonly ignore?: string;
  readonly signal?: AbortSignal;
}

/**
 * The files of paths: each file under its name, each folder's files under its name and their paths in it. Links are followed, but not in a circle
 * nor out of the folder that was chosen: nobody meant what stands elsewhere. `.git` is left out, which has keys of remotes and all that ever was.
 * @throws UserError for a path that cannot be read.
 */
export async function planUpload(paths: readonly string[], { ignore, signal }: PlanOptions = {}): Promise<UploadPlan> {
  const files: UploadFile[] = [];
  const leftOut: LeftOut[] = [];
  let root = '';
  const rules = ignore === undefined ? undefined : (await import('ignore')).default().add(ignore);

  async function visit(path: string, key: string, inside: string, above: readonly string[]): Promise<void> {
    signal?.throwIfAborted();
    if (inside !== '' && basename(path) === '.git') return void leftOut.push({ path, why: 'git' });
    const found = await stat(path).catch((error: unknown) => {
      if (['ENOENT', 'ELOOP'].includes(codeOf(error) ?? '') && above.length > 0) return undefined; // a link to nothing
      throw new UserError(`${path} cannot be read (${codeOf(error) ?? 'no reason given'}); nothing was uploaded.`, {
        cause: error,
      });
    });
    const isFolder = found?.isDirectory() ?? false;
    if (inside !== '' && rules?.ignores(isFolder ? `${inside}/` : inside) === true) return;
    if (found !== undefined && inside !== '' && (await leadsOut(path, root)))
      return void leftOut.push({ path, why: 'outside' });
    if (isFolder) return visitFolder(path, key, inside, above);
    if (found?.isFile() === true) files.push({ path, key, size: found.size });
    else leftOut.push({ path, why: found === undefined ? 'nowhere' : 'special' });
  }

  async function visitFolder(path: string, key: string, inside: string, above: readonly string[]): Promise<void> {
    const real = await realpath(path);
    if (inside === '') root = real;
    if (above.includes(real)) return void leftOut.push({ path, why: 'circle' });
    const names = await readdir(path);
    for (const name of names.sort()) {
      const below = inside === '' ? name : `${inside}/${name}`;
      await visit(join(path, name), `${key}/${name}`, below, [...above, real]);
    }
  }

  for (const path of paths) await visit(path, basename(path), '', []);
  return { files, leftOut };
}

/** Whether a path is a link to what stands outside of the folder. @param folder - Its real path. */
async function leadsOut(path: string, folder: string): Promise<boolean> {
  if (!(await lstat(path)).isSymbolicLink()) return false;
  const way = relative(folder, await realpath(path));
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
}

/** @returns The text of a folder's `.gitignore`, where there is one. */
export async function ignoreFileOf(folder: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, '.gitignore'), 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}
