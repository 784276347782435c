/** Reads an unknown value as `T`; throws a `ProtocolError` that names the place when it is something else. */
export type Check<T> = (value: unknown, path: string) => T;
export type Checked<C> = C extends Check<infer T> ? T : never;

/** A message that breaks the protocol between the extension and one of its webviews. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';

  constructor(path: string, expected: string, value: unknown) {
    super(`${path}: expected ${expected}, got ${describe(value)}`);
  }
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === 'string'
    ? JSON.stringify(value.slice(0, 40))
    : typeof value === 'number'
      ? `${value}`
      : typeof value;
}

export const text: Check<string> = (value, path) => {
  if (typeof value !== 'string') throw new ProtocolError(path, 'text', value);
  return value;
};

export const flag: Check<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw new ProtocolError(path, 'true or false', value);
  return value;
};

/** A finite number: NaN and infinities do not survive the way to a webview, except inside `doubles`. */
export const finite: Check<number> = (value, path) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new ProtocolError(path, 'a finite number', value);
  return value;
};

export function integer(min: number, max: number): Check<number> {
  return (value, path) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
      throw new ProtocolError(path, `an integer from ${min} to ${max}`, value);
    }
    return value;
  };
}

/** Doubles of any kind, NaN included. */
export const doubles: Check<Float64Array> = (value, path) => {
  if (!(value instanceof Float64Array)) throw new ProtocolError(path, 'a Float64Array', value);
  return value;
};

export function oneOf<const T extends string>(...allowed: readonly T[]): Check<T> {
  return (value, path) => {
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) throw new ProtocolError(path, `one of ${allowed.join(', ')}`, value);
    return found;
  };
}

export function listOf<T>(item: Check<T>): Check<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new ProtocolError(path, 'an array', value);
    return value.map((element, index) => item(element, `${path}[${index}]`));
  };
}

type Fields = Readonly<Record<string, Check<unknown>>>;
type Shape<R extends Fields, O extends Fields> = { readonly [K in keyof R]: Checked<R[K]> } & {
  readonly [K in keyof O]?: Checked<O[K]>;
};

/** An object with the required and optional fields; fields that are not named are left out of the result. */
export function object<R extends Fields, O extends Fields = Record<never, never>>(
  required: R,
  optional?: O,
): Check<Shape<R, O>> {
  return (value, path) => {
    if (typeof value !== 'object' || value === null) throw new ProtocolError(path, 'an object', value);
    const source = value as Readonly<Record<string, unknown>>;
    const entries = Object.entries(required).map(([name, check]) => [
      name,
      check(own(source, name), `${path}.${name}`),
    ]);
    for (const [name, check] of Object.entries(optional ?? {})) {
      const given = own(source, name);
      if (given !== undefined) entries.push([name, check(given, `${path}.${name}`)]);
    }
    return Object.fromEntries(entries) as Shape<R, O>;
  };
}

function own(source: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(source, name) ? source[name] : undefined;
}

type Variants = Readonly<Record<string, Check<object>>>;
type Tagged<V extends Variants> = { [K in keyof V & string]: { readonly type: K } & Checked<V[K]> }[keyof V & string];

/** A union told apart by its `type` field. */
export function taggedUnion<V extends Variants>(variants: V): Check<Tagged<V>> {
  const types = Object.keys(variants);
  const tag = object({ type: oneOf(...types) });
  return (value, path) => {
    const { type } = tag(value, path);
    return { ...variants[type]?.(value, path), type } as Tagged<V>;
  };
}
