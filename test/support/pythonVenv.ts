import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pythonsOnPath } from '../../src/shared/node/pythonOnPath.ts';
import { platform } from '../../src/shared/node/platform.ts';

/** A Python of this machine; without one the calling suite or test is skipped, or fails where `CI` is set. */
export function anyPythonOrSkip(context: Mocha.Context): string {
  const [command] = pythonsOnPath(process.env['PATH'] ?? '');
  if (command !== undefined)
    return execFileSync(command[0], [...command.slice(1), '-c', 'import sys; print(sys.executable)'], {
      encoding: 'utf8',
    }).trim();
  if (process.env['CI']) throw new Error('There is no Python on PATH.');
  return context.skip();
}

/** A real virtual environment without pip, in a tenth of a second. @returns Its interpreter. */
export function makeVenv(python: string, folder: string): string {
  execFileSync(python, ['-m', 'venv', '--without-pip', folder]);
  return platform.venvPython(folder);
}

/** Makes an interpreter believe that a library is installed. */
export function pretendInstalled(interpreter: string, library: string, version: string): void {
  const packages = execFileSync(interpreter, ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'], {
    encoding: 'utf8',
  }).trim();
  const folder = path.join(packages, `${library.replaceAll('-', '_')}-${version}.dist-info`);
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'METADATA'), `Metadata-Version: 2.1\nName: ${library}\nVersion: ${version}\n`);
}
