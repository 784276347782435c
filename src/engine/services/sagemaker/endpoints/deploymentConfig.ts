import type { DeployedVariant } from '../../../hosting/endpoint/deployment.ts';
import { allAtOnce, type RolloutPolicy } from '../../../hosting/endpoint/rollout.ts';

interface CapacitySize {
  readonly Type: 'INSTANCE_COUNT' | 'CAPACITY_PERCENT';
  readonly Value: number;
}

/** `DeploymentConfig` of CreateEndpoint and UpdateEndpoint: the members that the engine acts on. */
export interface DeploymentConfig {
  readonly BlueGreenUpdatePolicy?: {
    readonly TrafficRoutingConfiguration: {
      readonly Type: 'ALL_AT_ONCE' | 'CANARY' | 'LINEAR';
      readonly WaitIntervalInSeconds: number;
      readonly CanarySize?: CapacitySize;
    };
    readonly TerminationWaitInSeconds?: number;
    readonly MaximumExecutionTimeoutInSeconds?: number;
  };
  readonly RollingUpdatePolicy?: object;
  readonly AutoRollbackConfiguration?: { readonly Alarms?: readonly object[] };
}

type Variants = readonly Pick<DeployedVariant, 'name' | 'instanceCount'>[];

/** The most that a canary may be of the new set (API reference, TrafficRoutingConfig). */
const largestCanary = 0.5;

/** What this engine cannot do of a deployment, and what SageMaker refuses of it. @returns One sentence. */
export function deploymentProblem(config: DeploymentConfig | undefined, variants: Variants): string | undefined {
  const policy = config?.BlueGreenUpdatePolicy;
  const routing = policy?.TrafficRoutingConfiguration;
  if (config?.RollingUpdatePolicy !== undefined) return notDone('rolling deployments (RollingUpdatePolicy)');
  if (routing?.Type === 'LINEAR') return notDone('linear deployments (TrafficRoutingConfiguration LINEAR)');
  if ((config?.AutoRollbackConfiguration?.Alarms ?? []).length > 0)
    return notDone('roll-backs by CloudWatch alarms (AutoRollbackConfiguration)');
  if (policy === undefined || routing === undefined) return undefined;
  const { TerminationWaitInSeconds: termination = 0, MaximumExecutionTimeoutInSeconds: limit } = policy;
  const waits = termination + (routing.Type === 'CANARY' ? routing.WaitIntervalInSeconds : 0);
  if (limit !== undefined && limit <= waits)
    return `MaximumExecutionTimeoutInSeconds (${limit}) must be larger than the time that the deployment waits, ${waits} s.`;
  if (routing.Type !== 'CANARY') return undefined;
  if (routing.CanarySize === undefined) return 'TrafficRoutingConfiguration CANARY needs a CanarySize.';
  if (canaryShare(routing.CanarySize, variants) <= largestCanary) return undefined;
  return `CanarySize must be at most 50% of the instances of each variant: give it fewer, or the variants more.`;
}

/** The steps in which the requests move. */
export function rolloutPolicy(config: DeploymentConfig | undefined, variants: Variants): RolloutPolicy {
  const policy = config?.BlueGreenUpdatePolicy;
  if (policy === undefined) return allAtOnce;
  const { TrafficRoutingConfiguration: routing, TerminationWaitInSeconds = 0 } = policy;
  const limit = policy.MaximumExecutionTimeoutInSeconds;
  const size = routing.Type === 'CANARY' ? routing.CanarySize : undefined;
  return {
    ...(size !== undefined && { canaryShare: canaryShare(size, variants) }),
    canaryWait: routing.WaitIntervalInSeconds * 1000,
    terminationWait: TerminationWaitInSeconds * 1000,
    ...(limit !== undefined && { limit: limit * 1000 }),
  };
}

/** A number of instances is a share of the smallest variant, so that it is no more of any. */
function canaryShare({ Type, Value }: CapacitySize, variants: Variants): number {
  if (Type === 'CAPACITY_PERCENT') return Value / 100;
  return Value / Math.min(...variants.map(({ instanceCount }) => instanceCount));
}

const notDone = (what: string): string => `The local engine does no ${what} today: leave it out, or use AWS.`;
