import type { RunnerWish } from '../../../../shared/node/runnerWish.ts';
import type { DeployedVariant } from '../../../hosting/endpoint/deployment.ts';
import type { ResourceSummary } from '../../../store/resourceSummary.ts';
import type { Tag } from '../tagOwner.ts';
import type { DeploymentConfig } from './deploymentConfig.ts';

export type EndpointStatus =
  'Creating' | 'InService' | 'Updating' | 'RollingBack' | 'OutOfService' | 'Failed' | 'Deleting';

/** A configuration as it was when it was deployed. */
export interface EndpointPlan {
  readonly configName: string;
  readonly variants: readonly DeployedVariant[];
  /** When its images were settled, in epoch seconds; undefined in what earlier versions deployed. */
  readonly resolutionTime?: number;
}

/** What an update under way leads to. */
export interface PendingPlan extends EndpointPlan {
  /** New weights and instance counts of the variants that serve, or a new set of variants. */
  readonly kind: 'adjustment' | 'deployment';
  /** Epoch seconds. */
  readonly startTime: number;
}

export interface EndpointRecord {
  readonly name: string;
  readonly arn: string;
  readonly wish: RunnerWish;
  status: EndpointStatus;
  /** What serves; of an endpoint that is being created, what will. */
  plan: EndpointPlan;
  next?: PendingPlan | undefined;
  /** Of the last deployment. */
  deploymentConfig?: DeploymentConfig | undefined;
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
