import { isObject } from '../../shared/isObject.ts';
import { listed } from '../../shared/listed.ts';
import type { JsonObject } from '../definitionReader.ts';
import { creations, type CreatableKind } from './creation.ts';

interface OutputField {
  /** Members on the way; `*` is every entry of a list. */
  readonly path: readonly string[];
  /** `below`: the service appends the job's name. `exact`: it writes to just that path. `resumed`: so it does, and reads it before. */
  readonly way: 'below' | 'exact' | 'resumed';
}

const field = (path: string, way: OutputField['way']): OutputField => ({ path: path.split('.'), way });

const trained = field('OutputDataConfig.S3OutputPath', 'below');

/** Where requests say where a job writes, and how that is taken (API reference of their Create operations). */
const outputs: Readonly<Partial<Record<CreatableKind, readonly OutputField[]>>> = {
  trainingJob: [
    trained,
    field('CheckpointConfig.S3Uri', 'resumed'),
    field('DebugHookConfig.S3OutputPath', 'below'),
    field('ProfilerConfig.S3OutputPath', 'below'),
    field('TensorBoardOutputConfig.S3OutputPath', 'below'),
  ],
  tuningJob: ['TrainingJobDefinition', 'TrainingJobDefinitions.*'].map((part) => ({
    ...trained,
    path: [...part.split('.'), ...trained.path],
  })),
  transformJob: [
    field('TransformOutput.S3OutputPath', 'exact'),
    // Objects there are named by their time.
    field('DataCaptureConfig.DestinationS3Uri', 'below'),
  ],
  processingJob: [field('ProcessingOutputConfig.Outputs.*.S3Output.S3Uri', 'exact')],
  labelingJob: [field('OutputConfig.S3OutputPath', 'below')],
  autoMlJob: [trained],
};

/**
 * A job's request with output paths of its own: where one holds the request's present name as a segment, the new name stands there. Checkpoints
 * stay: a job goes on from them.
 * @param renamed - What becomes of a path, from what is before the name and what is behind it.
 */
export function withOwnOutputs(
  kind: CreatableKind,
  request: JsonObject,
  renamed: (before: string, after: string) => unknown,
): JsonObject {
  const old = request[creations[kind].nameField];
  if (typeof old !== 'string') return request;
  let own: unknown = request;
  for (const { path, way } of outputs[kind] ?? []) {
    if (way === 'resumed') continue;
    own = changed(own, path, (value) => {
      const around = typeof value === 'string' ? aroundSegment(value, old) : undefined;
      return around === undefined ? value : renamed(...around);
    });
  }
  return own as JsonObject;
}

/** What a job like another would replace of what that one wrote, in sentences without their stop; none where each has its own place. */
export function replacedOutputs(kind: CreatableKind, old: JsonObject, request: JsonObject): string[] {
  const name = String(old[creations[kind].nameField]);
  const shared = (way: OutputField['way']): string[] => {
    const before = new Set(urisOf(kind, old, way).map(withoutSlash));
    return [...new Set(urisOf(kind, request, way))].filter((uri) => before.has(withoutSlash(uri)));
  };
  const [replaced, resumed] = [shared('exact'), shared('resumed')];
  return [
    ...(replaced.length === 0 ? [] : [`Replaces the outputs of ${name} in ${listed(replaced)}`]),
    ...(resumed.length === 0
      ? []
      : [`Goes on from the checkpoints of ${name} in ${resumed.join()}, and replaces them`]),
  ];
}

function urisOf(kind: CreatableKind, request: JsonObject, way: OutputField['way']): string[] {
  const uris: string[] = [];
  for (const one of outputs[kind] ?? [])
    if (one.way === way)
      changed(request, one.path, (value) => {
        if (typeof value === 'string') uris.push(value);
        return value;
      });
  return uris;
}

/** A copy in which what stands at a path is changed; the value itself where nothing stands there. */
function changed(value: unknown, [step, ...rest]: readonly string[], change: (value: unknown) => unknown): unknown {
  if (step === undefined) return change(value);
  if (step === '*') return Array.isArray(value) ? value.map((item) => changed(item, rest, change)) : value;
  return isObject(value) && step in value ? { ...value, [step]: changed(value[step], rest, change) } : value;
}

/** What stands around a name in the key of a URI: the last one, since those before may be a folder of all such jobs. */
function aroundSegment(uri: string, name: string): [before: string, after: string] | undefined {
  const [bucket = ''] = /^s3:\/\/[^/]+/.exec(uri) ?? [];
  const at = `${uri}/`.lastIndexOf(`/${name}/`) + 1;
  return at > bucket.length ? [uri.slice(0, at), uri.slice(at + name.length)] : undefined;
}

const withoutSlash = (uri: string): string => uri.replace(/\/+$/, '');
