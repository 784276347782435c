import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Larger files are data, and more of them a library. */
const largest = 1 << 20;
const most = 200;

/**
 * The first script that names `/opt/ml/` itself, relative to its folder.
 * @param first - Looked at before the others: the entry point.
 */
export async function namesOptMl(folder: string, first: string): Promise<string | undefined> {
  const files = (await readdir(folder, { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile() && /\.(py|sh)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const entry = files.indexOf(join(folder, first));
  if (entry > 0) files.unshift(...files.splice(entry, 1));
  for (const file of files.slice(0, most)) {
    if ((await stat(file)).size > largest) continue;
    if ((await readFile(file, 'latin1')).includes('/opt/ml/')) return file.slice(folder.length + 1);
  }
  return undefined;
}
