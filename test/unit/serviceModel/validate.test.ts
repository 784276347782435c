import assert from 'node:assert/strict';
import { loadServiceModel, type ServiceModel } from '../../../src/serviceModel/serviceModel.ts';
import type { Shape } from '../../../src/serviceModel/shape.ts';
import { refusalOf, validateRequest, validationMessage } from '../../../src/serviceModel/validate.ts';
import type { ViolationKind } from '../../../src/serviceModel/violation.ts';
import { places, validValue, valueAt, withValue, type Path } from './violationFixtures.ts';

const shapeName = 'CreateTrainingJobRequest';
let model: ServiceModel;

before(async () => {
  model = await loadServiceModel();
});

/** Values that break one constraint of a shape each. */
function* breaking(shape: Shape, valid: unknown): Generator<{ kind: ViolationKind; value: unknown }> {
  yield { kind: 'type', value: shape.type === 'boolean' ? 'true' : shape.type === 'string' ? 7 : true };
  if (shape.type === 'string') {
    if (shape.max !== undefined) yield { kind: 'length', value: 'a'.repeat(shape.max + 1) };
    if (shape.min !== undefined && shape.min > 0) yield { kind: 'length', value: 'a'.repeat(shape.min - 1) };
    if (shape.enum) yield { kind: 'enum', value: 'no-such-value' };
    // A line end, or a leading line end, is what nearly every pattern refuses; those that take everything cannot be broken.
    if (shape.pattern !== undefined && !/^\[\\[sS]\\[sS]\][*+]$/.test(shape.pattern))
      yield { kind: 'pattern', value: '\n \u0001' };
  } else if (shape.type === 'list') {
    const item = (valid as unknown[])[0];
    if (shape.max !== undefined) yield { kind: 'length', value: Array.from({ length: shape.max + 1 }, () => item) };
    if (shape.min !== undefined && shape.min > 0) yield { kind: 'length', value: [] };
  } else if (shape.type === 'map') {
    const item = Object.values(valid as object)[0] as unknown;
    const keys = Array.from({ length: (shape.max ?? 0) + 1 }, (_, index) => `k${index}`);
    if (shape.max !== undefined) yield { kind: 'length', value: Object.fromEntries(keys.map((key) => [key, item])) };
  } else if (shape.type === 'integer' || shape.type === 'long' || shape.type === 'float' || shape.type === 'double') {
    if (shape.max !== undefined && shape.max < 2 ** 31 - 1) yield { kind: 'range', value: shape.max + 1 };
    if (shape.min !== undefined) yield { kind: 'range', value: shape.min - 1 };
  }
}

const startsWith = (path: Path, start: Path): boolean => start.every((step, index) => path[index] === step);

