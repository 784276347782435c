import type { DeployedVariant } from '../../../hosting/endpoint/deployment.ts';
import type { RolloutStage } from '../../../hosting/endpoint/rollout.ts';
import type { EndpointRecord } from './endpointRecord.ts';

/** What of an endpoint stands in no record. */
export interface EndpointState {
  /** Instances of a variant that run now. */
  readonly countOf: (variant: string) => number;
  /** Where the deployment under way is. */
  readonly stage: RolloutStage | undefined;
  /** Why nothing answers now; else why the last change did not come about. */
  readonly failureReason: string | undefined;
}

/** The answer of `DescribeEndpoint`. */
export function describeEndpoint(record: EndpointRecord, state: EndpointState): Record<string, unknown> {
  const { plan, next, status } = record;
  const hasInstances = status !== 'Creating' && status !== 'Failed';
  const desired = next?.kind === 'adjustment' ? next : plan;
  return {
    EndpointName: record.name,
    EndpointArn: record.arn,
    EndpointConfigName: plan.configName,
    ...(hasInstances && {
      ProductionVariants: plan.variants.map((variant) => {
        const { weight, instanceCount } = desired.variants.find(({ name }) => name === variant.name) ?? variant;
        return {
          VariantName: variant.name,
          DeployedImages: imagesOf(variant, plan.resolutionTime ?? record.creationTime),
          CurrentWeight: variant.weight,
          DesiredWeight: weight,
          CurrentInstanceCount: state.countOf(variant.name),
          DesiredInstanceCount: instanceCount,
        };
      }),
    }),
    EndpointStatus: status,
    ...(state.failureReason !== undefined && { FailureReason: state.failureReason.slice(0, longestReason) }),
    ...pending(record, state),
    ...(record.deploymentConfig !== undefined && { LastDeploymentConfig: record.deploymentConfig }),
    CreationTime: record.creationTime,
    LastModifiedTime: record.lastModifiedTime,
  };
}

/** Of the service's model of `FailureReason`. */
const longestReason = 1024;

function pending(record: EndpointRecord, { stage = 'Creating' }: EndpointState): Record<string, unknown> {
  const { status, plan, next, creationTime } = record;
  const coming = status === 'Creating' ? { ...plan, startTime: creationTime } : next;
  if (coming === undefined || next?.kind === 'adjustment') return {};
  const { configName, variants, startTime, resolutionTime = startTime } = coming;
  return {
    PendingDeploymentSummary: {
      EndpointConfigName: configName,
      ProductionVariants: variants.map((variant) => ({
        VariantName: variant.name,
        DeployedImages: imagesOf(variant, resolutionTime),
        DesiredWeight: variant.weight,
        DesiredInstanceCount: variant.instanceCount,
        InstanceType: variant.instanceType,
        VariantStatus: [{ Status: stage, StartTime: startTime }],
      })),
      StartTime: startTime,
    },
  };
}

function imagesOf({ containers }: DeployedVariant, resolved: number): Record<string, unknown>[] {
  return containers.map(({ Image }) => ({ SpecifiedImage: Image, ResolvedImage: Image, ResolutionTime: resolved }));
}
