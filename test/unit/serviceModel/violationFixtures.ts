import type { ServiceModel } from '../../../src/serviceModel/serviceModel.ts';
import type { Shape } from '../../../src/serviceModel/shape.ts';
import { compileJavaPattern } from '../../../src/serviceModel/javaPattern.ts';

/** Texts of which every pattern of the model accepts at least one. */
const texts = [
  'a',
  's3://bucket/key',
  'arn:aws:iam::123456789012:role/service-role/Someone',
  'arn:aws:sagemaker:us-east-1:123456789012:training-plan/plan',
  'arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app',
  'arn:aws:sagemaker:us-east-1:123456789012:model/model',
  'arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/team',
  'arn:aws:sagemaker:us-east-1:123456789012:human-task-ui/ui',
  'arn:aws:sagemaker:us-east-1:123456789012:model-package/package/1',
  'arn:aws:sagemaker:us-east-1:123456789012:model-package-group/group',
  'arn:aws:sagemaker:us-east-1:123456789012:algorithm/name',
  'arn:aws:sagemaker:us-east-1:aws:hub-content/hub/Model/model/1.0.0',
  'arn:aws:sagemaker:us-east-1:aws:hub-content/hub/DataSet/data/1.0.0',
  'arn:aws:lambda:us-east-1:123456789012:function:name',
  'arn:aws:sns:us-east-1:123456789012:topic',
  'org/model',
  '1D',
  'p50',
  'CH',
  '/opt/ml/model',
  'fs-0123abcd',
  '12K',
  'mig-1g.5gb',
  'notebook-al2-v3',
  '1',
  'https://git.example/repository.git',
  'arn:aws:secretsmanager:us-east-1:123456789012:secret:name',
];

/** A value that satisfies a shape: every member, or the required ones only. A shape within itself (a search's expression) is left out. */
export function validValue(
  model: ServiceModel,
  shapeName: string,
  everything: boolean,
  around: readonly string[] = [],
): unknown {
  const inside = [...around, shapeName];
  const shape = model.shape(shapeName);
  switch (shape.type) {
    case 'structure': {
      const members = everything ? Object.keys(shape.members) : shape.required;
      const finite = members.filter((member) => !inside.includes(shape.members[member] ?? ''));
      return Object.fromEntries(
        finite.map((member) => [member, validValue(model, shape.members[member] ?? '', everything, inside)]),
      );
    }
    case 'list':
      return Array.from({ length: Math.max(everything ? 1 : 0, shape.min ?? 0) }, () =>
        validValue(model, shape.member, everything, inside),
      );
    case 'map':
      return everything || (shape.min ?? 0) > 0
        ? { [String(validValue(model, shape.key, everything))]: validValue(model, shape.value, everything, inside) }
        : {};
    case 'string':
      return validText(shapeName, shape);
    case 'boolean':
      return true;
    case 'timestamp':
      return 1_700_000_000.5;
    default:
      return Math.max(shape.min ?? 0, Math.min(1, shape.max ?? 1));
  }
}

function validText(name: string, shape: Extract<Shape, { type: 'string' }>): string {
  if (shape.enum?.[0] !== undefined) return shape.enum[0];
  const pattern = shape.pattern === undefined ? /^/ : compileJavaPattern(shape.pattern);
  for (const text of texts) {
    const padded = text.padEnd(shape.min ?? 0, 'a');
    if (padded.length <= (shape.max ?? Infinity) && pattern.test(padded)) return padded;
  }
  throw new Error(`No sample text satisfies ${name}: ${JSON.stringify(shape)}`);
}

export type Path = readonly (string | number)[];

/** Every place of a value with the shape that stands there, the value itself excepted. */
export function* places(
  model: ServiceModel,
  shapeName: string,
  value: unknown,
  path: Path = [],
): Generator<{ path: Path; shape: Shape }> {
  const shape = model.shape(shapeName);
  if (path.length > 0) yield { path, shape };
  if (shape.type === 'structure') {
    for (const [member, item] of Object.entries(value as object))
      yield* places(model, shape.members[member] ?? '', item, [...path, member]);
  } else if (shape.type === 'list') {
    for (const [index, item] of (value as unknown[]).entries())
      yield* places(model, shape.member, item, [...path, index]);
  } else if (shape.type === 'map') {
    for (const [key, item] of Object.entries(value as object)) yield* places(model, shape.value, item, [...path, key]);
  }
}

/** A copy of a request with one place changed; `undefined` removes it. */
export function withValue(request: unknown, path: Path, value: unknown): unknown {
  const copy: unknown = structuredClone(request);
  let parent = copy as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) parent = parent[step] as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

export function valueAt(request: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], request);
}
