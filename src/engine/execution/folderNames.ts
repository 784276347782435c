import { isUtf8 } from 'node:buffer';
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';

/** What stands in a folder itself, in the order of the names. */
export interface FolderNames {
  readonly entries: readonly { readonly name: string; readonly kind: 'file' | 'folder' | 'link' | 'other' }[];
  /** Names that are no text, as they can be shown; nothing is found by them. */
  readonly unreadable: readonly string[];
}

/**
 * Reads a folder that a program writes to. Names come as bytes: as text, one that is not UTF-8 would be another name.
 * @throws Error of the system for what is no folder (any more).
 */
export async function folderNames(folder: string): Promise<FolderNames> {
  const found = await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
  const entries = found
    .filter(({ name }) => isUtf8(name))
    .map((entry) => ({ name: entry.name.toString(), kind: kindOf(entry) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { entries, unreadable: found.filter(({ name }) => !isUtf8(name)).map(({ name }) => name.toString()) };
}

/** One sentence on files that were left out; none for none. @param why - Goes on after "left out". */
export function leftOut(names: readonly string[], why: string): string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, 3).map((name) => `'${name}'`);
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
  return [`Left out ${why}: ${shown.join(', ')}${more}.`];
}

/** Why what has no readable name is left out: S3's keys are UTF-8. */
export const notUtf8 = 'because its name is not UTF-8, as a key in S3 must be; rename it';

function kindOf(entry: Dirent<Buffer>): FolderNames['entries'][number]['kind'] {
  if (entry.isDirectory()) return 'folder';
  if (entry.isFile()) return 'file';
  return entry.isSymbolicLink() ? 'link' : 'other';
}
