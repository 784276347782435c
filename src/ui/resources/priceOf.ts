import type { CreateEndpointInput } from '@aws-sdk/client-sagemaker';
import type { KindId } from '../../sagemaker/resources/resourceKind.ts';
import type { InstanceUse } from '../../sagemaker/cost/price.ts';
import { priceText, usdText } from '../../sagemaker/cost/price.ts';
import { hostingPrice, hourAndDay } from '../../sagemaker/endpoints/hostingPrice.ts';
import { describeEndpointConfig, variantsOf } from '../../sagemaker/resources/kinds/endpointConfigKind.ts';
import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import { reasonText } from '../../sagemaker/serviceProblem.ts';
import type { ResourceTarget } from './resourceTarget.ts';

const uses: Readonly<Partial<Record<KindId, InstanceUse>>> = {
  trainingJob: 'Training',
  processingJob: 'Processing',
  transformJob: 'Transform',
  notebook: 'Notebook',
};

/** What a resource costs, for a question about it: `1 × ml.m5.large: $0.115 an hour, $2.76 a day`. Undefined where nobody knows its instances. */
export async function priceOf(target: ResourceTarget): Promise<string | undefined> {
  const { clients } = await target.place.sessions.connect();
  const use = uses[target.kind];
  if (use === undefined) return undefined;
  return instancesPrice(target, use, instancesOf(await kindOf(target.kind).describe(clients, target.name)));
}

/** What a resource of this request would cost; a tuning job's instances are those of one training job, an endpoint's those of its configuration. */
export async function requestPrice(target: ResourceTarget, request: object): Promise<string | undefined> {
  if (target.kind === 'endpoint') return endpointPrice(target, (request as CreateEndpointInput).EndpointConfigName);
  const { TrainingJobDefinition: part = request } = request as { readonly TrainingJobDefinition?: object };
  const isTuning = part !== request;
  const price = await instancesPrice(
    target,
    isTuning ? 'Tuning' : (uses[target.kind] ?? 'Training'),
    instancesOf(part),
  );
  return price !== undefined && isTuning ? `Each training job: ${price}` : price;
}

async function endpointPrice({ place }: ResourceTarget, config = ''): Promise<string | undefined> {
  const { clients, prices } = await place.sessions.connect();
  try {
    const variants = variantsOf(await describeEndpointConfig(clients, config));
    const instances = variants.map(({ instanceType, instanceCount = 1 }) =>
      instanceType === undefined ? 'serverless' : `${instanceCount} × ${instanceType}`,
    );
    return `${instances.join(', ')}: ${hourAndDay(await hostingPrice(prices, variants))}`;
  } catch (error) {
    return `It costs what the instances of ${config} do, which could not be read: ${reasonText(error)}`;
  }
}

interface Instances {
  readonly type: string;
  readonly count: number;
}

/** @param instances - As a request or a description names them. */
async function instancesPrice(
  { place }: Pick<ResourceTarget, 'place'>,
  use: InstanceUse,
  instances: Instances | undefined,
): Promise<string | undefined> {
  if (instances === undefined) return undefined;
  const { prices } = await place.sessions.connect();
  const { type, count } = instances;
  if (prices.hourly(type, use, count).kind === 'asking') await prices.settled();
  const price = prices.hourly(type, use, count);
  const day = price.kind === 'known' ? `, ${usdText(price.usd * 24)} a day` : '';
  return `${count} × ${type}: ${priceText(price)}${day}`;
}

/** The instances that a job or a notebook instance runs on, from its request or its description. */
function instancesOf(description: object): Instances | undefined {
  const { ResourceConfig, TransformResources, ProcessingResources, InstanceType } = description as Readonly<
    Partial<Record<string, { InstanceType?: string; InstanceCount?: number; ClusterConfig?: object }>>
  >;
  const cluster = (ResourceConfig ?? TransformResources ?? ProcessingResources?.ClusterConfig) as
    { InstanceType?: string; InstanceCount?: number } | undefined;
  if (cluster?.InstanceType !== undefined) return { type: cluster.InstanceType, count: cluster.InstanceCount ?? 1 };
  return typeof InstanceType === 'string' ? { type: InstanceType, count: 1 } : undefined;
}
