import type { ServiceModel } from '../../src/serviceModel/serviceModel.ts';
import type { Shape } from '../../src/serviceModel/shape.ts';
import { compileJavaPattern } from '../../src/serviceModel/javaPattern.ts';
import { seededRandom } from './seededRandom.ts';

type Path = readonly (string | number)[];
type Json = Record<string, unknown>;

/** A request that breaks exactly one constraint of the model. */
export interface BrokenRequest {
  /** E.g. `InputDataConfig.0.ChannelName: pattern`. */
  readonly name: string;
  readonly constraint: 'required' | 'type' | 'pattern' | 'length' | 'range' | 'enum' | 'null';
  /** Of what is wrong or missing. */
  readonly path: Path;
  /** Whether it is the map key at the path's end that is wrong. */
  readonly isKey?: true;
  /** Where the service says that it stands. */
  readonly location: string;
  readonly request: Json;
}

/** Texts that some pattern of the model takes; the generator picks among those that fit. */
const candidates = [
  's3://sagemaker-us-east-1-000000000000/data',
  '123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:1',
  'arn:aws:iam::000000000000:role/service-role/test',
  'arn:aws:lambda:us-east-1:000000000000:function:credentials',
  'arn:aws:sagemaker:us-east-1:000000000000:training-plan/p-0123456789',
  'arn:aws:sagemaker:us-east-1:000000000000:mlflow-tracking-server/one',
  'arn:aws:sagemaker:us-east-1:000000000000:model-package-group/one',
  'arn:aws:sagemaker:us-east-1:000000000000:model-package/one/1',
  'arn:aws:sagemaker:us-east-1:aws:hub-content/PublicHub/DataSet/one/1.0.0',
  'arn:aws:sagemaker:us-east-1:aws:hub-content/PublicHub/Model/one/1.0.0',
  'fs-0123456789abcd',
  '128K',
  'one',
  'two-2',
  'three3',
];
/** Texts that patterns refuse. */
const spoilers = ['one two', 'one\ntwo', '-', '!', '\n', ' '];

/** Made of the model alone: every member of the request, and for every constraint of every member one request without it. */
export class RequestGenerator {
  private readonly random: () => number;

  constructor(
    private readonly model: ServiceModel,
    seed: number,
    /** Values that something other than the model decides about, by member. */
    private readonly fixed: Readonly<Record<string, unknown>>,
  ) {
    this.random = seededRandom(seed);
  }

  valid(shapeName: string): Json {
    return this.value(shapeName, '', 0) as Json;
  }

  /** @param base - A valid request. */
  broken(shapeName: string, base: Json): BrokenRequest[] {
    return [...this.breaks(shapeName, base, [], '', undefined)].map(({ change, ...facts }) => {
      const request = structuredClone(base);
      change(request);
      return { ...facts, name: `${facts.path.join('.')}: ${facts.constraint}`, request };
    });
  }

  private value(shapeName: string, member: string, index: number): unknown {
    if (Object.hasOwn(this.fixed, member)) return this.fixed[member];
    const shape = this.model.shape(shapeName);
    switch (shape.type) {
      case 'structure':
        return Object.fromEntries(
          Object.entries(shape.members).map(([name, own]) => [name, this.value(own, name, index)]),
        );
      case 'list':
        return Array.from({ length: Math.max(1, shape.min ?? 0) }, (_, at) => this.value(shape.member, '', at));
      case 'map':
        return { [this.text(shape.key, 0)]: this.value(shape.value, '', 0) };
      case 'string':
        return this.text(shapeName, index);
      case 'boolean':
        return this.random() < 0.5;
      case 'timestamp':
        return 1_700_000_000;
      default:
        return Math.max(shape.min ?? 1, Math.min(shape.max ?? 1, 1));
    }
  }

  /** @param index - Texts of one list differ by it. */
  private text(shapeName: string, index: number): string {
    const shape = this.model.shape(shapeName);
    if (shape.type !== 'string') throw new Error(`${shapeName} is no text.`);
    if (shape.enum) return shape.enum[Math.floor(this.random() * shape.enum.length)] ?? '';
    const fitting = candidates
      .map((text) => (index > 0 ? `${text}${index}` : text))
      .filter((text) => fits(shape, text));
    const chosen = fitting[Math.floor(this.random() * fitting.length)];
    if (chosen === undefined) throw new Error(`No candidate fits ${shapeName} ${shape.pattern}.`);
    return chosen;
  }

  /** @param holder - Where the service reports a scalar: its own place, or the list or map that it is in. */
  private *breaks(
    shapeName: string,
    value: unknown,
    path: Path,
    location: string,
    holder: string | undefined,
  ): Generator<Break> {
    const shape = this.model.shape(shapeName);
    const set = (constraint: Break['constraint'], to: unknown, where = location): Break => ({
      constraint,
      path,
      location: where,
      change: (request) => replaceAt(request, path, to),
    });
    if (path.length > 0) yield set('type', wrongType(shape));
    const scalarAt = holder ?? location;
    if (shape.type === 'string')
      for (const [constraint, to] of brokenTexts(shape, String(value))) yield set(constraint, to, scalarAt);
    if ('min' in shape && isNumber(shape) && shape.min !== undefined) yield set('range', shape.min - 1, scalarAt);
    if ('max' in shape && isNumber(shape) && shape.max !== undefined && shape.max < 2 ** 31 - 1)
      yield set('range', shape.max + 1, scalarAt);
    if (shape.type === 'structure') yield* this.structureBreaks(shape, value as Json, path, location);
    if (shape.type === 'list') yield* this.listBreaks(shape, value as unknown[], path, location);
    if (shape.type === 'map') yield* this.mapBreaks(shape, value as Json, path, location);
  }

