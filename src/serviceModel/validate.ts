import { compileJavaPattern } from './javaPattern.ts';
import type { ServiceModel } from './serviceModel.ts';
import { isScalar, type ListShape, type MapShape, type ScalarShape, type Shape, type StructureShape } from './shape.ts';
import {
  constraints,
  constraintsOf,
  mistypedMessage,
  sentence,
  type Violation,
  type ViolationKind,
} from './violation.ts';

type Path = readonly (string | number)[];

/** Where a value stands: in the request's own names, and in the service's spelling of it. */
interface Place {
  readonly path: Path;
  readonly location: string;
  readonly member: string;
  /** Set for a map's key. */
  readonly isKey?: true;
}

interface Broken {
  readonly kind: ViolationKind;
  readonly constraint: string;
}

const integerLimit = 2 ** 31;

/**
 * All violations of a request against its shape; none for a valid one. JSON `null` counts as absent, as on the wire.
 * @param shapeName - E.g. `CreateTrainingJobRequest`.
 */
export function validateRequest(model: ServiceModel, shapeName: string, input: unknown): Violation[] {
  return new Validator(model).run(model.shape(shapeName), input);
}

/** The answer to a request that breaks the model. */
interface Refusal {
  readonly code: 'SerializationException' | 'ValidationException';
  readonly message: string;
}

/** `2 validation errors detected: …; …` as the service words it. */
export function validationMessage(violations: readonly Violation[]): string {
  // Broken elements of one map or list share one sentence.
  const sentences = [...new Set(violations.filter(({ kind }) => kind !== 'unknown').map(({ message }) => message))];
  return `${sentences.length} validation ${sentences.length === 1 ? 'error' : 'errors'} detected: ${sentences.join('; ')}`;
}

/** How the service refuses a request with these violations; undefined when it accepts it: unknown members are ignored. */
export function refusalOf(violations: readonly Violation[]): Refusal | undefined {
  const mistyped = violations.find(({ kind }) => kind === 'type');
  if (mistyped) return { code: 'SerializationException', message: mistyped.message };
  if (violations.every(({ kind }) => kind === 'unknown')) return undefined;
  return { code: 'ValidationException', message: validationMessage(violations) };
}

class Validator {
  private readonly violations: Violation[] = [];

  constructor(private readonly model: ServiceModel) {}

  run(shape: Shape, input: unknown): Violation[] {
    this.visit(shape, input, { path: [], location: '', member: '' });
    return this.violations;
  }

  private visit(shape: Shape, value: unknown, place: Place): void {
    if (!hasType(shape, value)) {
      this.add(
        place,
        { kind: 'type', constraint: `must be ${shape.type}` },
        shape,
        value,
        mistypedMessage(value, shape),
      );
    } else if (shape.type === 'structure') this.structure(shape, value as Record<string, unknown>, place);
    else if (shape.type === 'list') this.list(shape, value as unknown[], place);
    else if (shape.type === 'map') this.map(shape, value as Record<string, unknown>, place);
    else for (const broken of brokenBy(shape, value)) this.add(place, broken, shape, value);
  }

  private structure(shape: StructureShape, value: Readonly<Record<string, unknown>>, place: Place): void {
    const at = (member: string): Place => ({
      path: [...place.path, member],
      location: join(place.location, member.charAt(0).toLowerCase() + member.slice(1)),
      member,
    });
    for (const member of shape.required) {
      if (isPresent(value, member)) continue;
      this.add(
        at(member),
        { kind: 'required', constraint: constraints.notNull },
        this.memberShape(shape, member),
        undefined,
      );
    }
    for (const member of Object.keys(value)) {
      if (!Object.hasOwn(shape.members, member)) {
        this.add(at(member), { kind: 'unknown', constraint: 'is no member' }, shape, value[member], '');
      } else if (isPresent(value, member)) this.visit(this.memberShape(shape, member), value[member], at(member));
    }
  }

  private list(shape: ListShape, value: readonly unknown[], place: Place): void {
    for (const broken of brokenLength(shape, value.length)) this.add(place, broken, shape, value);
    const element = this.model.shape(shape.member);
    value.forEach((item, index) => {
      const at = { ...place, path: [...place.path, index], location: `${place.location}.${index + 1}.member` };
      if (item === null || item === undefined) {
        this.add(at, { kind: 'required', constraint: constraints.notNull }, element, item);
      } else this.element(element, item, at, { value, place, clause: 'Member must satisfy constraint' });
    });
  }

