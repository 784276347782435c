import type { RunnerWish } from '../../../../shared/node/runnerWish.ts';
import type { DeployedVariant } from '../../../hosting/endpoint/deployment.ts';
import type { ResourceSummary } from '../../../store/resourceSummary.ts';
import type { Tag } from '../tagOwner.ts';

export type EndpointStatus =
  'Creating' | 'InService' | 'Updating' | 'RollingBack' | 'OutOfService' | 'Failed' | 'Deleting';

/** A configuration as it was when it was deployed. */
export interface EndpointPlan {
  readonly configName: string;
  readonly variants: readonly DeployedVariant[];
}

export interface EndpointRecord {
  readonly name: string;
  readonly arn: string;
  readonly wish: RunnerWish;
  status: EndpointStatus;
  /** What serves; of an endpoint that is being created, what will. */
  plan: EndpointPlan;
  /** What an update under way leads to. */
  next?: EndpointPlan | undefined;
  /** `DeploymentConfig` of the last update. */
  deploymentConfig?: Readonly<Record<string, unknown>>;
  failureReason?: string | undefined;
  tags: readonly Tag[];
  /** Epoch seconds. */
  readonly creationTime: number;
  lastModifiedTime: number;
}

/** What the store keeps in memory of an endpoint. */
export function summarizeEndpoint({ name, status, creationTime, lastModifiedTime }: EndpointRecord): ResourceSummary {
  return { name, status, creationTime, lastModifiedTime };
}

/**
 * The answer of `DescribeEndpoint`.
 * @param countOf - Instances of a variant that run now.
 */
export function describeEndpoint(
  record: EndpointRecord,
  countOf: (variant: string) => number,
): Record<string, unknown> {
  const { plan, status } = record;
  const hasInstances = status !== 'Creating' && status !== 'Failed';
  return {
    EndpointName: record.name,
    EndpointArn: record.arn,
    EndpointConfigName: plan.configName,
    ...(hasInstances && {
      ProductionVariants: plan.variants.map((variant) => ({
        VariantName: variant.name,
        DeployedImages: variant.containers.map(({ Image }) => ({
          SpecifiedImage: Image,
          ResolvedImage: Image,
          ResolutionTime: record.lastModifiedTime,
        })),
        CurrentWeight: variant.weight,
        DesiredWeight: variant.weight,
        CurrentInstanceCount: countOf(variant.name),
        DesiredInstanceCount: variant.instanceCount,
      })),
    }),
    EndpointStatus: status,
    ...(record.failureReason !== undefined && { FailureReason: record.failureReason }),
    ...(record.deploymentConfig !== undefined && { LastDeploymentConfig: record.deploymentConfig }),
    CreationTime: record.creationTime,
    LastModifiedTime: record.lastModifiedTime,
  };
}
