import { mostInstances, notServed } from './endpointConfigRules.ts';
import type { EndpointPlan } from './endpointRecord.ts';

/** The members of `UpdateEndpoint` that say what of the present variants stays. */
export interface Retention {
  readonly RetainAllVariantProperties?: boolean;
  readonly ExcludeRetainedVariantProperties?: readonly { readonly VariantPropertyType: string }[];
}

/** A new configuration with the weights and instance counts that variants of the same name have now (API reference, UpdateEndpoint). */
export function retained(next: EndpointPlan, present: EndpointPlan, retention: Retention): EndpointPlan {
  if (retention.RetainAllVariantProperties !== true) return next;
  const excluded = (retention.ExcludeRetainedVariantProperties ?? []).map((one) => one.VariantPropertyType);
  const variants = next.variants.map((variant) => {
    const before = present.variants.find(({ name }) => name === variant.name);
    return {
      ...variant,
      ...(before && !excluded.includes('DesiredWeight') && { weight: before.weight }),
      ...(before && !excluded.includes('DesiredInstanceCount') && { instanceCount: before.instanceCount }),
    };
  });
  return { ...next, variants };
}

/** One of `DesiredWeightsAndCapacities` of UpdateEndpointWeightsAndCapacities. */
export interface DesiredWeightAndCapacity {
  readonly VariantName: string;
  readonly DesiredWeight?: number;
  readonly DesiredInstanceCount?: number;
  readonly ServerlessUpdateConfig?: unknown;
}

/** What that operation refuses. @returns One sentence. */
export function adjustmentProblem(
  wanted: readonly DesiredWeightAndCapacity[],
  { variants }: EndpointPlan,
  arn: string,
): string | undefined {
  const unknown = wanted.find(({ VariantName }) => !variants.some(({ name }) => name === VariantName));
  if (unknown !== undefined)
    return `The variant name(s) "${unknown.VariantName}" is/are not present within endpoint "${arn}".`;
  const double = wanted.find(
    ({ VariantName }, at) => wanted.findIndex((one) => one.VariantName === VariantName) !== at,
  );
  if (double !== undefined) return `Variant '${double.VariantName}' is named twice.`;
  for (const { VariantName, DesiredInstanceCount: count, ServerlessUpdateConfig } of wanted) {
    if (ServerlessUpdateConfig !== undefined)
      return notServed(['ServerlessUpdateConfig', 'serverless variants'], VariantName);
    if (count === 0)
      return `Variant '${VariantName}' needs at least one instance; to end it, update or delete the endpoint.`;
    if (count !== undefined && count > mostInstances)
      return `Variant '${VariantName}' is to have ${count} instances, and the local engine, where each is a process of this machine, serves at most ${mostInstances}.`;
  }
  return undefined;
}

/** The variants that serve, with the weights and instance counts that are asked for. */
export function adjusted(plan: EndpointPlan, wanted: readonly DesiredWeightAndCapacity[]): EndpointPlan {
  const variants = plan.variants.map((variant) => {
    const desired = wanted.find(({ VariantName }) => VariantName === variant.name);
    const { DesiredWeight: weight = variant.weight, DesiredInstanceCount: instanceCount = variant.instanceCount } =
      desired ?? {};
    return { ...variant, weight, instanceCount };
  });
  return { ...plan, variants };
}
