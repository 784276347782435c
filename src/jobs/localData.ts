import {
  followPath,
  linkProblem,
  nameOf,
  unreadableProblem,
  type WorkspacePathContext,
  type WorkspacePathProblem,
} from './workspacePath.ts';

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
  readonly code: WorkspacePathProblem['code'] | 'empty-data' | 'too-many-files';
  readonly message: string;
  readonly replacement?: string;
}

const maxFiles = 10_000;

/** Finds the data that a path names. */
export async function findLocalData(
  text: string,
  context: WorkspacePathContext,
): Promise<LocalData | LocalDataProblem> {
  const found = await followPath(text, context);
  if ('code' in found) return found;
  const { path, facts } = found;
  if (facts.kind === 'file') {
    if (facts.size === 0) return { code: 'empty-data', message: `The file '${text}' is empty.` };
    const { size, modified } = facts;
    return { kind: 'file', path, files: [{ path, relativePath: nameOf(path), size, modified }] };
  }
  if (facts.kind === 'other') return { code: 'unreadable-path', message: `'${text}' is neither a file nor a folder.` };
  try {
    return await listFolder(text, path, context);
  } catch (error) {
    return unreadableProblem(text, error);
  }
}

async function listFolder(
  text: string,
  folder: string,
  context: WorkspacePathContext,
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
    const problem = kind === 'link' ? await linkProblem(`${text}/${relativePath}`, path, context) : undefined;
    if (problem) return problem;
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
