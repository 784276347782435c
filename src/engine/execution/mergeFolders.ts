import type { FolderEntry } from './modelArtifact.ts';

/** What one host left in a folder. */
export interface HostFolder {
  readonly host: string;
  readonly entries: readonly FolderEntry[];
}

/** The folders of several hosts as one. */
export interface MergedFolders {
  readonly entries: readonly FolderEntry[];
  /** One sentence for each pair of hosts that wrote the same names. */
  readonly clashes: readonly string[];
}

/**
 * Puts the folders of a job's hosts together. Of files of the same name the later host's stays: SageMaker overrides duplicates
 * (sagemaker-python-sdk, `retrieve_artifacts` in local/image.py, says so of the service).
 */
export function mergeFolders(folders: readonly HostFolder[]): MergedFolders {
  const [only, ...others] = folders;
  if (only !== undefined && others.length === 0) return { entries: only.entries, clashes: [] };
  const kept = new Map<string, { host: string; entry: FolderEntry }>();
  const parents = new Set<string>();
  const lost = new Map<string, string[]>();
  for (const { host, entries } of folders) {
    for (const entry of entries) {
      for (const name of clashing(kept, parents, entry)) {
        const before = kept.get(name);
        kept.delete(name);
        if (before === undefined || before.entry.type === 'directory') continue;
        const pair = `${before.host} and ${host}`;
        lost.set(pair, [...(lost.get(pair) ?? []), name]);
      }
      kept.set(entry.name, { host, entry });
      for (const above of foldersAbove(entry.name)) parents.add(above);
    }
  }
  const entries = [...kept.values()].map(({ entry }) => entry).sort((a, b) => (a.name < b.name ? -1 : 1));
  return { entries, clashes: [...lost].map(([pair, names]) => sentence(pair, names)) };
}

/** The names that cannot stay beside an entry: its own, a file where it needs a folder, and what is in a folder that it replaces. */
function clashing(
  kept: ReadonlyMap<string, unknown>,
  parents: ReadonlySet<string>,
  { name, type }: FolderEntry,
): string[] {
  const found = foldersAbove(name).filter((above) => kept.has(above));
  if (kept.has(name)) found.push(name);
  if (type !== 'directory' && parents.has(name))
    found.push(...[...kept.keys()].filter((below) => below.startsWith(`${name}/`)));
  return found;
}

function foldersAbove(name: string): string[] {
  const parts = name.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function sentence(pair: string, names: readonly string[]): string {
  const later = pair.slice(pair.lastIndexOf(' ') + 1);
  const shown = names.slice(0, 3).map((name) => `'${name}'`);
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
  const files = names.length === 1 ? 'a file of the same name' : `${names.length} files of the same names`;
  return `${pair} both wrote ${files} (${shown.join(', ')}${more}); what ${later} wrote is kept.`;
}
