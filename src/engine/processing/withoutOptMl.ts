import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobHost } from '../execution/jobHosts.ts';

/** Larger files are data. */
const largestScript = 1 << 20;

const literal = /(?<![\w./-])\/opt\/ml(?![\w-])/g;

/** Where a machine cannot show a host's folder as `/opt/ml`: the folder in the place of each such path of a text. */
export function withoutOptMl(text: string, { mlRoot }: JobHost): string {
  return text.replace(literal, mlRoot.replaceAll('\\', '/')); // a backslash would escape what follows in a script
}

/** The same in the scripts that were delivered to a host, which are copies of the job's own. */
export async function changeScripts(host: JobHost): Promise<void> {
  const folder = join(host.mlRoot, 'processing');
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !/\.(py|sh)$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    if ((await stat(path)).size > largestScript) continue;
    const text = await readFile(path, 'latin1'); // keeps every byte, whatever the encoding
    const folderBytes = Buffer.from(withoutOptMl('/opt/ml', host)).toString('latin1');
    const changed = text.replace(literal, folderBytes);
    if (changed !== text) await writeFile(path, changed, 'latin1');
  }
}
