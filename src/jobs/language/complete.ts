import { findAlgorithm } from '../../catalog/algorithms/registry.ts';
import type { AlgorithmSpec } from '../../catalog/algorithm.ts';
import { kindOfFile, tuningJobKind, type DefinitionKind } from '../definitionKind.ts';
import type { DefinitionPath, JsonObject } from '../definitionReader.ts';
import { builtInAlgorithm, runsScript } from '../trainingJobValue.ts';
import { partPathsOf, partValueAt, pathInPart } from '../trainingPart.ts';
import {
  completeChannelNames,
  completeContentTypes,
  completeHyperparameter,
  completeHyperparameters,
  completeImages,
  completeInstances,
} from './completeAlgorithm.ts';
import { completeMembers, completeScalar, completeWhole } from './completeFields.ts';
import { jsonOutline } from './bracketOutline.ts';
import { completePaths } from './completePaths.ts';
import { completeTuning } from './completeTuning.ts';
import type { CompleteContext, Completion, Place } from './completion.ts';
import { yamlOutline } from './yamlOutline.ts';

/**
 * What can be written at an offset of a definition, however unfinished it is: fields, values, hyperparameters, images, paths.
 * Empty in comments and in free text.
 */
export async function complete(text: string, offset: number, context: CompleteContext): Promise<Completion[]> {
  const isJson = context.definitionPath.toLowerCase().endsWith('.json');
  const outline = isJson ? jsonOutline(text, offset) : yamlOutline(text, offset);
  const { cursor } = outline;
  if (cursor === undefined) return [];
  const kind = kindOfFile(context.definitionPath);
  const place: Place = { text, offset, outline, cursor, kind, part: partAt(outline.value, cursor.path, kind) };
  const special = await completeSpecial(place, context);
  return special ?? completeShape(place, context);
}

/** What the catalogue and the workspace know better than the model. */
async function completeSpecial(place: Place, context: CompleteContext): Promise<Completion[] | undefined> {
  const { path: whole, kind } = place.cursor;
  const spec = await algorithmOf(place.part?.value ?? {});
  const tuning = place.kind === tuningJobKind ? completeTuning(place, spec) : undefined;
  if (tuning !== undefined) return tuning;
  const path = place.part?.path ?? whole;
  const [top] = path;
  const member = path.at(-1);
  if (top === 'HyperParameters' && path.length === 1 && kind === 'start')
    return spec ? completeHyperparameters(place, spec) : [];
  if (top === 'HyperParameters' && path.length === 2) return spec ? completeHyperparameter(place, spec) : [];
  if (kind !== 'value') return undefined;
  if (path.length === 1 && (top === 'SourceDir' || top === 'EntryPoint'))
    return completePaths(place, context, top === 'SourceDir' ? 'folder' : 'any');
  if (path.join('.') === 'AlgorithmSpecification.TrainingImage') return completeImages(place);
  if (member === 'InstanceType') {
    const shape = context.model.shapeAt(root(place, context), whole)?.shape;
    return completeInstances(place, shape?.type === 'string' ? (shape.enum ?? []) : [], spec);
  }
  if (top !== 'InputDataConfig') return undefined;
  if (member === 'S3Uri') return completePaths(place, context, 'any');
  if (member === 'ChannelName' && spec) return completeChannelNames(place, spec);
  if (member === 'ContentType' && spec) return completeContentTypes(place, spec);
  return undefined;
}

function completeShape(place: Place, context: CompleteContext): Completion[] {
  const { model } = context;
  const { path, kind } = place.cursor;
  const found = model.shapeAt(root(place, context), path);
  if (found === undefined) return [];
  const { name, shape } = found;
  if (kind === 'start' && shape.type === 'structure') return completeMembers(place, model, name, shape);
  if (shape.type === 'structure' || shape.type === 'map' || shape.type === 'list')
    return kind === 'start' || place.outline.format !== 'yaml' || place.cursor.colon !== undefined
      ? completeWhole(place, model, name)
      : [];
  return completeScalar(place, shape);
}

/** With a script of one's own the algorithm's hyperparameters and channels are the script's. */
async function algorithmOf(value: JsonObject): Promise<AlgorithmSpec | undefined> {
  const builtIn = runsScript(value) ? undefined : builtInAlgorithm(value);
  return builtIn ? findAlgorithm(builtIn.algorithm) : undefined;
}

/** The part around a path; outside of all, that which there is but one of. */
function partAt(value: JsonObject, path: DefinitionPath, { name }: DefinitionKind): Place['part'] {
  const parts = partPathsOf(value, name).map((at) => ({
    at,
    value: partValueAt(value, at),
    path: pathInPart(at, path),
  }));
  return parts.find((part) => part.path !== undefined) ?? (parts.length === 1 ? parts[0] : undefined);
}

const root = ({ kind }: Place, { model }: CompleteContext): string => model.inputOf(kind.operation);
