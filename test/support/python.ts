import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** The Python of `.venv-test`, whether or not it is there. */
export const judgesInterpreter = path.resolve(
  import.meta.dirname,
  '../..',
  process.platform === 'win32' ? '.venv-test/Scripts/python.exe' : '.venv-test/bin/python',
);

/** The AWS CLI beside it. */
export const awsCommand = path.join(path.dirname(judgesInterpreter), process.platform === 'win32' ? 'aws.cmd' : 'aws');

/**
 * The Python that holds the independent judges. Without it the calling suite or test is skipped, or fails where `CI` is set: there a
 * missing judge must not look like a pass.
 */
export function pythonOrSkip(context: Mocha.Context): string {
  if (existsSync(judgesInterpreter)) return judgesInterpreter;
  if (process.env['CI'])
    throw new Error(`No Python judge at ${judgesInterpreter}; install test/requirements.txt there.`);
  return context.skip();
}

/** A Python with PyTorch, which is too large for the judges' own: Debian's `python3-torch`, or what a user put there. */
export function findTorch(): string | undefined {
  const hasTorch = 'import importlib.util, sys; sys.exit(importlib.util.find_spec("torch") is None)';
  return [judgesInterpreter, '/usr/bin/python3'].find(
    (interpreter) => existsSync(interpreter) && spawnSync(interpreter, ['-c', hasTorch]).status === 0,
  );
}

/** Where no Python has PyTorch, as `pythonOrSkip`. */
export function torchOrSkip(context: Mocha.Context): void {
  if (findTorch() !== undefined) return;
  if (process.env['CI']) throw new Error('No Python has torch; install the package python3-torch.');
  context.skip();
}

/** Runs a judge script of `test/support` with JSON on its stdin and gives back the JSON of its stdout. */
export function judge<T>(python: string, script: string, input: unknown): T {
  const run = spawnSync(python, [path.join(import.meta.dirname, script)], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.status !== 0) throw new Error(`${script} failed: ${run.stderr || String(run.error)}`);
  return JSON.parse(run.stdout) as T;
}
