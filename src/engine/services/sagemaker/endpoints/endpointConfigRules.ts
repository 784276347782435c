import type { EndpointConfigRequest, ProductionVariant } from './endpointConfigRecord.ts';

/** Of a variant: each instance is a process of its own here. */
export const mostInstances = 20;

/** What this engine does not serve, by the member that asks for it. */
const unserved: [member: string, what: string][] = [
  ['AsyncInferenceConfig', 'answers that are fetched from S3 (asynchronous endpoints)'],
  ['ShadowProductionVariants', 'shadow variants'],
  ['ExplainerConfig', 'explanations (Clarify)'],
];
const unservedOfVariant: [member: string, what: string][] = [
  ['ServerlessConfig', 'serverless variants'],
  ['ManagedInstanceScaling', 'instances that scale by themselves'],
  ['CapacityReservationConfig', 'reserved capacity'],
];

/** What CreateEndpointConfig refuses beyond the model of its shapes. @returns One sentence. */
export function endpointConfigProblem(request: EndpointConfigRequest): string | undefined {
  const names = request.ProductionVariants.map(({ VariantName }) => VariantName);
  const double = names.find((name, at) => names.indexOf(name) !== at);
  if (double !== undefined)
    return `Variant names must be unique within an endpoint configuration, and '${double}' is there twice.`;
  const refused = unserved.find(([member]) => request[member] !== undefined);
  if (refused !== undefined) return notServed(refused);
  const capture = request['DataCaptureConfig'] as { EnableCapture?: boolean } | undefined;
  if (capture?.EnableCapture === true) return notServed(['DataCaptureConfig', 'data capture']);
  for (const variant of request.ProductionVariants) {
    const problem = variantProblem(variant);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function variantProblem(variant: ProductionVariant): string | undefined {
  const { VariantName: name, ModelName, InitialInstanceCount: count, InstanceType } = variant;
  const refused = unservedOfVariant.find(([member]) => variant[member] !== undefined);
  if (refused !== undefined) return notServed(refused, name);
  if (ModelName === undefined) return notServed(['no ModelName', 'inference components'], name);
  if (InstanceType === undefined || count === undefined)
    return `Variant '${name}' needs an InstanceType and an InitialInstanceCount.`;
  if (count > mostInstances)
    return `Variant '${name}' asks for ${count} instances, and the local engine, where each is a process of this machine, serves at most ${mostInstances}.`;
  return undefined;
}

/** Why what a member asks for is refused. @returns One sentence. */
export function notServed([member, what]: [string, string], variant?: string): string {
  const place = variant === undefined ? member : `${member} of variant '${variant}'`;
  return `The local engine does not serve ${what} today (${place}): leave it out, or use AWS.`;
}
