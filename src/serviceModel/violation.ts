import type { Shape, ScalarShape } from './shape.ts';

export type ViolationKind = 'required' | 'type' | 'enum' | 'pattern' | 'length' | 'range' | 'unknown';

/** One broken constraint of a request. */
export interface Violation {
  /** Members by their API names, list indices from 0, map keys. */
  readonly path: readonly (string | number)[];
  readonly kind: ViolationKind;
  /** Whether it is the map key at the end of the path that breaks it, not its value. */
  readonly isKey?: true;
  /** The service's own wording; empty for unknown members, which it ignores. */
  readonly message: string;
  /** The member that the path ends in or runs through last. */
  readonly member: string;
  /** The constraint that was broken, e.g. `Member must not be null`. */
  readonly constraint: string;
  readonly value: unknown;
  /** Of the value; of the structure, when the member is unknown. */
  readonly shape: Shape;
}

export const constraints = {
  notNull: 'Member must not be null',
  maxLength: (max: number) => `Member must have length less than or equal to ${max}`,
  minLength: (min: number) => `Member must have length greater than or equal to ${min}`,
  maxValue: (max: number) => `Member must have value less than or equal to ${max}`,
  minValue: (min: number) => `Member must have value greater than or equal to ${min}`,
  pattern: (pattern: string) => `Member must satisfy regular expression pattern: ${pattern}`,
  enum: (values: readonly string[]) => `Member must satisfy enum value set: [${values.join(', ')}]`,
} as const;

/** Everything that a scalar must satisfy, in the service's order. */
export function constraintsOf(shape: ScalarShape): string[] {
  if (shape.type === 'boolean' || shape.type === 'timestamp') return [];
  const all: string[] = [];
  const isText = shape.type === 'string';
  if (shape.max !== undefined) all.push((isText ? constraints.maxLength : constraints.maxValue)(shape.max));
  if (shape.min !== undefined) all.push((isText ? constraints.minLength : constraints.minValue)(shape.min));
  if (isText && shape.pattern !== undefined) all.push(constraints.pattern(shape.pattern));
  if (isText && shape.enum !== undefined) all.push(constraints.enum(shape.enum));
  return all;
}

/** `Value '…' at 'resourceConfig.instanceType' failed to satisfy constraint: …`. */
export function sentence(value: unknown, location: string, constraint: string): string {
  const shown = value === undefined || value === null ? 'null' : `'${shorten(render(value))}'`;
  return `Value ${shown} at '${location}' failed to satisfy constraint: ${constraint}`;
}

/** Writes a value as Java's `toString` does, the way the service echoes it. */
function render(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(render).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, element]) => `${key}=${render(element)}`)
      .join(', ')}}`;
  }
  return String(value);
}

function shorten(text: string): string {
  return text.length > 2048 ? `${text.slice(0, 2048)}…` : text;
}

// The wording of mistyped values is from memory: the public record holds only the first two.
const javaNames: Readonly<Record<ScalarShape['type'], string>> = {
  string: 'a String',
  integer: 'an Integer',
  long: 'a Long',
  float: 'a Float',
  double: 'a Double',
  boolean: 'a Boolean',
  timestamp: 'a Date',
};

/** The service's sentence for a value of another JSON type than the model's. */
export function mistypedMessage(value: unknown, shape: Shape): string {
  if (shape.type === 'list') return 'Expected list or null';
  if (Array.isArray(value)) return 'Start of list found where not expected';
  if (shape.type === 'structure' || shape.type === 'map') return 'Expected structure or map or null';
  if (typeof value === 'object') return 'Start of structure or map found where not expected.';
  const token =
    typeof value === 'boolean' ? (value ? 'TRUE' : 'FALSE') : typeof value === 'number' ? 'NUMBER' : 'STRING';
  return `${token}_VALUE can not be converted to ${javaNames[shape.type]}`;
}