describe('validateRequest', () => {
  it('accepts a request with every member, and one with the required members only, of every operation', () => {
    for (const operation of model.operations) {
      for (const everything of [true, false]) {
        const input = model.inputOf(operation);
        assert.deepEqual(validateRequest(model, input, validValue(model, input, everything)), [], operation);
      }
    }
  });

  it('finds each broken constraint of CreateTrainingJob where it is broken, and nothing elsewhere', () => {
    const request = validValue(model, shapeName, true);
    let tried = 0;
    for (const { path, shape } of places(model, shapeName, request)) {
      for (const { kind, value } of breaking(shape, valueAt(request, path))) {
        const violations = validateRequest(model, shapeName, withValue(request, path, value));
        const label = `${kind} at ${path.join('.')}: ${JSON.stringify(violations.map((one) => [one.kind, one.path]))}`;
        assert.ok(
          violations.some((one) => one.kind === kind && one.path.length === path.length),
          label,
        );
        assert.ok(
          violations.every((one) => startsWith(one.path, path)),
          label,
        );
        tried++;
      }
    }
    assert.ok(tried > 350, `only ${tried} constraints tried`);
  });

  it('finds each missing required member', () => {
    const request = validValue(model, shapeName, true);
    let tried = 0;
    for (const { path, shape } of [
      { path: [] as Path, shape: model.shape(shapeName) },
      ...places(model, shapeName, request),
    ]) {
      if (shape.type !== 'structure') continue;
      for (const member of shape.required) {
        for (const absent of [undefined, null]) {
          const violations = validateRequest(model, shapeName, withValue(request, [...path, member], absent));
          assert.deepEqual(
            violations.map((one) => [one.kind, one.path, one.member]),
            [['required', [...path, member], member]],
          );
          tried++;
        }
      }
    }
    assert.ok(tried > 40, `only ${tried} required members tried`);
  });

  it('words violations as the service does', () => {
    const request = validValue(model, shapeName, false);
    const messageFor = (path: Path, value: unknown): string =>
      validationMessage(validateRequest(model, shapeName, withValue(request, path, value)));
    const resources = { InstanceType: 'local', InstanceCount: 1, VolumeSizeInGB: 5 };
    assert.match(
      messageFor(['ResourceConfig'], resources),
      /^1 validation error detected: Value 'local' at 'resourceConfig\.instanceType' failed to satisfy constraint: Member must satisfy enum value set: \[ml\.m4\.xlarge, /,
    );
    assert.equal(
      messageFor(['TrainingJobName'], '-'.repeat(64)),
      `2 validation errors detected: Value '${'-'.repeat(64)}' at 'trainingJobName' failed to satisfy constraint: Member must have length less than or equal to 63; ` +
        `Value '${'-'.repeat(64)}' at 'trainingJobName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`,
    );
    assert.equal(
      messageFor(['RoleArn'], undefined),
      "1 validation error detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null",
    );
    assert.match(
      messageFor(['InputDataConfig'], [{ ChannelName: 'train' }]),
      /^1 validation error detected: Value null at 'inputDataConfig\.1\.member\.dataSource' failed/,
    );
  });

  it('reports the values of a map once, at the map, as the service does', () => {
    const HyperParameters = { a: 'x'.repeat(2501), b: 'y'.repeat(2501), c: '1' };
    const violations = validateRequest(model, shapeName, {
      ...(validValue(model, shapeName, false) as object),
      HyperParameters,
    });
    assert.deepEqual(
      violations.map(({ path }) => path),
      [
        ['HyperParameters', 'a'],
        ['HyperParameters', 'b'],
      ],
    );
    assert.match(
      validationMessage(violations),
      /^1 validation error detected: Value '\{a=x+…' at 'hyperParameters' failed to satisfy constraint: Map value must satisfy constraint: \[Member must have length less than or equal to 2500, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: \.\*\]$/,
    );
  });

  it('lists unknown members, which the service ignores', () => {
    const request = { ...(validValue(model, shapeName, false) as object), TrainingJobname: 'x', constructor: 1 };
    const violations = validateRequest(model, shapeName, request);
    assert.deepEqual(
      violations.map(({ kind, path }) => [kind, ...path]),
      [
        ['unknown', 'TrainingJobname'],
        ['unknown', 'constructor'],
      ],
    );
    assert.equal(refusalOf(violations), undefined);
  });

  it('refuses what is not the right JSON type before anything else', () => {
    const request = withValue(validValue(model, shapeName, false), ['TrainingJobName'], 5);
    assert.deepEqual(refusalOf(validateRequest(model, shapeName, { ...(request as object), RoleArn: 'x' })), {
      code: 'SerializationException',
      message: 'NUMBER_VALUE can not be converted to a String',
    });
    assert.equal(refusalOf(validateRequest(model, shapeName, []))?.code, 'SerializationException');
    assert.equal(refusalOf(validateRequest(model, shapeName, {}))?.code, 'ValidationException');
  });

  it('answers on hostile texts of every pattern', () => {
    const hostile = [
      'a'.repeat(50_000),
      'a-'.repeat(25_000),
      `arn:aws${'-'.repeat(50_000)}`,
      `a${'-'.repeat(50_000)}!`,
      '/'.repeat(50_000),
    ];
    const values = new Set<string>();
    const request = validValue(model, shapeName, true);
    for (const { path, shape } of places(model, shapeName, request)) {
      if (shape.type !== 'string' || shape.pattern === undefined || values.has(shape.pattern)) continue;
      values.add(shape.pattern);
      for (const text of hostile) validateRequest(model, shapeName, withValue(request, path, `${text}\n`));
    }
    assert.ok(values.size > 15, String(values.size));
  });
});

describe('shapeAt', () => {
  it('walks members, list elements and map values', () => {
    assert.equal(
      model.shapeAt(shapeName, ['InputDataConfig', 0, 'DataSource', 'S3DataSource', 'S3Uri'])?.name,
      'S3Uri',
    );
    assert.equal(model.shapeAt(shapeName, ['HyperParameters', 'eta'])?.shape.type, 'string');
    assert.equal(model.shapeAt(shapeName, ['ResourceConfig', 'toString']), undefined);
    assert.equal(model.shapeAt(shapeName, ['TrainingJobName', 'x']), undefined);
  });
});
