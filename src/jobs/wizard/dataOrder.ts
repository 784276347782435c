import { basename, dirname, join, relative, sep } from 'node:path';

/** Endings of files that are offered as data. */
export const dataEndings = 'csv,tsv,libsvm,svm,parquet,jsonl,recordio,pbr,rec,txt,gz'.split(',');

/** What decides in which order files are offered as data; paths are absolute. */
export interface DataSurroundings {
  /** The file that is open in front of the user. */
  readonly active?: string | undefined;
  /** Job definitions, beside which the wizard puts the data that it converts. */
  readonly definitions: readonly string[];
}

/** Where the data stand that were converted for a definition. */
export function convertedDataFolder(definitionPath: string): string {
  return join(dirname(definitionPath), `${basename(definitionPath).replace(/\.training-job\.ya?ml$/, '')}-data`);
}

/** The file in front of the user first, what earlier runs of the wizard converted last; else what is nearer to the top first. */
export function dataOrder(paths: Iterable<string>, { active, definitions }: DataSurroundings): string[] {
  const converted = new Set(definitions.map(convertedDataFolder));
  const rank = (path: string): number => (path === active ? 0 : converted.has(dirname(path)) ? 2 : 1);
  const depth = (path: string): number => path.split(sep).length;
  return [...paths].sort((a, b) => rank(a) - rank(b) || depth(a) - depth(b) || a.localeCompare(b));
}

/** Whether a file is one that can be offered. */
export function isDataFile(path: string, workspaceRoot: string): boolean {
  const inside = relative(workspaceRoot, path);
  return !inside.startsWith('..') && dataEndings.some((ending) => path.toLowerCase().endsWith(`.${ending}`));
}
