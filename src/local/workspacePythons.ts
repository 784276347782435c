import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { platform } from '../shared/node/platform.ts';

/**
 * Interpreters of virtual environments beside a file or above it, up to the workspace's root, nearest first. Only for a trusted workspace:
 * asking one of them what it is runs it.
 * @param file - Absolute, as is `root`.
 */
export function workspacePythons(file: string, root: string, exists: (path: string) => boolean = existsSync): string[] {
  const found: string[] = [];
  for (let folder = dirname(file); isWithin(root, folder); folder = dirname(folder)) {
    found.push(
      ...['.venv', 'venv', 'env'].map((name) => platform.venvPython(join(folder, name))).filter((path) => exists(path)),
    );
    if (folder === dirname(folder)) break;
  }
  return found;
}

function isWithin(root: string, folder: string): boolean {
  const path = relative(root, folder);
  return path.split(sep)[0] !== '..' && !isAbsolute(path);
}
