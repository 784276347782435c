import type {
  CreateEndpointConfigInput,
  CreateEndpointInput,
  CreateModelInput,
  ProductionVariantInstanceType,
} from '@aws-sdk/client-sagemaker';
import { modelRequest, type DeployableModel } from './deployableModel.ts';
import { partName } from './deployNames.ts';

/** What a person chose. */
export interface DeployChoice {
  readonly endpoint: string;
  readonly variant: string;
  readonly instanceType: string;
  readonly instanceCount: number;
}

/** What is served: a model that is there already, or one that is made first. */
export type Served =
  | { readonly kind: 'existing'; readonly model: string }
  /** `roleArn`: where it is made elsewhere than where it comes from. */
  | { readonly kind: 'new'; readonly model: DeployableModel; readonly roleArn?: string };

/** The requests of a deployment, in their order. */
export interface DeployPlan {
  readonly model?: CreateModelInput;
  readonly config: CreateEndpointConfigInput;
  readonly endpoint: CreateEndpointInput;
}

/** The variant of the SageMaker Python SDK. */
export const defaultVariant = 'AllTraffic';

/**
 * The requests for a choice.
 * @param place - Its region, and the time in epoch milliseconds, which makes the names of the parts unique.
 * @throws UserError where no image is known that serves the model there.
 */
export function deployPlan(
  served: Served,
  choice: DeployChoice,
  { region, now }: { readonly region: string; readonly now: number },
): DeployPlan {
  const { endpoint, variant, instanceType, instanceCount } = choice;
  const model = newModel(served, endpoint, { region, instanceType, now });
  const ModelName = served.kind === 'existing' ? served.model : model?.ModelName;
  const config = partName(endpoint, now);
  return {
    ...(model && { model }),
    config: {
      EndpointConfigName: config,
      ProductionVariants: [
        {
          VariantName: variant,
          ModelName,
          InstanceType: instanceType as ProductionVariantInstanceType,
          InitialInstanceCount: instanceCount,
          InitialVariantWeight: 1,
        },
      ],
    },
    endpoint: { EndpointName: endpoint, EndpointConfigName: config },
  };
}

/** The model that has to be made, named after the endpoint that it is made for. */
export function newModel(
  served: Served,
  endpoint: string,
  { region, instanceType, now }: { readonly region: string; readonly instanceType: string; readonly now: number },
): CreateModelInput | undefined {
  if (served.kind === 'existing') return undefined;
  const { model, roleArn } = served;
  const name = partName(endpoint, now);
  return modelRequest(model, { name, region, instanceType, ...(roleArn !== undefined && { roleArn }) });
}
