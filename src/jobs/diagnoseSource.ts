import type { DefinitionFiles } from './definitionFiles.ts';
import type { Finding } from './finding.ts';
import { findSource } from './source/findSource.ts';
import { valueAt } from './trainingJobValue.ts';
import type { TrainingPart } from './trainingPart.ts';

/** What is wrong with `SourceDir` and `EntryPoint`, which SageMaker itself does not know. */
export async function diagnoseSource(
  part: TrainingPart,
  context: { readonly files: DefinitionFiles; readonly workspaceRoot: string },
): Promise<Finding[]> {
  const source = await findSource(part.value, { ...context, definitionPath: part.path });
  if (source === undefined) return [];
  const findings: Finding[] = ['sagemaker_program', 'sagemaker_submit_directory'].flatMap((name): Finding[] => {
    const path = ['HyperParameters', name];
    if (valueAt(part.value, path) === undefined) return [];
    const message = `${name} and EntryPoint name the script twice; remove this one.`;
    return [{ ...part.keyRangeOf(path), severity: 'error', code: 'script-twice', message }];
  });
  if (!('code' in source)) return [...findings, ...entryPointFindings(part, source.entryPoint)];
  const { field, ...problem } = source;
  return [...findings, { ...part.rangeOf([field]), severity: 'error', ...problem }];
}

/** Names that the training toolkit starts (validate_entry_point in process.py of sagemaker_training 5.1.4): none with a blank. */
function entryPointFindings(part: TrainingPart, entryPoint: string): Finding[] {
  if (/^[\w.][\w.+-]*(\/[\w.+-]+)*$/.test(entryPoint)) return [];
  const message = `SageMaker cannot start a script called '${entryPoint}': rename it to letters, digits and . _ + - only, such as train.py.`;
  return [{ ...part.rangeOf(['EntryPoint']), severity: 'error', code: 'entry-point-name', message }];
}
