import { algorithmOf } from '../catalog/images.ts';
import type { DefinitionPath, JsonObject } from './definitionReader.ts';
import { isLocalPath } from './workspacePath.ts';

/** A definition's own value at a path, whatever it turned out to be. */
export function valueAt(value: unknown, path: DefinitionPath): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}

export const imagePath = ['AlgorithmSpecification', 'TrainingImage'] as const;

/** The built-in algorithm that a definition trains, if it is one. */
export function builtInAlgorithm(value: JsonObject): ReturnType<typeof algorithmOf> {
  const image = valueAt(value, imagePath);
  return typeof image === 'string' ? algorithmOf(image) : undefined;
}

/** Where instances are asked for; the first of those that a definition has counts. */
const instancePaths = [
  ['ResourceConfig', 'InstanceType'],
  ['ResourceConfig', 'InstanceGroups', 0, 'InstanceType'],
  ['HyperParameterTuningResourceConfig', 'InstanceType'],
  ['HyperParameterTuningResourceConfig', 'InstanceConfigs', 0, 'InstanceType'],
];

/** The instance that a definition asks for; of several the first one. */
export function instanceTypeOf(value: JsonObject): string | undefined {
  const found = instancePaths.map((path) => valueAt(value, path)).find((type) => type !== undefined);
  return typeof found === 'string' ? found : undefined;
}

/** A channel as far as it could be understood. */
export interface ChannelInput {
  readonly name: string | undefined;
  readonly contentType: string | undefined;
  readonly uriPath: DefinitionPath;
  /** The path of its data in the workspace, when that stands where an `s3://` URI is expected. */
  readonly localPath: string | undefined;
  readonly s3DataType: unknown;
}

export function channelsOf(value: JsonObject): ChannelInput[] {
  const channels = value['InputDataConfig'];
  if (!Array.isArray(channels)) return [];
  return channels.map((channel: unknown, index) => {
    const text = (...path: string[]): string | undefined => {
      const found = valueAt(channel, path);
      return typeof found === 'string' ? found : undefined;
    };
    const uri = text('DataSource', 'S3DataSource', 'S3Uri');
    return {
      name: text('ChannelName'),
      contentType: text('ContentType'),
      uriPath: ['InputDataConfig', index, 'DataSource', 'S3DataSource', 'S3Uri'],
      // An empty text would lead to the definition's own folder, which nobody asked to send.
      localPath: uri !== undefined && uri !== '' && isLocalPath(uri) ? uri : undefined,
      s3DataType: valueAt(channel, ['DataSource', 'S3DataSource', 'S3DataType']),
    };
  });
}

/** Whether a script is run in the image, so that hyperparameters, channels and formats are the script's. */
export function runsScript(value: JsonObject): boolean {
  return value['EntryPoint'] !== undefined || valueAt(value, ['HyperParameters', 'sagemaker_program']) !== undefined;
}

/** What the API knows of a definition that names a script. */
export function withoutScript({ SourceDir: _source, EntryPoint: _script, ...rest }: JsonObject): JsonObject {
  return rest;
}

/** A copy with one existing value replaced. */
export function withValueAt(value: JsonObject, path: DefinitionPath, replacement: unknown): JsonObject {
  const copy = structuredClone(value);
  const parent = valueAt(copy, path.slice(0, -1));
  const last = path.at(-1);
  if (typeof parent === 'object' && parent !== null && last !== undefined) {
    (parent as Record<string | number, unknown>)[last] = replacement;
  }
  return copy;
}
