import type { AlgorithmSpec } from '../catalog/algorithm.ts';
import { findAlgorithm } from '../catalog/algorithms/registry.ts';
import type { ParsedDefinition } from './definition.ts';
import { diagnoseObjective } from './diagnoseObjective.ts';
import { diagnoseRanges } from './diagnoseRanges.ts';
import { diagnoseStrategy } from './diagnoseStrategy.ts';
import type { Finding } from './finding.ts';
import { builtInAlgorithm, imagePath, runsScript, valueAt } from './trainingJobValue.ts';
import { trainingPartsOf, type Settled, type TrainingPart } from './trainingPart.ts';
import { TuningReport } from './tuningReport.ts';

/** What a tuning job's members say against each other and against what its algorithm can do, beside what goes for every training job. */
export async function diagnoseTuning(definition: ParsedDefinition, settled: Settled): Promise<Finding[]> {
  const report = new TuningReport(definition, settled);
  const parts = trainingPartsOf(definition);
  diagnoseDefinitions(definition, parts, report);
  for (const part of parts) {
    const spec = await specOf(part, settled);
    diagnoseObjective(definition, part, spec, report);
    diagnoseRanges(definition, part, spec, report);
  }
  diagnoseStrategy(definition, parts, report);
  return report.findings;
}

/** The built-in algorithm; undefined also where it runs a script, whose hyperparameters and metrics are its own. */
async function specOf(part: TrainingPart, settled: Settled): Promise<AlgorithmSpec | undefined> {
  if (runsScript(part.value) || settled.cover(part.pathOf(imagePath))) return undefined;
  const builtIn = builtInAlgorithm(part.value);
  return builtIn && findAlgorithm(builtIn.algorithm);
}

/** API reference, CreateHyperParameterTuningJob: one job definition, or several that each bring a name, an objective and ranges. */
function diagnoseDefinitions({ value }: ParsedDefinition, parts: readonly TrainingPart[], report: TuningReport): void {
  const [one, several] = ['TrainingJobDefinition', 'TrainingJobDefinitions'];
  if (value[one] === undefined && value[several] === undefined) {
    if (report.settled.cover([several])) return;
    const message = `${one} is missing: what its training jobs run, with StaticHyperParameters for what is not tuned.`;
    return report.addAtKey([one], 'missing-field', message);
  }
  if (value[several] === undefined) return;
  if (value[one] !== undefined) {
    report.addAtKey([several], 'two-definitions', `${one} and ${several} exclude each other: keep one of them.`);
  }
  const names = parts.map((part) => part.value['DefinitionName']);
  for (const [index, { at }] of parts.entries()) {
    if (at.length === 1) continue;
    const name = names[index];
    if (name !== undefined && typeof name !== 'string') continue;
    if (name === undefined) {
      const message = 'Each of several job definitions needs a DefinitionName.';
      report.addAtKey([...at, 'DefinitionName'], 'missing-field', message);
    } else if (names.indexOf(name) < index) {
      const message = `A second job definition is called '${name}'; each name stands once.`;
      report.add([...at, 'DefinitionName'], 'double-definition', message);
    }
  }
  if (value[one] !== undefined) return;
  for (const [shared, own] of [
    ['ParameterRanges', 'HyperParameterRanges'],
    ['HyperParameterTuningJobObjective', 'TuningObjective'],
  ] as const) {
    const path = ['HyperParameterTuningJobConfig', shared];
    if (valueAt(value, path) === undefined) continue;
    const message = `${shared} goes with a single ${one}: each of several has its own ${own}.`;
    report.addAtKey(path, 'shared-by-definitions', message);
  }
}
