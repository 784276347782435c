import { mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { codeOf } from '../../shared/errors.ts';
import { JobFailure } from '../execution/jobFailure.ts';
import { removeFolder } from '../execution/removeFolder.ts';
import type { NotebookLog } from './notebookLog.ts';
import { NotebookProgram, within } from './notebookProgram.ts';
import type { NotebookSpace } from './notebookSpace.ts';

/** A Git repository that an instance works with. */
export interface CodeSource {
  /** https only, as the service model has it. */
  readonly url: string;
  readonly branch?: string;
}

const timeLimit = 5 * 60_000;

interface CloneParts {
  readonly space: NotebookSpace;
  /** With the user's own home: Git finds the user's credentials and certificates there. */
  readonly env: Readonly<Record<string, string>>;
  readonly log: NotebookLog;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** The folder that a repository is cloned into: the last part of its URL. @throws JobFailure when that is no name. */
export function cloneFolder({ url }: CodeSource): string {
  if (!URL.canParse(url)) throw new JobFailure('The URL of a code repository cannot be read; correct it.'); // it may hold a password
  const { pathname } = new URL(url);
  const last = pathname.replace(/\/+$/, '').split('/').at(-1) ?? '';
  const name = last.replace(/\.git$/, '');
  if (/^[\w.-]+$/.test(name) && !/^\.+$/.test(name)) return name;
  throw new JobFailure(`The repository ${withoutPassword(url)} has no name to clone it by; correct its URL.`);
}

/**
 * Clones a repository into the instance's folder, unless an earlier start did. A half clone never stands there.
 * @throws JobFailure when Git cannot do it.
 */
export async function cloneRepository(
  source: CodeSource,
  { space, env, log, clock, signal }: CloneParts,
): Promise<void> {
  const target = join(space.folder, cloneFolder(source));
  if (await exists(target)) return;
  const half = join(space.home, '.cloning'); // on the disk that it ends up on
  await removeFolder(half);
  await mkdir(space.home, { recursive: true });
  const branch = source.branch === undefined ? [] : [`--branch=${source.branch}`];
  const args = ['clone', '--no-progress', ...branch, '--', source.url, half];
  const git = await NotebookProgram.start(
    { program: 'git', args, env: { ...env, GIT_TERMINAL_PROMPT: '0' }, cwd: space.folder },
    log,
    'jupyter.log',
  );
  const stop = (): void => void git.close(0, clock);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const end = await within(timeLimit, git.end, clock);
  signal.removeEventListener('abort', stop);
  if (end?.exitCode === 0) return rename(half, target);
  if (end === undefined) await git.close(0, clock);
  await removeFolder(half);
  const what = end === undefined ? 'took longer than 5 minutes' : `failed: git ${end.words}`;
  throw new JobFailure(
    `Cloning ${withoutPassword(source.url)} ${what}; see ${log.nameOf('jupyter.log')}. A private repository needs credentials in your own Git configuration.`,
  );
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

function withoutPassword(text: string): string {
  const url = new URL(text);
  return `${url.origin}${url.pathname}`;
}
