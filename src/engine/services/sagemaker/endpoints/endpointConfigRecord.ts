import type { ResourceSummary } from '../../../store/resourceSummary.ts';
import type { Tag } from '../tagOwner.ts';

/** One variant of a configuration: the members that the engine acts on; others are kept as they came. */
export interface ProductionVariant {
  readonly VariantName: string;
  readonly ModelName?: string;
  readonly InitialInstanceCount?: number;
  readonly InstanceType?: string;
  readonly InitialVariantWeight?: number;
  /** Seconds. */
  readonly ContainerStartupHealthCheckTimeoutInSeconds?: number;
  readonly [member: string]: unknown;
}

/** A `CreateEndpointConfig` request after validation. */
export interface EndpointConfigRequest {
  EndpointConfigName: string;
  ProductionVariants: readonly ProductionVariant[];
  Tags?: readonly Tag[];
  [member: string]: unknown;
}

export interface EndpointConfigRecord {
  readonly arn: string;
  request: EndpointConfigRequest;
  /** Epoch seconds. */
  readonly creationTime: number;
}

/** The share of the requests that a variant without a weight has (API reference, ProductionVariant). */
export const defaultWeight = 1;

/** The answer of `DescribeEndpointConfig`. */
export function describeEndpointConfig({ arn, request, creationTime }: EndpointConfigRecord): Record<string, unknown> {
  const { Tags, ProductionVariants, ...members } = request;
  return {
    ...members,
    ProductionVariants: ProductionVariants.map((variant) => ({ InitialVariantWeight: defaultWeight, ...variant })),
    EndpointConfigArn: arn,
    CreationTime: creationTime,
    EnableNetworkIsolation: request['EnableNetworkIsolation'] ?? false,
  };
}

/** What the store keeps in memory of a configuration; it has no status. */
export function summarizeEndpointConfig({ request, creationTime }: EndpointConfigRecord): ResourceSummary {
  return { name: request.EndpointConfigName, status: '', creationTime, lastModifiedTime: creationTime };
}
