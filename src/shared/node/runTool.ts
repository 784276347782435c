import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { RunProgram } from './programRun.ts';

const mostOutput = 4 * 1024 * 1024;

/** Runs a program that answers and ends by itself, in a folder where no `json.py` of the user's stands. */
export const runTool: RunProgram = (program, args, { env = process.env, signal } = {}) =>
  new Promise((resolve, reject) => {
    const options = { cwd: tmpdir(), env, maxBuffer: mostOutput, windowsHide: true, ...(signal && { signal }) };
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      // An exit code is an answer; what could not be started, or was ended, is none.
      if (error !== null && typeof error.code !== 'number') reject(signal?.aborted ? (signal.reason as Error) : error);
      else resolve({ exitCode: child.exitCode, stdout, stderr });
    });
    child.stdin?.end();
  });
