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

async function usageOfProc(group: number): Promise<Usage | undefined> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = (await Promise.all(pids.map((pid) => usageOfProcess(pid, group)))).filter(
    (usage) => usage !== undefined,
  );
  return found.length === 0 ? undefined : total(found);
}

/** Time of children that have ended counts for who waited for them. */
async function usageOfProcess(pid: string, group: number): Promise<{ cpu: number; memory: number } | undefined> {
  const text = await readOf(pid, 'stat');
  const [, , pgrp, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' '); // the name before it may hold blanks
  if (Number(pgrp) !== group) return undefined;
  const ticks = rest.slice(8, 12).reduce((sum, field) => sum + Number(field), 0); // utime, stime, cutime, cstime
  const resident = /^VmRSS:\s+(\d+) kB/m.exec(await readOf(pid, 'status'))?.[1] ?? 0; // a process that has ended has none
  return { cpu: ticks / ticksPerSecond, memory: Number(resident) * 1024 };
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
