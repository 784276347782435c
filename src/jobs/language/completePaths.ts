import { dirname, resolve } from 'node:path';
import { codeOf } from '../../shared/errors.ts';
import { isDefinitionName } from '../definitionKind.ts';
import { isInside, isLocalPath, isReallyInside } from '../workspacePath.ts';
import { valueAtPlace, type CompleteContext, type Completion, type Place } from './completion.ts';

/** Files and folders of the workspace, relative to the definition; a script is relative to SourceDir. */
export async function completePaths(
  place: Place,
  context: CompleteContext,
  wants: 'any' | 'folder',
): Promise<Completion[]> {
  const { cursor, offset, part, text } = place;
  const typed = text.slice(cursor.range.start + cursor.before.length, offset);
  if (!isLocalPath(typed) || /^[/\\]/.test(typed)) return [];
  const [parent = ''] = /^.*\//.exec(typed) ?? [];
  const source = part?.value['SourceDir'];
  const isScript = cursor.path.at(-1) === 'EntryPoint' && typeof source === 'string';
  const folder = resolve(dirname(context.definitionPath), isScript ? source : '.', parent);
  const isOpen = isInside(context.workspaceRoot, folder) && (await isReallyInside(folder, context));
  if (!isOpen) return [];
  const children = await childrenOf(folder, context);
  return children
    .filter(({ name, kind }) => !name.startsWith('.') && (kind === 'folder' || (wants === 'any' && kind === 'file')))
    .filter(({ name }) => !isDefinitionName(name))
    .map(({ name, kind }, order) => {
      const isFolder = kind === 'folder';
      const path = `${parent}${name}${isFolder ? '/' : ''}`;
      return valueAtPlace(place, path, {
        label: isFolder ? `${name}/` : name,
        filter: path,
        kind: isFolder ? 'folder' : 'file',
        order,
        suggestAgain: isFolder,
      });
    });
}

async function childrenOf(folder: string, { files }: CompleteContext) {
  try {
    return await files.children(folder);
  } catch (error) {
    // What cannot be listed has nothing to offer; running the definition says why.
    if (codeOf(error) === undefined) throw error;
    return [];
  }
}
