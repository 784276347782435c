import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { closest } from '../shared/closest.ts';
import { codeOf, messageOf } from '../shared/errors.ts';
import type { DefinitionFiles } from './definitionFiles.ts';

/** What a path in a definition names, ready to be sent. */
export interface LocalData {
  readonly kind: 'file' | 'folder';
  readonly path: string;
  readonly files: readonly LocalFile[];
}

export interface LocalFile {
  readonly path: string;
  /** Below the folder; of a single file its name. With `/` on every platform. */
  readonly relativePath: string;
  readonly size: number;
  readonly modified: number;
}

export interface LocalDataProblem {
  readonly code:
    | 'absolute-path'
    | 'backslash-path'
    | 'outside-workspace'
    | 'missing-path'
    | 'empty-data'
    | 'unreadable-path'
    | 'too-many-files';
  readonly message: string;
  readonly replacement?: string;
}

/** Where paths of a definition lead: relative to its own folder, and never out of the workspace. */
export interface LocalDataContext {
  readonly files: DefinitionFiles;
  readonly definitionPath: string;
  readonly workspaceRoot: string;
}

const maxFiles = 10_000;

/** Whether a text that stands for an `s3://` URI is a path instead. */
export function isLocalPath(text: string): boolean {
  return !/^[a-z][a-z0-9+.-]+:\/\//i.test(text);
}

/**
 * Finds what a path names. Paths are relative to the definition's folder, so that the file means the same on every machine and
 * platform; `..` may not leave the workspace, by a link neither, so that opening someone's project cannot send other files away.
 */
export async function findLocalData(text: string, context: LocalDataContext): Promise<LocalData | LocalDataProblem> {
  const written = pathProblem(text);
  if (written) return written;
  const { files, definitionPath } = context;
  const path = resolve(dirname(definitionPath), text);
  try {
    // Before looking: what lies outside is not even asked for.
    if (!isInside(resolve(context.workspaceRoot), path)) return outside(text);
    const facts = await files.stat(path);
    if (!facts) return await missing(text, path, context);
    if (!(await isReallyInside(path, context))) return outside(text);
    if (facts.kind === 'file') {
      if (facts.size === 0) return { code: 'empty-data', message: `The file '${text}' is empty.` };
      return { kind: 'file', path, files: [{ ...facts, path, relativePath: nameOf(path) }] };
    }
    if (facts.kind === 'other')
      return { code: 'unreadable-path', message: `'${text}' is neither a file nor a folder.` };
    return await listFolder(text, path, context);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return { code: 'unreadable-path', message: `'${text}' cannot be read: ${messageOf(error)}` };
  }
}

async function missing(text: string, path: string, context: LocalDataContext): Promise<LocalDataProblem> {
  const message = `There is no file or folder '${text}' beside ${nameOf(context.definitionPath)}.`;
  const folder = dirname(path);
  const isFolder = (await context.files.stat(folder))?.kind === 'folder' && (await isReallyInside(folder, context));
  const meant = isFolder ? closest(nameOf(path), await context.files.names(folder)) : undefined;
  if (meant === undefined) return { code: 'missing-path', message };
  const replacement = text.replace(/[^/]+(?=\/*$)/, () => meant);
  return { code: 'missing-path', message: `${message} Did you mean '${replacement}'?`, replacement };
}

async function listFolder(
  text: string,
  folder: string,
  context: LocalDataContext,
): Promise<LocalData | LocalDataProblem> {
  const entries = await context.files.list(folder, maxFiles);
  if (entries.length > maxFiles) {
    return {
      code: 'too-many-files',
      message: `'${text}' holds more than ${maxFiles} files; upload it yourself and give its s3:// URI.`,
    };
  }
  const found: LocalFile[] = [];
  for (const { path, relativePath, kind } of entries) {
    if (kind === 'link' && !(await isReallyInside(path, context))) return outside(`${text}/${relativePath}`);
    const facts = await context.files.stat(path);
    if (facts?.kind === 'file') found.push({ path, relativePath, size: facts.size, modified: facts.modified });
    else
      return {
        code: 'unreadable-path',
        message: `'${text}/${relativePath}' leads to no file; put the data itself there.`,
      };
  }
  if (found.length === 0) return { code: 'empty-data', message: `The folder '${text}' holds no files.` };
  return { kind: 'folder', path: folder, files: found };
}

function pathProblem(text: string): LocalDataProblem | undefined {
  if (/^([a-z]:|[/\\])/i.test(text)) {
    const message = `'${text}' holds for this machine only: give a path relative to this file, or an s3:// URI.`;
    return { code: 'absolute-path', message };
  }
  if (text.includes('\\')) {
    const replacement = text.replaceAll('\\', '/');
    return {
      code: 'backslash-path',
      message: `Write '${replacement}': forward slashes work on every platform.`,
      replacement,
    };
  }
  return undefined;
}

function outside(text: string): LocalDataProblem {
  const message = `'${text}' leads out of the workspace, from which alone data is sent: copy the data in, or give its s3:// URI.`;
  return { code: 'outside-workspace', message };
}

async function isReallyInside(path: string, { files, workspaceRoot }: LocalDataContext): Promise<boolean> {
  try {
    return isInside(await files.realPath(workspaceRoot), await files.realPath(path));
  } catch (error) {
    // A link to nothing leads nowhere that could be sent.
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
