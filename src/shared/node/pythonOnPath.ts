import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { platform, type Platform } from './platform.ts';
import type { PythonCommand } from './probePython.ts';

/**
 * What may start Python 3, in the order to try: each name over the whole of PATH before the next one. Relative folders of PATH are left
 * out, since what they name depends on the folder one stands in.
 */
export function pythonsOnPath(
  searchPath: string,
  host: Platform = platform,
  exists: (path: string) => boolean = existsSync,
): PythonCommand[] {
  const folders = [...new Set(searchPath.split(delimiter))].filter((folder) => isAbsolute(folder));
  return host.pythonCommands.flatMap(([fileName, ...args]) =>
    folders
      .map((folder) => join(folder, fileName))
      .filter((path) => exists(path) && !host.isPythonStub(path, exists))
      .map((path): PythonCommand => [path, ...args]),
  );
}
