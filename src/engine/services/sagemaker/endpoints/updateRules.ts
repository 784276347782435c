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

interface DeploymentConfig {
  readonly BlueGreenUpdatePolicy?: { readonly TrafficRoutingConfiguration?: { readonly Type?: string } };
  readonly RollingUpdatePolicy?: object;
  readonly AutoRollbackConfiguration?: { readonly Alarms?: readonly object[] };
}

/** What this engine cannot do of a deployment. @returns One sentence. */
export function deploymentProblem(config: DeploymentConfig | undefined): string | undefined {
  const kind = config?.BlueGreenUpdatePolicy?.TrafficRoutingConfiguration?.Type ?? 'ALL_AT_ONCE';
  if (config?.RollingUpdatePolicy !== undefined) return notDone('rolling deployments (RollingUpdatePolicy)');
  if (kind === 'LINEAR') return notDone('linear deployments (TrafficRoutingConfiguration LINEAR)');
  if ((config?.AutoRollbackConfiguration?.Alarms ?? []).length > 0)
    return notDone('roll-backs by CloudWatch alarms (AutoRollbackConfiguration)');
  return undefined;
}

const notDone = (what: string): string => `The local engine does no ${what} today: leave it out, or use AWS.`;
