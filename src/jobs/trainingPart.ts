import { isObject } from '../shared/isObject.ts';
import type { ParsedDefinition } from './definition.ts';
import type { DefinitionPath, JsonObject } from './definitionReader.ts';
import type { TextRange } from './finding.ts';
import { tunedNames } from './tuningValue.ts';
import { valueAt } from './trainingJobValue.ts';

/** Fields that checks are to be silent about; paths are those of whoever asks. */
export interface Settled {
  cover(path: DefinitionPath): boolean;
}

/**
 * What describes training jobs in a definition: the whole of a training job's, one job definition of a tuning job's. Its paths and its
 * value are those of CreateTrainingJob, wherever it stands.
 */
export class TrainingPart {
  /** Of the definition file. */
  readonly path: string;

  constructor(
    private readonly definition: ParsedDefinition,
    /** Where it stands; empty for a training job's definition. */
    readonly at: DefinitionPath,
    readonly value: JsonObject,
    /** The hyperparameters that a tuning job chooses. */
    readonly tuned: readonly string[],
  ) {
    this.path = definition.path;
  }

  /** Where a field of the training job stands in the definition. */
  pathOf(path: DefinitionPath): DefinitionPath {
    return partPath(this.at, path);
  }

  rangeOf(path: DefinitionPath): TextRange {
    return this.definition.rangeOf(this.pathOf(path));
  }

  keyRangeOf(path: DefinitionPath): TextRange {
    return this.definition.keyRangeOf(this.pathOf(path));
  }

  /** The same fields, asked for by the part's own paths. */
  settled(whole: Settled): Settled {
    return { cover: (path) => whole.cover(this.pathOf(path)) };
  }
}

/** The parts of a definition, in their order; a tuning job's without any has none. */
export function trainingPartsOf(definition: ParsedDefinition): TrainingPart[] {
  return partPathsOf(definition.value, definition.kind.name).map((at) => {
    const value = partValueAt(definition.value, at);
    return new TrainingPart(definition, at, value, tunedNames(definition.value, at));
  });
}

/** Where the parts of a value stand. */
export function partPathsOf(value: JsonObject, kind: 'training-job' | 'tuning-job'): DefinitionPath[] {
  if (kind === 'training-job') return [[]];
  const several = value['TrainingJobDefinitions'];
  const paths: DefinitionPath[] = [
    ['TrainingJobDefinition'],
    ...(Array.isArray(several) ? several.map((_, index) => ['TrainingJobDefinitions', index]) : []),
  ];
  return paths.filter((at) => isObject(valueAt(value, at)));
}

/** A part in the shape of CreateTrainingJob, in which a tuning job's static hyperparameters have another name. */
export function partValueAt(value: JsonObject, at: DefinitionPath): JsonObject {
  if (at.length === 0) return value;
  return renamed(valueAt(value, at) as JsonObject, 'StaticHyperParameters', 'HyperParameters');
}

/** The other way round: what stands in a definition for a part's value. */
export function partAsWritten(value: JsonObject, at: DefinitionPath): JsonObject {
  if (at.length === 0) return value;
  return renamed(value, 'HyperParameters', 'StaticHyperParameters');
}

/** A path of the definition as a part's own; undefined for one that is not in it. */
export function pathInPart(at: DefinitionPath, path: DefinitionPath): DefinitionPath | undefined {
  if (!at.every((step, index) => path[index] === step)) return undefined;
  const [top, ...rest] = path.slice(at.length);
  if (top === undefined) return [];
  return [at.length > 0 && top === 'StaticHyperParameters' ? 'HyperParameters' : top, ...rest];
}

function partPath(at: DefinitionPath, [top, ...rest]: DefinitionPath): DefinitionPath {
  if (top === undefined) return at;
  return [...at, at.length > 0 && top === 'HyperParameters' ? 'StaticHyperParameters' : top, ...rest];
}

/** A copy with one of its names changed, in its order. */
function renamed(value: JsonObject, from: string, to: string): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name === from ? to : name, one]));
}
