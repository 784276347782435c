import { readFile, readlink, realpath } from 'node:fs/promises';
import { codeOf } from '../../../shared/errors.ts';

/** A line of `/proc/PID/mountinfo` (proc_pid_mountinfo(5)). */
interface Mount {
  /** Of the file system, `major:minor`. */
  readonly device: string;
  /** What of the file system is mounted. */
  readonly root: string;
  readonly place: string;
}

/** Of a process that has ended, or is another user's. */
const unreadable = ['ENOENT', 'EACCES', 'EPERM', 'ESRCH', 'EINVAL'];

/**
 * Knows the processes that see a folder, or one below it, elsewhere than this process does, as the programs of a job with its own `/opt/ml` or hosts file do
 * (Linux). Of a namespace that was entered a process stays, whatever else it clears.
 */
export async function mountsFrom(folder: string): Promise<(pid: string) => Promise<boolean>> {
  const own = await namespaceOf('self');
  if (own === undefined) return () => Promise.resolve(false); // a kernel without them
  const wanted = inFileSystem(await realpathOf(folder), await mountsOf('self'));
  return async (pid) => {
    const namespace = await namespaceOf(pid);
    if (namespace === undefined || namespace === own) return false;
    const mounts = await mountsOf(pid);
    return mounts.some(({ device, root }) => device === wanted?.device && isIn(root, wanted.root));
  };
}

/** Undefined where it cannot be read. */
const namespaceOf = (pid: string): Promise<string | undefined> => readable(readlink(`/proc/${pid}/ns/mnt`));

async function readable(reading: Promise<string>): Promise<string | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (unreadable.includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}

/** What a mount of the folder itself would show. */
function inFileSystem(folder: string, mounts: readonly Mount[]): Pick<Mount, 'device' | 'root'> | undefined {
  const [of] = mounts
    .filter(({ place }) => isIn(folder, place))
    .reverse() // the later one covers the earlier one
    .sort((a, b) => b.place.length - a.place.length);
  return of && { device: of.device, root: `${of.root}/${folder.slice(of.place.length)}`.replaceAll(/\/+/g, '/') };
}

async function mountsOf(pid: string): Promise<Mount[]> {
  const text = (await readable(readFile(`/proc/${pid}/mountinfo`, 'utf8'))) ?? '';
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const [, , device = '', root = '', place = ''] = line.split(' ').map(unescaped);
    return { device, root, place };
  });
}

/** Blanks and the like stand in octal. */
const unescaped = (text: string): string =>
  text.replaceAll(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

const isIn = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

async function realpathOf(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return folder; // it is gone already
    throw error;
  }
}