  private *structureBreaks(
    shape: Extract<Shape, { type: 'structure' }>,
    value: Json,
    path: Path,
    location: string,
  ): Generator<Break> {
    for (const [member, own] of Object.entries(shape.members)) {
      const at = join(location, member.charAt(0).toLowerCase() + member.slice(1));
      const memberPath = [...path, member];
      if (!Object.hasOwn(value, member)) continue;
      if (shape.required.includes(member))
        yield {
          constraint: 'required',
          path: memberPath,
          location: at,
          change: (request) => removeAt(request, memberPath),
        };
      yield* this.breaks(own, value[member], memberPath, at, undefined);
    }
  }

  private *listBreaks(
    shape: Extract<Shape, { type: 'list' }>,
    value: unknown[],
    path: Path,
    location: string,
  ): Generator<Break> {
    const longer = (length: number) => Array.from({ length }, (_, at) => this.value(shape.member, '', at));
    if (shape.max !== undefined)
      yield {
        constraint: 'length',
        path,
        location,
        change: (request) => replaceAt(request, path, longer((shape.max ?? 0) + 1)),
      };
    if ((shape.min ?? 0) > 0)
      yield {
        constraint: 'length',
        path,
        location,
        change: (request) => replaceAt(request, path, longer((shape.min ?? 0) - 1)),
      };
    const element = [...path, 0];
    const at = `${location}.1.member`;
    yield { constraint: 'null', path: element, location: at, change: (request) => replaceAt(request, element, null) };
    yield* this.breaks(shape.member, value[0], element, at, location);
  }

  private *mapBreaks(
    shape: Extract<Shape, { type: 'map' }>,
    value: Json,
    path: Path,
    location: string,
  ): Generator<Break> {
    const [key = ''] = Object.keys(value);
    if (shape.max !== undefined) {
      const entries = Array.from({ length: shape.max + 1 }, (_, at) => [`name${at}`, value[key]]);
      yield {
        constraint: 'length',
        path,
        location,
        change: (request) => replaceAt(request, path, Object.fromEntries(entries)),
      };
    }
    const keyShape = this.model.shape(shape.key);
    if (keyShape.type === 'string')
      for (const [constraint, to] of brokenTexts(keyShape, key))
        yield {
          constraint,
          path: [...path, to],
          isKey: true,
          location,
          change: (request) => replaceAt(request, path, { ...value, [to]: value[key] }),
        };
    yield* this.breaks(shape.value, value[key], [...path, key], join(location, key), location);
  }
}

interface Break extends Pick<BrokenRequest, 'constraint' | 'path' | 'isKey' | 'location'> {
  readonly change: (request: Json) => void;
}

function brokenTexts(shape: Extract<Shape, { type: 'string' }>, valid: string): [Break['constraint'], string][] {
  if (shape.enum) return [['enum', 'no such value']];
  const broken: [Break['constraint'], string][] = [];
  const spoiled = [...spoilers, ...spoilers.map((text) => valid + text)].find(
    (text) => !matches(shape, text) && hasLength(shape, text),
  );
  if (spoiled !== undefined) broken.push(['pattern', spoiled]);
  const { min = 0, max } = shape;
  const long = max === undefined ? undefined : valid + '1'.repeat(Math.max(0, max + 1 - valid.length));
  // Where the pattern bounds the length as well, no text breaks the one alone.
  if (long !== undefined && matches(shape, long)) broken.push(['length', long]);
  const short = valid.slice(0, min - 1);
  if (min > 0 && matches(shape, short)) broken.push(['length', short]);
  return broken;
}

function fits(shape: Extract<Shape, { type: 'string' }>, text: string): boolean {
  return matches(shape, text) && hasLength(shape, text);
}

function matches({ pattern }: Extract<Shape, { type: 'string' }>, text: string): boolean {
  return pattern === undefined || compileJavaPattern(pattern).test(text);
}

function hasLength({ min = 0, max = Infinity }: { min?: number; max?: number }, { length }: string): boolean {
  return length >= min && length <= max;
}

function isNumber({ type }: Shape): boolean {
  return ['integer', 'long', 'float', 'double'].includes(type);
}

function wrongType(shape: Shape): unknown {
  if (shape.type === 'structure' || shape.type === 'map' || shape.type === 'list') return 'text';
  return shape.type === 'string' ? ['text'] : 'text';
}

function join(location: string, step: string): string {
  return location === '' ? step : `${location}.${step}`;
}

function replaceAt(request: Json, path: Path, to: unknown): void {
  const parent = parentOf(request, path);
  parent[String(path.at(-1))] = to;
}

function removeAt(request: Json, path: Path): void {
  const name = String(path.at(-1));
  const parent = parentOf(request, path);
  Reflect.deleteProperty(parent, name);
}

function parentOf(request: Json, path: Path): Json {
  return path.slice(0, -1).reduce<Json>((node, step) => node[step] as Json, request);
}
