import { loadServiceModel } from '../serviceModel/serviceModel.ts';
import { parseDefinition } from './definition.ts';
import { diagnose } from './diagnose.ts';
import type { Finding } from './finding.ts';
import { nodeDefinitionFiles } from './nodeDefinitionFiles.ts';

export { quickFixOf } from './quickFix.ts';

/** What the editor marks in a definition; region-bound checks wait until it is run. */
export async function findingsOf(text: string, path: string, workspaceRoot: string): Promise<Finding[]> {
  return diagnose(parseDefinition(text, { path }), {
    model: await loadServiceModel(),
    files: nodeDefinitionFiles,
    workspaceRoot,
  });
}
