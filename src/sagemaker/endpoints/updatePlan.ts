import type {
  CreateEndpointConfigInput,
  DescribeEndpointConfigOutput,
  DescribeEndpointOutput,
  ProductionVariant,
  UpdateEndpointInput,
} from '@aws-sdk/client-sagemaker';
import { UserError } from '../../shared/errors.ts';
import type { Tag } from '../tags.ts';
import { partName } from '../deploy/deployNames.ts';

/** What one variant is to become; what is left out stays. */
export interface VariantChange {
  readonly variant: string;
  readonly model?: string;
  readonly instanceType?: string;
  readonly instanceCount?: number;
}

/** The requests of an update, in their order. */
export interface UpdatePlan {
  readonly config: CreateEndpointConfigInput;
  readonly update: UpdateEndpointInput;
}

/**
 * A new configuration that is the present one but for the change, and the update to it. Weights and instance counts that were set since
 * stay, and so does the way in which the last update was rolled out (API reference, UpdateEndpoint).
 * @param made - The time in epoch milliseconds, and the tags of the present configuration: AWS's own cannot be given.
 * @throws UserError for a variant that has no instances of its own.
 */
export function updatePlan(
  endpoint: DescribeEndpointOutput,
  config: DescribeEndpointConfigOutput,
  change: VariantChange,
  { now, tags = [] }: { readonly now: number; readonly tags?: readonly Tag[] },
): UpdatePlan {
  const { EndpointName: name = '' } = endpoint;
  const EndpointConfigName = partName(name, now);
  const Tags = tags.filter(({ Key }) => !Key.startsWith('aws:'));
  const {
    EndpointConfigName: _name,
    EndpointConfigArn: _arn,
    CreationTime: _created,
    $metadata: _metadata,
    ...members
  } = config as DescribeEndpointConfigOutput & { readonly $metadata?: unknown };
  const ProductionVariants = (config.ProductionVariants ?? []).map((variant) =>
    variant.VariantName === change.variant ? changed(variant, change) : variant,
  );
  return {
    config: { ...members, ProductionVariants, EndpointConfigName, ...(Tags.length > 0 && { Tags }) },
    update: updateRequest(endpoint, EndpointConfigName, change.instanceCount !== undefined),
  };
}

/** @param newCounts - Whether the instance counts of the configuration are meant, and not those that the endpoint has now. */
export function updateRequest(
  { EndpointName, LastDeploymentConfig }: DescribeEndpointOutput,
  EndpointConfigName: string,
  newCounts: boolean,
): UpdateEndpointInput {
  return {
    EndpointName,
    EndpointConfigName,
    RetainAllVariantProperties: true,
    ...(newCounts && { ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DesiredInstanceCount' }] }),
    ...(LastDeploymentConfig && { RetainDeploymentConfig: true }),
  };
}

function changed(variant: ProductionVariant, { model, instanceType, instanceCount }: VariantChange): ProductionVariant {
  if (variant.ServerlessConfig !== undefined && (instanceType !== undefined || instanceCount !== undefined))
    throw new UserError(
      `The variant ${variant.VariantName} is serverless and has no instances; change its model only.`,
    );
  return {
    ...variant,
    ...(model !== undefined && { ModelName: model }),
    ...(instanceType !== undefined && { InstanceType: instanceType as NonNullable<ProductionVariant['InstanceType']> }),
    ...(instanceCount !== undefined && { InitialInstanceCount: instanceCount }),
  };
}
