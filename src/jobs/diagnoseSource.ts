import type { ParsedDefinition } from './definition.ts';
import type { DefinitionFiles } from './definitionFiles.ts';
import type { Finding } from './finding.ts';
import { findSource } from './source/findSource.ts';
import { valueAt } from './trainingJobValue.ts';

/** What is wrong with `SourceDir` and `EntryPoint`, which SageMaker itself does not know. */
export async function diagnoseSource(
  definition: ParsedDefinition,
  context: { readonly files: DefinitionFiles; readonly workspaceRoot: string },
): Promise<Finding[]> {
  const source = await findSource(definition.value, { ...context, definitionPath: definition.path });
  if (source === undefined) return [];
  const findings: Finding[] = ['sagemaker_program', 'sagemaker_submit_directory'].flatMap((name): Finding[] => {
    const path = ['HyperParameters', name];
    if (valueAt(definition.value, path) === undefined) return [];
    const message = `${name} and EntryPoint name the script twice; remove this one.`;
    return [{ ...definition.keyRangeOf(path), severity: 'error', code: 'script-twice', message }];
  });
  if (!('code' in source)) return findings;
  const { field, ...problem } = source;
  return [...findings, { ...definition.rangeOf([field]), severity: 'error', ...problem }];
}
