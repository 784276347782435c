import { join } from 'node:path';
import type { ArchiveEntry, DefinitionFiles, FolderChild } from '../definitionFiles.ts';
import { isInside, linkProblem, type WorkspacePathContext, type WorkspacePathProblem } from '../workspacePath.ts';
import { ignoreFileName, IgnoreRules, type LeftOutReason } from './ignoreRules.ts';

/** What a source folder holds that is sent, and what is left out of it. */
export interface SourceTree {
  /** Sorted by relative path. */
  readonly entries: readonly ArchiveEntry[];
  readonly leftOut: readonly LeftOut[];
}

export interface LeftOut {
  /** A folder's ends with `/`. */
  readonly relativePath: string;
  readonly reason: LeftOutReason;
}

export interface SourceTreeProblem {
  readonly code: WorkspacePathProblem['code'] | 'too-many-files' | 'link-circle';
  readonly message: string;
}

const maxEntries = 10_000;
const maxIgnoreFile = 256 * 1024;

interface Walk {
  readonly title: string;
  readonly context: WorkspacePathContext;
  readonly rules: IgnoreRules;
  /** Absolute paths of the channels' own data. */
  readonly channels: readonly string[];
  readonly entries: ArchiveEntry[];
  readonly leftOut: LeftOut[];
}

/**
 * Lists what of a folder is sent. Links are followed, as the SageMaker Python SDK does, but not out of the workspace; what is ignored
 * is not even looked into.
 * @param title - The folder as the definition names it.
 */
export async function readSourceTree(
  folder: string,
  title: string,
  context: WorkspacePathContext,
  channels: readonly string[],
): Promise<SourceTree | SourceTreeProblem> {
  const rules = await rulesOf(folder, context.files);
  const walk: Walk = { title, context, rules, channels, entries: [], leftOut: [] };
  const problem = await collect(walk, folder, '', []);
  if (problem) return problem;
  return { entries: walk.entries.sort((a, b) => (a.relativePath < b.relativePath ? -1 : 1)), leftOut: walk.leftOut };
}

async function rulesOf(folder: string, files: DefinitionFiles): Promise<IgnoreRules> {
  const path = join(folder, ignoreFileName);
  const isThere = (await files.stat(path))?.kind === 'file';
  const own = isThere ? new TextDecoder().decode(await files.readHead(path, maxIgnoreFile)) : '';
  const data = join(folder, 'data');
  const inData = (await files.stat(data))?.kind === 'folder' ? await files.children(data) : [];
  return new IgnoreRules({ own, dataIsPackage: inData.some(({ name }) => name.endsWith('.py')) });
}

async function collect(
  walk: Walk,
  folder: string,
  prefix: string,
  above: readonly string[],
): Promise<SourceTreeProblem | undefined> {
  const { context, entries, leftOut, title } = walk;
  const real = await context.files.realPath(folder);
  if (above.includes(real)) {
    return {
      code: 'link-circle',
      message: `'${title}/${prefix}' is a link back to a folder that holds it: remove it.`,
    };
  }
  for (const child of await context.files.children(folder)) {
    const path = join(folder, child.name);
    const relativePath = prefix + child.name;
    const kind = await kindOf(child, path, relativePath, walk);
    if (typeof kind === 'object') return kind;
    const reason = kind === 'other' ? 'not a file' : await reasonFor(walk, path, relativePath, kind);
    if (reason !== undefined) {
      leftOut.push({ relativePath: kind === 'folder' ? `${relativePath}/` : relativePath, reason });
      continue;
    }
    const facts = await context.files.stat(path);
    if (facts === undefined) continue; // gone since it was listed
    const { size, modified, executable } = facts;
    if (kind === 'file') entries.push({ relativePath, kind, path, size, modified, executable });
    else {
      entries.push({ relativePath, kind: 'folder', path, size: 0, modified, executable: true });
      const problem = await collect(walk, path, `${relativePath}/`, [...above, real]);
      if (problem) return problem;
    }
    if (entries.length > maxEntries) return tooMany(title);
  }
  return undefined;
}

/** What a child is once a link is followed; a problem when it leads away. */
async function kindOf(
  { kind }: FolderChild,
  path: string,
  relativePath: string,
  { title, context, rules }: Walk,
): Promise<'file' | 'folder' | 'other' | SourceTreeProblem> {
  if (kind !== 'link') return kind;
  // An ignored link may lead anywhere.
  if (rules.reasonFor(relativePath) !== undefined) return 'file';
  const problem = await linkProblem(`${title}/${relativePath}`, path, context);
  if (problem) return problem;
  return (await context.files.stat(path))?.kind ?? 'other';
}

async function reasonFor(
  { rules, channels, context }: Walk,
  path: string,
  relativePath: string,
  kind: 'file' | 'folder',
): Promise<LeftOutReason | undefined> {
  if (channels.some((channel) => isInside(channel, path))) return 'channel';
  const reason = rules.reasonFor(kind === 'folder' ? `${relativePath}/` : relativePath);
  if (reason !== undefined || kind === 'file') return reason;
  return (await context.files.stat(join(path, 'pyvenv.cfg'))) === undefined ? undefined : 'virtual environment';
}

function tooMany(title: string): SourceTreeProblem {
  return {
    code: 'too-many-files',
    message: `'${title}' holds more than ${maxEntries.toLocaleString('en-US')} files and folders: name in ${title}/${ignoreFileName} what the script does not need.`,
  };
}
