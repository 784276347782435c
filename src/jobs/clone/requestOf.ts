import { algorithmOf, isFramework } from '../../catalog/images.ts';
import type { Tag } from '../../sagemaker/tags.ts';
import type { ServiceModel } from '../../serviceModel/serviceModel.ts';
import type { JsonObject } from '../definitionReader.ts';
import { isObject } from '../../shared/isObject.ts';
import { creationOf, type CreatableKind } from './creation.ts';
import { withoutServerFields } from './withoutServerFields.ts';

/** What SageMaker adds to the hyperparameters of a tuning job and of its training jobs (SageMaker Python SDK 2.257.7, tuner.py). */
const reservedHyperparameter = '_tuning_objective_metric';

/** What tells an image that it runs a script, whose metrics are its own. */
const scriptMarks = ['sagemaker_program', 'sagemaker_submit_directory', 'SAGEMAKER_PROGRAM'];

/**
 * The request that made a resource, from its description: what the service added is left out, its name is still in it.
 * @param description - The answer of the kind's Describe operation.
 * @param tags - Of the resource; those that AWS itself sets are left out, since a request may not hold them.
 */
export function requestOf(
  model: ServiceModel,
  kind: CreatableKind,
  description: object,
  tags: readonly Tag[] = [],
): JsonObject {
  const { operation, renamed } = creationOf(kind, description);
  const named = Object.entries(description).map(([name, value]) => [renamed[name] ?? name, value as unknown]);
  const { Tags: _described, ...request } = withoutServerFields(
    model,
    model.inputOf(operation),
    Object.fromEntries(named),
  );
  const own = tags.filter(({ Key }) => !/^aws:/i.test(Key));
  const whole = { ...request, ...(own.length > 0 && { Tags: own.map(({ Key, Value }) => ({ Key, Value })) }) };
  switch (kind) {
    case 'trainingJob':
      return withoutTuning(withOwnMetrics(whole, 'HyperParameters'), 'HyperParameters');
    case 'tuningJob':
      return ofTuningJob(whole);
    case 'autoMlJob':
      return withOneEndpointName(whole);
    case 'model':
      return ofModel(whole);
    default:
      return whole;
  }
}

function ofTuningJob(request: JsonObject): JsonObject {
  const part = (value: unknown): unknown => {
    const training = withOwnMetrics(value as JsonObject, 'StaticHyperParameters');
    return withoutTuning(training, 'StaticHyperParameters');
  };
  const { TrainingJobDefinition: one, TrainingJobDefinitions: several } = request;
  return {
    ...request,
    ...(isObject(one) && { TrainingJobDefinition: part(one) }),
    ...(Array.isArray(several) && { TrainingJobDefinitions: several.map(part) }),
  };
}

function withoutTuning(training: JsonObject, member: string): JsonObject {
  const values = training[member];
  if (!isObject(values) || !(reservedHyperparameter in values)) return training;
  const { [reservedHyperparameter]: _metric, ...own } = values;
  const { [member]: _all, ...rest } = training;
  return Object.keys(own).length === 0 ? rest : { ...rest, [member]: own };
}

/** A built-in algorithm's description has its image's metric definitions, which a request may not name (API reference, AlgorithmSpecification). */
function withOwnMetrics(training: JsonObject, hyperparameters: string): JsonObject {
  const { AlgorithmSpecification: algorithm, Environment: variables, [hyperparameters]: values } = training;
  if (!isObject(algorithm)) return training;
  const image = algorithm['TrainingImage'];
  const found = typeof image === 'string' ? algorithmOf(image) : undefined;
  const asked = { ...(isObject(variables) && variables), ...(isObject(values) && values) };
  const runsScript = scriptMarks.some((mark) => mark in asked);
  if (found === undefined || isFramework(found.algorithm) || runsScript) return training;
  const { MetricDefinitions: _builtIn, ...own } = algorithm;
  return { ...training, AlgorithmSpecification: own };
}

/** A description names the endpoint that a name was made for; a request may not do both (API reference, ModelDeployConfig). */
function withOneEndpointName(request: JsonObject): JsonObject {
  const { ModelDeployConfig: deploy } = request;
  if (!isObject(deploy) || deploy['AutoGenerateEndpointName'] !== true) return request;
  const { EndpointName: _made, ...asked } = deploy;
  return { ...request, ModelDeployConfig: asked };
}

function ofModel(request: JsonObject): JsonObject {
  const { PrimaryContainer: one, Containers: several } = request;
  return {
    ...request,
    ...(isObject(one) && { PrimaryContainer: withOneSource(one) }),
    ...(Array.isArray(several) && { Containers: several.map((container) => withOneSource(container as JsonObject)) }),
  };
}

/** A description may tell the place of the artifact in both ways, of which a request may use one (API reference, ContainerDefinition). */
function withOneSource(container: JsonObject): JsonObject {
  const { ModelDataUrl: url, ModelDataSource: _source, ...rest } = container;
  return url === undefined ? container : { ...rest, ModelDataUrl: url };
}
