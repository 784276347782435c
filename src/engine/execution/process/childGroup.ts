import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { codeOf } from '../../../shared/errors.ts';
import { platform } from '../../../shared/node/platform.ts';

/** A program of a job, before it runs. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** Nothing else is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** A program and all that it started, which live and die together. */
export interface ChildGroup {
  readonly pid: number;
  /** As Docker reports it: 128 and the signal's number for a program that a signal ended. */
  readonly exitCode: Promise<number>;
  terminate(): void;
  kill(): void;
}

/**
 * Starts a program in a process group of its own.
 * @param output - A file descriptor that takes its stdout and stderr; stays open.
 * @throws Error of the system when it cannot be started.
 */
export async function startGroup({ program, args, env, cwd }: Command, output: number): Promise<ChildGroup> {
  const child = spawn(program, args, {
    cwd,
    env,
    stdio: ['ignore', output, output],
    detached: true,
    windowsHide: true,
  });
  const exitCode = new Promise<number>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))),
  );
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const pid = child.pid ?? 0;
  return {
    pid,
    exitCode,
    terminate: () => signalGroup(pid, 'SIGTERM'),
    kill: () => signalGroup(pid, 'SIGKILL'),
  };
}

/** Sends a signal to every process of a group; one that has ended is no error. */
export function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (!platform.hasProcessGroups) {
    spawnSync('taskkill', ['/T', '/F', '/PID', String(pid)], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // macOS answers EPERM for a group whose last member is not reaped yet.
    if (!['ESRCH', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
  }
}
