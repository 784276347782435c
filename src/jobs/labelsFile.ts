import type { DefinitionFiles } from './definitionFiles.ts';
import type { LocalData, LocalFile } from './localData.ts';
import { followPath, type WorkspacePathContext } from './workspacePath.ts';

/** What *Train a Model…* puts beside the data in which it numbered the classes of a text. */
export const labelsFileName = 'labels.json';

/** A thousand classes with long names are some 100 KB. */
const longest = 1024 * 1024;

/** Which number stands for which class of a column. */
export interface NumberedClasses {
  readonly column: string;
  /** The place of a class, from 0, is its number. */
  readonly classes: readonly string[];
}

/** Reads a `labels.json`. @returns Undefined for any other file. */
export function readLabels(content: Uint8Array): NumberedClasses | undefined {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(content));
  } catch {
    return undefined; // some other file of that name
  }
  const { column, classes } = (value ?? {}) as Partial<Record<keyof NumberedClasses, unknown>>;
  if (typeof column !== 'string' || !Array.isArray(classes) || classes.length === 0) return undefined;
  const names = classes.filter((one) => typeof one === 'string');
  return new Set(names).size === classes.length ? { column, classes: names } : undefined;
}

/**
 * The `labels.json` beside a file of numbered classes: it goes along, so that whoever sees the job can tell what the model's numbers mean. It is
 * no part of the channel, for the algorithms read every file of theirs.
 * @param text - The data's path, as the definition writes it.
 */
export async function labelsBeside(
  data: LocalData,
  text: string,
  context: WorkspacePathContext & { readonly files: Pick<DefinitionFiles, 'readHead'> },
): Promise<LocalFile | undefined> {
  const beside = text.replace(/[^/]*$/, labelsFileName);
  if (data.kind !== 'file' || beside === text) return undefined;
  const found = await followPath(beside, context);
  if ('code' in found || found.facts.kind !== 'file' || found.facts.size > longest) return undefined;
  const { path, facts } = found;
  if (readLabels(await context.files.readHead(path, longest)) === undefined) return undefined;
  return { path, relativePath: labelsFileName, size: facts.size, modified: facts.modified };
}
