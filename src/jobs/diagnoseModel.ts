import { validateRequest } from '../serviceModel/validate.ts';
import type { ServiceModel } from '../serviceModel/serviceModel.ts';
import type { Violation } from '../serviceModel/violation.ts';
import type { ParsedDefinition } from './definition.ts';
import type { JsonObject } from './definitionReader.ts';
import { diagnoseMissing } from './diagnoseMissing.ts';
import type { Finding } from './finding.ts';
import { SettledFields } from './settledFields.ts';
import { channelsOf, valueAt, withoutScript, withValueAt } from './trainingJobValue.ts';
import { partPathsOf } from './trainingPart.ts';
import { explainViolation } from './violationText.ts';

export interface ModelDiagnosis {
  readonly findings: Finding[];
  /** What other checks are to be silent about. */
  readonly settled: SettledFields;
}

/** What the API's own model says against a definition, its conveniences taken as resolved. */
export function diagnoseModel(definition: ParsedDefinition, model: ServiceModel): ModelDiagnosis {
  const request = withConveniences(definition);
  const { findings, settled } = diagnoseRequest(definition, model, definition.kind.operation, request);
  return { findings: [...findings, ...diagnoseMissing(definition, settled)], settled };
}

/** The same against a file that is the request itself. @param request - What is checked in place of what the file says. */
export function diagnoseRequest(
  definition: ParsedDefinition,
  model: ServiceModel,
  operation: string,
  request = definition.value,
): ModelDiagnosis {
  const violations = validateRequest(model, model.inputOf(operation), request);
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
  return { findings, settled };
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
function withConveniences({ value, kind }: ParsedDefinition): JsonObject {
  let complete = structuredClone(value);
  for (const at of partPathsOf(value, kind.name)) {
    let part: JsonObject = {
      RoleArn: 'arn:aws:iam::000000000000:role/default',
      OutputDataConfig: { S3OutputPath: 's3://default/' },
      ...withoutScript(valueAt(value, at) as JsonObject),
    };
    for (const { localPath, uriPath } of channelsOf(part)) {
      if (localPath !== undefined) part = withValueAt(part, uriPath, 's3://default/upload');
    }
    complete = at.length === 0 ? part : withValueAt(complete, at, part);
  }
  return complete;
}
