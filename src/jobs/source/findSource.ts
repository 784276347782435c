import { dirname, posix, relative, resolve, sep } from 'node:path';
import { bytesText } from '../../shared/bytesText.ts';
import type { ArchiveEntry } from '../definitionFiles.ts';
import type { JsonObject } from '../definitionReader.ts';
import { channelsOf } from '../trainingJobValue.ts';
import {
  followPath,
  isInside,
  isLocalPath,
  nameOf,
  unreadableProblem,
  type WorkspacePathContext,
  type WorkspacePathProblem,
} from '../workspacePath.ts';
import { ignoreFileName } from './ignoreRules.ts';
import { readSourceTree, type LeftOut, type SourceTreeProblem } from './sourceTree.ts';

/** The script that a definition runs, found in the workspace. */
export interface ScriptSource {
  /** Within the archive, e.g. `train.py`. */
  readonly entryPoint: string;
  /** What is packed; absent when the source stands in S3 already, at `uri`. */
  readonly local?: LocalSource;
  readonly uri?: string;
}

export interface LocalSource {
  readonly path: string;
  readonly entries: readonly ArchiveEntry[];
  readonly leftOut: readonly LeftOut[];
  /** Of all files, in bytes. */
  readonly size: number;
}

export interface SourceProblem {
  readonly field: 'SourceDir' | 'EntryPoint';
  readonly code:
    | WorkspacePathProblem['code']
    | SourceTreeProblem['code']
    | 'missing-entry-point'
    | 'not-a-file'
    | 'not-a-folder'
    | 'source-too-large'
    | 'wrong-type';
  readonly message: string;
  readonly replacement?: string;
}

/** Far more than any code; what is beyond it is data or an environment that slipped in. */
const maxSize = 100 * 1024 * 1024;

/**
 * Finds what `SourceDir` and `EntryPoint` of a definition name. Without SourceDir the entry point goes alone, as with the SageMaker
 * Python SDK (fw_utils.tar_and_upload_dir).
 * @returns Undefined for a definition without them.
 */
export async function findSource(
  value: JsonObject,
  context: WorkspacePathContext,
): Promise<ScriptSource | SourceProblem | undefined> {
  const { SourceDir: sourceDir, EntryPoint: entryPoint } = value;
  if (sourceDir === undefined && entryPoint === undefined) return undefined;
  for (const [field, text] of [
    ['SourceDir', sourceDir],
    ['EntryPoint', entryPoint],
  ] as const) {
    if (text === undefined || (typeof text === 'string' && text !== '')) continue;
    const is = text === '' ? 'is empty: give' : 'is';
    return {
      field,
      code: 'wrong-type',
      message: `${field} ${is} a path, e.g. ${field === 'SourceDir' ? 'src' : 'train.py'}.`,
    };
  }
  if (typeof entryPoint !== 'string') {
    const message = 'SourceDir needs an EntryPoint: the script in it that is run, e.g. train.py.';
    return { field: 'SourceDir', code: 'missing-entry-point', message };
  }
  if (typeof sourceDir !== 'string') return aloneSource(entryPoint, context);
  if (!isLocalPath(sourceDir)) return { entryPoint, uri: sourceDir };
  return folderSource(sourceDir, entryPoint, channelPaths(value, context), context);
}

async function aloneSource(entryPoint: string, context: WorkspacePathContext): Promise<ScriptSource | SourceProblem> {
  const field = 'EntryPoint';
  const found = await followPath(entryPoint, context);
  if ('code' in found) return { field, ...found };
  const { path, facts } = found;
  if (facts.kind !== 'file') return notAFile(entryPoint);
  const name = nameOf(path);
  const { size, modified, executable } = facts;
  if (size > maxSize) return tooLarge(entryPoint, size, []);
  const entries: ArchiveEntry[] = [{ relativePath: name, kind: 'file', path, size, modified, executable }];
  return { entryPoint: name, local: { path, entries, leftOut: [], size } };
}

async function folderSource(
  sourceDir: string,
  entryPoint: string,
  channels: readonly string[],
  context: WorkspacePathContext,
): Promise<ScriptSource | SourceProblem> {
  const found = await followPath(sourceDir, context);
  if ('code' in found) return { field: 'SourceDir', ...found };
  const { path: folder, facts } = found;
  if (facts.kind !== 'folder') {
    const message = `SourceDir is a folder, but '${sourceDir}' is a file. Leave SourceDir out to send EntryPoint alone.`;
    return { field: 'SourceDir', code: 'not-a-folder', message };
  }
  const script = await followPath(entryPoint, context, { folder, title: `in SourceDir '${sourceDir}'` });
  if ('code' in script) return { field: 'EntryPoint', ...script };
  if (script.facts.kind !== 'file') return notAFile(entryPoint);
  if (!isInside(folder, script.path)) {
    const message = `EntryPoint is relative to SourceDir, but '${entryPoint}' leads out of '${sourceDir}'.`;
    return { field: 'EntryPoint', code: 'missing-entry-point', message };
  }
  try {
    const title = posix.normalize(sourceDir).replace(/\/$/, '');
    // A channel that holds the source itself does not replace it.
    const within = channels.filter((channel) => !isInside(channel, folder));
    const tree = await readSourceTree(folder, title, context, within);
    if ('code' in tree) return { field: 'SourceDir', ...tree };
    const name = relative(folder, script.path).replaceAll(sep, '/');
    if (!tree.entries.some(({ relativePath }) => relativePath === name)) return leftOutScript(entryPoint, tree.leftOut);
    const size = tree.entries.reduce((sum, entry) => sum + entry.size, 0);
    if (size > maxSize) return tooLarge(title, size, tree.entries);
    return { entryPoint: name, local: { path: folder, ...tree, size } };
  } catch (error) {
    return { field: 'SourceDir', ...unreadableProblem(sourceDir, error) };
  }
}

/** Channels have their own way to the script; below SourceDir they would be sent twice. */
function channelPaths(value: JsonObject, { definitionPath }: WorkspacePathContext): string[] {
  return channelsOf(value).flatMap(({ localPath }) =>
    localPath === undefined ? [] : [resolve(dirname(definitionPath), localPath)],
  );
}

function notAFile(entryPoint: string): SourceProblem {
  return {
    field: 'EntryPoint',
    code: 'not-a-file',
    message: `EntryPoint is a script, but '${entryPoint}' is no file.`,
  };
}

function leftOutScript(entryPoint: string, leftOut: readonly LeftOut[]): SourceProblem {
  const cause = leftOut.find(({ relativePath }) => `${posix.normalize(entryPoint)}/`.startsWith(relativePath));
  const why = cause === undefined ? 'it is left out' : `${cause.relativePath} is left out (${cause.reason})`;
  const message = `EntryPoint '${entryPoint}' would not be packed: ${why}. Move the script, or add !${entryPoint} to ${ignoreFileName}.`;
  return { field: 'EntryPoint', code: 'missing-entry-point', message };
}

function tooLarge(title: string, size: number, entries: readonly ArchiveEntry[]): SourceProblem {
  const largest = [...entries].sort((a, b) => b.size - a.size).slice(0, 3);
  const named = largest.map(({ relativePath, size: bytes }) => `${relativePath} (${bytesText(bytes)})`).join(', ');
  const message = `'${title}' would send ${bytesText(size)} of source, and ${bytesText(maxSize)} is the most${named ? `; the largest are ${named}` : ''}. Put data into a channel, and name in ${ignoreFileName} what the script does not need.`;
  return { field: entries.length === 0 ? 'EntryPoint' : 'SourceDir', code: 'source-too-large', message };
}
