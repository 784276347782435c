import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { codeOf } from '../../../shared/errors.ts';
import { platform } from '../../../shared/node/platform.ts';

/** What programs have used so far. */
export interface Usage {
  readonly cpuSeconds: number;
  /** Resident memory now; undefined where it cannot be told. */
  readonly memoryBytes: number | undefined;
}

/** USER_HZ, which is 100 on every Linux that Node runs on (proc(5)). */
const ticksPerSecond = 100;

/** What the processes of a group have used; undefined where none of them is there, or the platform does not say (Windows). */
export async function groupUsage(group: number): Promise<Usage | undefined> {
  if (platform.hasProcFiles) return usageOfProc(group);
  return platform.hasProcessGroups ? usageOfPs(group) : undefined;
}

/** A process as /proc shows it. */
interface ProcProcess {
  readonly pid: string;
  readonly group: number;
  /** Seconds; time of children that have ended counts for who waited for them. */
  readonly cpu: number;
}

/** The look at /proc that is under way: whoever asks meanwhile is answered from it, since it reads a file of every process. */
let underWay: Promise<readonly ProcProcess[]> | undefined;

async function usageOfProc(group: number): Promise<Usage | undefined> {
  underWay ??= readProcesses().finally(() => (underWay = undefined));
  const own = (await underWay).filter((process) => process.group === group);
  const found = await Promise.all(own.map(async ({ pid, cpu }) => ({ cpu, memory: await memoryOf(pid) })));
  return found.length === 0 ? undefined : total(found);
}

async function readProcesses(): Promise<readonly ProcProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return Promise.all(
    pids.map(async (pid) => {
      const text = await readOf(pid, 'stat');
      const [, , group, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' '); // the name before it may hold blanks
      const ticks = rest.slice(8, 12).reduce((sum, field) => sum + Number(field), 0); // utime, stime, cutime, cstime
      return { pid, group: Number(group), cpu: ticks / ticksPerSecond };
    }),
  );
}

async function memoryOf(pid: string): Promise<number> {
  const resident = /^VmRSS:\s+(\d+) kB/m.exec(await readOf(pid, 'status'))?.[1] ?? 0; // a process that has ended has none
  return Number(resident) * 1024;
}

async function readOf(pid: string, file: string): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/${file}`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(codeOf(error) ?? '')) return ''; // it has ended, or is not ours
    throw error;
  }
}

/** macOS. */
async function usageOfPs(group: number): Promise<Usage | undefined> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pgid=,rss=,time=']);
  const found = stdout.split('\n').flatMap((line) => {
    const [pgid, resident, time = ''] = line.trim().split(/\s+/);
    if (Number(pgid) !== group) return [];
    const cpu = time.split(/[:-]/).reduce((sum, part) => sum * 60 + Number(part), 0);
    return [{ cpu, memory: Number(resident) * 1024 }];
  });
  return found.length === 0 ? undefined : total(found);
}

function total(found: readonly { cpu: number; memory: number }[]): Usage {
  return {
    cpuSeconds: found.reduce((sum, { cpu }) => sum + cpu, 0),
    memoryBytes: found.reduce((sum, { memory }) => sum + memory, 0),
  };
}