  private map(shape: MapShape, value: Readonly<Record<string, unknown>>, place: Place): void {
    const entries = Object.entries(value);
    for (const broken of brokenLength(shape, entries.length)) this.add(place, broken, shape, value);
    const keyShape = this.model.shape(shape.key);
    const element = this.model.shape(shape.value);
    for (const [key, item] of entries) {
      const at = { ...place, path: [...place.path, key], location: join(place.location, key) };
      this.element(keyShape, key, { ...at, isKey: true }, { value, place, clause: 'Map keys must satisfy constraint' });
      if (item === null || item === undefined) {
        this.add(at, { kind: 'required', constraint: constraints.notNull }, element, item);
      } else this.element(element, item, at, { value, place, clause: 'Map value must satisfy constraint' });
    }
  }

  /** The service reports scalars in a list or map at the collection, with everything that they must satisfy. */
  private element(
    shape: Shape,
    item: unknown,
    at: Place,
    whole: { value: unknown; place: Place; clause: string },
  ): void {
    if (!isScalar(shape) || !hasType(shape, item)) return this.visit(shape, item, at);
    const broken = brokenBy(shape, item);
    if (broken.length === 0) return;
    const message = sentence(
      whole.value,
      whole.place.location,
      `${whole.clause}: [${constraintsOf(shape).join(', ')}]`,
    );
    for (const one of broken) this.add(at, one, shape, item, message);
  }

  private memberShape(shape: StructureShape, member: string): Shape {
    return this.model.shape(shape.members[member] ?? member);
  }

  private add(place: Place, broken: Broken, shape: Shape, value: unknown, message?: string): void {
    this.violations.push({
      path: place.path,
      ...(place.isKey && { isKey: place.isKey }),
      member: place.member,
      ...broken,
      message: message ?? sentence(value, place.location, broken.constraint),
      value,
      shape,
    });
  }
}

function join(location: string, step: string): string {
  return location === '' ? step : `${location}.${step}`;
}

function isPresent(value: Readonly<Record<string, unknown>>, member: string): boolean {
  return Object.hasOwn(value, member) && value[member] !== null && value[member] !== undefined;
}

function hasType(shape: Shape, value: unknown): boolean {
  switch (shape.type) {
    case 'structure':
    case 'map':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'list':
      return Array.isArray(value);
    case 'string':
    case 'boolean':
      return typeof value === shape.type;
    case 'integer':
      return Number.isInteger(value) && Number(value) >= -integerLimit && Number(value) < integerLimit;
    case 'long':
      return Number.isSafeInteger(value);
    case 'timestamp':
      return typeof value === 'number' || value instanceof Date;
    case 'float':
    case 'double':
      return typeof value === 'number';
  }
}

function brokenBy(shape: ScalarShape, value: unknown): Broken[] {
  if (shape.type === 'boolean' || shape.type === 'timestamp') return [];
  if (shape.type !== 'string') {
    const broken: Broken[] = [];
    const number = Number(value);
    if (shape.max !== undefined && !(number <= shape.max))
      broken.push({ kind: 'range', constraint: constraints.maxValue(shape.max) });
    if (shape.min !== undefined && !(number >= shape.min))
      broken.push({ kind: 'range', constraint: constraints.minValue(shape.min) });
    return broken;
  }
  const text = String(value);
  const broken = brokenLength(shape, lengthOf(text));
  if (shape.pattern !== undefined && !matches(shape.pattern, text)) {
    broken.push({ kind: 'pattern', constraint: constraints.pattern(shape.pattern) });
  }
  if (shape.enum !== undefined && !shape.enum.includes(text)) {
    broken.push({ kind: 'enum', constraint: constraints.enum(shape.enum) });
  }
  return broken;
}

function brokenLength(shape: { readonly min?: number; readonly max?: number }, length: number): Broken[] {
  const broken: Broken[] = [];
  if (shape.max !== undefined && length > shape.max)
    broken.push({ kind: 'length', constraint: constraints.maxLength(shape.max) });
  if (shape.min !== undefined && length < shape.min)
    broken.push({ kind: 'length', constraint: constraints.minLength(shape.min) });
  return broken;
}

/** In code points: the model's lengths are Unicode scalar values. */
function lengthOf(text: string): number {
  let length = 0;
  for (const character of text) length += character.length > 0 ? 1 : 0;
  return length;
}

const compiled = new Map<string, RegExp>();

function matches(pattern: string, text: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = compileJavaPattern(pattern);
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}
