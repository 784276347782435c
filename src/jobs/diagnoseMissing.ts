import type { ParsedDefinition } from './definition.ts';
import type { Finding } from './finding.ts';
import { valueAt } from './trainingJobValue.ts';
import { trainingPartsOf, type Settled, type TrainingPart } from './trainingPart.ts';

/** What a job on instances does not start without, though the API's model does not require it. */
export function diagnoseMissing(definition: ParsedDefinition, settled: Settled): Finding[] {
  return trainingPartsOf(definition).flatMap((part) => missingParts(part, part.settled(settled)));
}

/** Since serverless jobs came, the model requires none of these (API reference, CreateTrainingJob: required until then). */
function missingParts(part: TrainingPart, settled: Settled): Finding[] {
  const { value } = part;
  if (value['ServerlessJobConfig'] !== undefined) return [];
  const has = (...path: string[]): boolean => (valueAt(value, path) ?? undefined) !== undefined || settled.cover(path);
  const missing = (path: string[], message: string, severity: 'error' | 'warning' = 'error'): Finding => ({
    ...part.keyRangeOf(path),
    severity,
    code: 'missing-field',
    message,
  });
  const findings: Finding[] = [];
  const algorithm = 'AlgorithmSpecification';
  if (!has(algorithm)) {
    findings.push(
      missing([algorithm], 'AlgorithmSpecification is missing: give its TrainingImage, e.g. xgboost:1.7-1.'),
    );
  } else if (!has(algorithm, 'TrainingImage') && !has(algorithm, 'AlgorithmName')) {
    findings.push(
      missing([algorithm, 'TrainingImage'], 'TrainingImage is missing: what is to be trained, e.g. xgboost:1.7-1.'),
    );
  }
  const resources = 'ResourceConfig';
  const grouped = has(resources, 'InstanceGroups') || has(resources, 'InstancePreferences');
  if (!has(resources)) {
    // A tuning job may list instances in the order in which it is to try them instead.
    const isListed = part.at.length > 0 && has('HyperParameterTuningResourceConfig');
    const message = 'ResourceConfig is missing: give InstanceType, InstanceCount and VolumeSizeInGB.';
    if (!isListed) findings.push(missing([resources], message));
  } else if (!grouped) {
    for (const member of ['InstanceType', 'InstanceCount']) {
      if (!has(resources, member)) findings.push(missing([resources, member], `ResourceConfig needs ${member}.`));
    }
  }
  if (!has('StoppingCondition')) {
    const message = 'Without StoppingCondition the job may run, and cost, for a whole day: give MaxRuntimeInSeconds.';
    findings.push(missing(['StoppingCondition'], message, 'warning'));
  }
  return findings;
}
