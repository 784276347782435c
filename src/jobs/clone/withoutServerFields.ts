import { isObject } from '../../shared/isObject.ts';
import type { ServiceModel } from '../../serviceModel/serviceModel.ts';
import type { Shape, StructureShape } from '../../serviceModel/shape.ts';
import type { JsonObject } from '../definitionReader.ts';

/** What a description says of what its request left out (API reference): to leave it out again changes nothing. */
const defaults: Readonly<Record<string, unknown>> = {
  AssembleWith: 'None',
  AutoGenerateEndpointName: false,
  CompressionType: 'None',
  DirectInternetAccess: 'Enabled',
  EnableInterContainerTrafficEncryption: false,
  EnableManagedSpotTraining: false,
  EnableNetworkIsolation: false,
  GenerateCandidateDefinitionsOnly: false,
  InputFilter: '$',
  JoinSource: 'None',
  Mode: 'SingleModel',
  OutputFilter: '$',
  RecordWrapperType: 'None',
  RootAccess: 'Enabled',
  ScalingType: 'Auto',
  SplitType: 'None',
  TrainingJobEarlyStoppingType: 'Off',
};

/** What of a description is a request of a shape: the members that the shape has, without the empty and default ones that say nothing. */
export function withoutServerFields(model: ServiceModel, shapeName: string, description: unknown): JsonObject {
  return prune(model, model.shape(shapeName), description) as JsonObject;
}

function prune(model: ServiceModel, shape: Shape, value: unknown): unknown {
  if (shape.type === 'structure' && isObject(value)) return structure(model, shape, value);
  if (shape.type === 'list' && Array.isArray(value))
    return value.map((item) => prune(model, model.shape(shape.member), item));
  if (shape.type === 'map' && isObject(value)) {
    const element = model.shape(shape.value);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, prune(model, element, item)]));
  }
  return value;
}

function structure(
  model: ServiceModel,
  { members, required, union = false }: StructureShape,
  value: JsonObject,
): JsonObject {
  const kept: [string, unknown][] = [];
  // In the order of the API reference, which is that of people's requests.
  for (const [name, shape] of Object.entries(members)) {
    const member = value[name];
    if (member === undefined || member === null) continue;
    const pruned = prune(model, model.shape(shape), member);
    if (union || required.includes(name) || !(isEmpty(pruned) || isDefault(name, pruned))) kept.push([name, pruned]);
  }
  return Object.fromEntries(kept);
}

const isDefault = (name: string, value: unknown): boolean => Object.hasOwn(defaults, name) && defaults[name] === value;

function isEmpty(value: unknown): boolean {
  if (value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}
