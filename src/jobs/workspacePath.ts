import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { closest } from '../shared/closest.ts';
import { codeOf, messageOf } from '../shared/errors.ts';
import type { DefinitionFiles, FileFacts } from './definitionFiles.ts';

/** Where paths of a definition lead: relative to its own folder, and never out of the workspace. */
export interface WorkspacePathContext {
  readonly files: DefinitionFiles;
  readonly definitionPath: string;
  readonly workspaceRoot: string;
}

export interface WorkspacePathProblem {
  readonly code:
    'absolute-path' | 'backslash-path' | 'unfinished-uri' | 'outside-workspace' | 'missing-path' | 'unreadable-path';
  readonly message: string;
  readonly replacement?: string;
}

/** What stands where a definition points to; `path` is absolute. */
export interface WorkspacePath {
  readonly path: string;
  readonly facts: FileFacts;
}

/** Whether a text that stands for an `s3://` URI is a path instead. */
export function isLocalPath(text: string): boolean {
  return !/^[a-z][a-z0-9+.-]+:\/\//i.test(text);
}

/**
 * Follows a path of a definition. It is relative to the definition's folder, so that the file means the same on every machine and
 * platform; `..` may not leave the workspace, by a link neither, so that opening someone's project cannot send other files away.
 * @param base - What the path is relative to, when that is not the definition's folder.
 */
export async function followPath(
  text: string,
  context: WorkspacePathContext,
  base: { readonly folder: string; readonly title: string } = besideDefinition(context),
): Promise<WorkspacePath | WorkspacePathProblem> {
  const written = writtenProblem(text);
  if (written) return written;
  const path = resolve(base.folder, text);
  try {
    // Before looking: what lies outside is not even asked for.
    if (!isInside(resolve(context.workspaceRoot), path)) return outsideProblem(text);
    const facts = await context.files.stat(path);
    if (!facts) return await missing(text, path, base.title, context);
    return (await linkProblem(text, path, context)) ?? { path, facts };
  } catch (error) {
    return unreadableProblem(text, error);
  }
}

function besideDefinition({ definitionPath }: WorkspacePathContext) {
  return { folder: dirname(definitionPath), title: `beside ${nameOf(definitionPath)}` };
}

async function missing(
  text: string,
  path: string,
  place: string,
  context: WorkspacePathContext,
): Promise<WorkspacePathProblem> {
  const message = `There is no file or folder '${text}' ${place}.`;
  const folder = dirname(path);
  const isFolder = (await context.files.stat(folder))?.kind === 'folder' && (await isReallyInside(folder, context));
  const children = isFolder ? await context.files.children(folder) : [];
  if (children.some(({ name, kind }) => kind === 'link' && name === nameOf(path))) return brokenLinkProblem(text);
  const meant = isFolder ? closest(nameOf(path), await context.files.names(folder)) : undefined;
  if (meant === undefined) return { code: 'missing-path', message };
  const replacement = text.replace(/[^/]+(?=\/*$)/, () => meant);
  return { code: 'missing-path', message: `${message} Did you mean '${replacement}'?`, replacement };
}

function writtenProblem(text: string): WorkspacePathProblem | undefined {
  const bucket = /^s3(?::\/?|\/\/)(?=[^/])(.*)$/i.exec(text)?.[1];
  if (bucket !== undefined) {
    const replacement = `s3://${bucket}`;
    const message = `'${text}' looks like an s3:// URI that lacks a slash or the colon: write ${replacement}.`;
    return { code: 'unfinished-uri', message, replacement };
  }
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

function outsideProblem(text: string): WorkspacePathProblem {
  const message = `'${text}' leads out of the workspace, from which alone data is sent: copy the data in, or give its s3:// URI.`;
  return { code: 'outside-workspace', message };
}

function brokenLinkProblem(text: string): WorkspacePathProblem {
  return { code: 'missing-path', message: `'${text}' is a link that leads nowhere: remove it, or mend what it names.` };
}

/** Why what stands at a path cannot be sent, once every link of it is followed. @param text - The path as a person knows it. */
export async function linkProblem(
  text: string,
  path: string,
  context: Pick<WorkspacePathContext, 'files' | 'workspaceRoot'>,
): Promise<WorkspacePathProblem | undefined> {
  try {
    await context.files.realPath(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return brokenLinkProblem(text);
    throw error;
  }
  return (await isReallyInside(path, context)) ? undefined : outsideProblem(text);
}

/** @throws What was thrown, when it is no system error. */
export function unreadableProblem(text: string, error: unknown): WorkspacePathProblem {
  if (codeOf(error) === undefined) throw error;
  return { code: 'unreadable-path', message: `'${text}' cannot be read: ${messageOf(error)}` };
}

/** Whether a path stays in the workspace with every link followed. */
export async function isReallyInside(
  path: string,
  { files, workspaceRoot }: Pick<WorkspacePathContext, 'files' | 'workspaceRoot'>,
): Promise<boolean> {
  try {
    return isInside(await files.realPath(workspaceRoot), await files.realPath(path));
  } catch (error) {
    // A link to nothing leads nowhere that could be sent.
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Whether a path is a folder or lies below it, as the paths are written. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

export function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
