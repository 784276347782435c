import type { ServiceModel } from '../serviceModel/serviceModel.ts';
import { creationOf } from './clone/creation.ts';
import { requestKindOf } from './clone/requestFile.ts';
import type { ParsedDefinition } from './definition.ts';
import type { DefinitionFiles } from './definitionFiles.ts';
import { tuningJobKind } from './definitionKind.ts';
import { diagnoseAlgorithm } from './diagnoseAlgorithm.ts';
import { diagnoseData } from './diagnoseData.ts';
import { diagnoseModel, diagnoseRequest } from './diagnoseModel.ts';
import { diagnoseSource } from './diagnoseSource.ts';
import { diagnoseTraining } from './diagnoseTraining.ts';
import { diagnoseTuning } from './diagnoseTuning.ts';
import type { Finding } from './finding.ts';
import { trainingPartsOf } from './trainingPart.ts';

/** What a definition is checked against. */
export interface DiagnoseContext {
  readonly model: ServiceModel;
  readonly files: DefinitionFiles;
  /** The folder that data may come from; the definition's own when it is open by itself. */
  readonly workspaceRoot: string;
  /** When known, images are checked for being offered there. */
  readonly region?: string;
}

/** Everything there is to say about a definition before it is sent, in the order of its text. */
export async function diagnose(definition: ParsedDefinition, context: DiagnoseContext): Promise<Finding[]> {
  if (definition.findings.some(({ severity }) => severity === 'error')) return [...definition.findings];
  const requestKind = requestKindOf(definition.path);
  if (requestKind !== undefined) {
    const { operation } = creationOf(requestKind, definition.value);
    const { findings } = diagnoseRequest(definition, context.model, operation);
    return [...definition.findings, ...findings].sort((a, b) => a.start - b.start);
  }
  const { findings: modelFindings, settled } = diagnoseModel(definition, context.model);
  const findings = [...definition.findings, ...modelFindings];
  for (const part of trainingPartsOf(definition)) {
    const partSettled = part.settled(settled);
    findings.push(
      ...(await diagnoseAlgorithm(part, { region: context.region, settled: partSettled })),
      ...(await diagnoseData(part, context, partSettled)),
      ...(await diagnoseSource(part, context)),
      ...(await diagnoseTraining(part, partSettled)),
    );
  }
  if (definition.kind === tuningJobKind) findings.push(...(await diagnoseTuning(definition, settled)));
  return findings.sort((a, b) => a.start - b.start);
}
