import { loadServiceModel } from '../serviceModel/serviceModel.ts';
import { isRequestText, requestKindOf } from './clone/requestFile.ts';
import { parseDefinition } from './definition.ts';
import { diagnose } from './diagnose.ts';
import type { Finding } from './finding.ts';
import { nodeDefinitionFiles } from './nodeDefinitionFiles.ts';

export { quickFixOf } from './quickFix.ts';

/** What the editor marks in a definition or request; region-bound checks wait until it is run. */
export async function findingsOf(text: string, path: string, workspaceRoot: string): Promise<Finding[]> {
  const requestKind = requestKindOf(path);
  if (requestKind !== undefined && !isRequestText(requestKind, text)) return [];
  return diagnose(parseDefinition(text, { path }), {
    model: await loadServiceModel(),
    files: nodeDefinitionFiles,
    workspaceRoot,
  });
}
