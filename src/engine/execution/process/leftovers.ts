import { execFile } from 'node:child_process';
import { readFile, readdir, readlink } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { codeOf } from '../../../shared/errors.ts';
import { platform } from '../../../shared/node/platform.ts';
import { mountsFrom } from './mountNamespaces.ts';

/** Every process of a job inherits it; its value is the job's work folder, so that it is known for ours whoever its parent is. */
export const workFolderVariable = 'SAGEMAKER_LOCAL_WORK_FOLDER';

/** Where a step's output goes (JobProcesses); the kernel marks a removed file. */
const spoolName = /\/output-\d+( \(deleted\))?$/;

/** Between two searches; the kernel's own time, so no clock is passed in. */
const pause = 10;
/** A process that hangs in the kernel outlives SIGKILL: it is not waited for longer than this many searches. */
const longestSearch = 300;

/**
 * Kills what still runs of the jobs whose work folders are `folder` or below it: processes that left their group, and those of an
 * engine that was itself killed. Windows shows no process's environment; there only a running job's own tree is ended.
 * @returns How many were killed; they have ended.
 */
export async function killLeftovers(folder: string): Promise<number> {
  const killed = new Set<number>();
  // One that execve is just replacing shows no environment, and one that forks has a child that the list lacks: two searches must find none.
  for (let searches = 0, clean = 0; clean < 2 && searches < longestSearch; searches++) {
    if (searches > 0) await setTimeout(pause);
    const found = await search(folder);
    clean = found.length === 0 ? clean + 1 : 0;
    for (const pid of found) if (kill(pid)) killed.add(pid);
  }
  return killed.size;
}

async function search(folder: string): Promise<number[]> {
  if (!platform.hasProcessGroups) return [];
  const found = platform.hasProcFiles ? await searchProc(folder) : await searchPs(folder);
  return found.filter((pid) => pid !== process.pid);
}

/** @returns False for one that has ended meanwhile. */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
    throw error;
  }
}

async function searchProc(folder: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const hasMounted = await mountsFrom(folder);
  const owned = await Promise.all(
    pids.map(async (pid) => {
      const entries = (await readEnvironment(pid)).split('\0');
      const isNamed = entries.some((entry) => names(`${entry}\0`, folder, '\0'));
      const isOurs = isNamed || (await printsInto(pid, folder)) || (await hasMounted(pid));
      return isOurs ? [Number(pid)] : [];
    }),
  );
  return owned.flat();
}

/** Whether its stdout or stderr is a job's: so is known who cleared the environment. A person's `tail` reads the file and prints elsewhere. */
async function printsInto(pid: string, folder: string): Promise<boolean> {
  for (const stream of ['1', '2']) {
    try {
      const target = await readlink(`/proc/${pid}/fd/${stream}`);
      if (target.startsWith(`${folder}/`) && spoolName.test(target)) return true;
    } catch (error) {
      if (!['ENOENT', 'EACCES', 'EPERM', 'ESRCH'].includes(codeOf(error) ?? '')) throw error;
    }
  }
  return false;
}

/** Another user's process cannot be read, and one that has ended is not there. */
async function readEnvironment(pid: string): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/environ`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'EACCES', 'EPERM', 'ESRCH'].includes(codeOf(error) ?? '')) return '';
    throw error;
  }
}

/** macOS: `ps` prints the environment after the command, separated by blanks. */
async function searchPs(folder: string): Promise<number[]> {
  const args = ['axeww', '-o', 'pid=,command='];
  const { stdout } = await promisify(execFile)('ps', args, { maxBuffer: 64 * 1024 * 1024 });
  return stdout
    .split('\n')
    .filter((line) => names(`${line} `, folder, ' '))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => pid > 0);
}

function names(environment: string, folder: string, end: string): boolean {
  const assignment = `${workFolderVariable}=${folder}`;
  return environment.includes(assignment + end) || environment.includes(`${assignment}/`);
}
