import { validateRequest } from '../serviceModel/validate.ts';
import type { ServiceModel } from '../serviceModel/serviceModel.ts';
import type { Violation } from '../serviceModel/violation.ts';
import type { ParsedDefinition } from './definition.ts';
import type { JsonObject } from './definitionReader.ts';
import type { Finding } from './finding.ts';
import { SettledFields } from './settledFields.ts';
import { channelsOf, valueAt, withoutScript, withValueAt } from './trainingJobValue.ts';
import { explainViolation } from './violationText.ts';

export interface ModelDiagnosis {
  readonly findings: Finding[];
  /** What other checks are to be silent about. */
  readonly settled: SettledFields;
}

/** What the API's own model says against a definition, its conveniences taken as resolved. */
export function diagnoseModel(definition: ParsedDefinition, model: ServiceModel): ModelDiagnosis {
  const violations = validateRequest(model, model.inputOf('CreateTrainingJob'), withConveniences(definition.value));
  const explained = onePerField(violations).map((violation) => ({ violation, ...explainViolation(violation) }));
  const meantPaths = explained.flatMap(({ violation: { kind, path }, replacement }) => {
    const meant = kind === 'unknown' && replacement !== undefined ? [...path.slice(0, -1), replacement] : undefined;
    return meant && valueAt(definition.value, meant) === undefined ? [meant] : [];
  });
  const misspelt = new SettledFields(meantPaths);
  const findings = explained.flatMap(({ violation, ...explanation }): Finding[] => {
    const { path, kind, isKey = kind === 'required' || kind === 'unknown' } = violation;
    if (kind === 'required' && misspelt.cover(path)) return [];
    const range = isKey ? definition.keyRangeOf(path) : definition.rangeOf(path);
    return [{ ...range, severity: 'error', code: codes[kind], ...explanation }];
  });
  const rejected = explained.flatMap(({ violation: { kind, path } }) => (kind === 'unknown' ? [] : [path]));
  const settled = new SettledFields([...meantPaths, ...rejected]);
  return { findings: [...findings, ...missingParts(definition, settled)], settled };
}

/** Of several constraints that one value breaks, the first: a text of the wrong length is rarely of the right form. */
function onePerField(violations: readonly Violation[]): Violation[] {
  const seen = new Set<string>();
  return violations.filter(({ path, isKey = false }) => {
    const field = JSON.stringify([path, isKey]);
    return !seen.has(field) && seen.add(field);
  });
}

const codes = {
  required: 'missing-field',
  type: 'wrong-type',
  enum: 'unknown-value',
  pattern: 'wrong-form',
  length: 'wrong-length',
  range: 'out-of-range',
  unknown: 'unknown-field',
} as const;

/** The value with stand-ins for what resolving will fill in, so that only what the author must change is reported. */
function withConveniences(value: JsonObject): JsonObject {
  let complete: JsonObject = {
    RoleArn: 'arn:aws:iam::000000000000:role/default',
    OutputDataConfig: { S3OutputPath: 's3://default/' },
    ...withoutScript(value),
  };
  for (const { localPath, uriPath } of channelsOf(value)) {
    if (localPath !== undefined) complete = withValueAt(complete, uriPath, 's3://default/upload');
  }
  return complete;
}

/**
 * Since serverless jobs came, the API's model requires none of these, but a job on instances does not start without them
 * (API reference, CreateTrainingJob: required until then).
 */
function missingParts(definition: ParsedDefinition, settled: SettledFields): Finding[] {
  const { value } = definition;
  if (value['ServerlessJobConfig'] !== undefined) return [];
  const has = (...path: string[]): boolean => (valueAt(value, path) ?? undefined) !== undefined || settled.cover(path);
  const missing = (path: string[], message: string, severity: 'error' | 'warning' = 'error'): Finding => ({
    ...definition.keyRangeOf(path),
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
    findings.push(
      missing([resources], 'ResourceConfig is missing: give InstanceType, InstanceCount and VolumeSizeInGB.'),
    );
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
