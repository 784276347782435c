import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import type { RunProgram } from '../../../shared/node/programRun.ts';
import { signalGroup } from '../process/childGroup.ts';

/** In a process group of its own, and in a folder where no `json.py` of the user's stands. */
export const runProgram: RunProgram = async (program, args, { env = process.env, signal, onLine } = {}) => {
  signal?.throwIfAborted();
  const child = spawn(program, args, {
    cwd: tmpdir(),
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    windowsHide: true,
  });
  const end = (): void => signalGroup(child.pid ?? 0, 'SIGKILL');
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  if (onLine !== undefined) createInterface(child.stdout).on('line', onLine);
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('spawn', () => (signal?.aborted ? end() : signal?.addEventListener('abort', end)));
      child.once('close', resolve);
    });
    signal?.throwIfAborted();
    return { exitCode, stdout, stderr };
  } finally {
    signal?.removeEventListener('abort', end);
  }
};
