import type { DescribeEndpointConfigOutput } from '@aws-sdk/client-sagemaker';
import type { SdkClients } from '../../clients.ts';
import { listInput, servesNames } from '../listQuery.ts';
import { entryOf, type ResourceEntry } from '../resourceEntry.ts';
import type { ResourceKind } from '../resourceKind.ts';

const sdk = () => import('../../sdk/endpointSdk.ts');

/** A variant as a configuration describes it. */
export interface ConfiguredVariant {
  readonly name: string;
  readonly model?: string;
  /** Undefined for a serverless variant. */
  readonly instanceType?: string;
  readonly instanceCount?: number;
  readonly weight?: number;
}

/** An endpoint configuration as a list shows it. */
export interface EndpointConfigEntry extends ResourceEntry {
  readonly variants?: readonly ConfiguredVariant[];
}

export const endpointConfigKind: ResourceKind<EndpointConfigEntry> = {
  id: 'endpointConfig',
  noun: 'endpoint configuration',
  plural: 'endpoint configurations',
  statuses: [],
  serves: servesNames,
  stateOf: () => 'ready',
  async list(clients, request) {
    const [{ ListEndpointConfigsCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    const { EndpointConfigs = [], NextToken } = await client.send(
      new ListEndpointConfigsCommand(listInput(request, servesNames)),
    );
    return {
      entries: EndpointConfigs.map((config) =>
        entryOf({ name: config.EndpointConfigName, arn: config.EndpointConfigArn, created: config.CreationTime }),
      ),
      ...(NextToken !== undefined && { nextToken: NextToken }),
    };
  },
  details: async (clients, { name }) => ({ variants: variantsOf(await describeEndpointConfig(clients, name)) }),
  describe: describeEndpointConfig,
  async remove(clients, name) {
    const [{ DeleteEndpointConfigCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    return client.send(new DeleteEndpointConfigCommand({ EndpointConfigName: name }));
  },
};

export async function describeEndpointConfig(clients: SdkClients, name: string): Promise<DescribeEndpointConfigOutput> {
  const [{ DescribeEndpointConfigCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
  return client.send(new DescribeEndpointConfigCommand({ EndpointConfigName: name }));
}

export function variantsOf({ ProductionVariants = [] }: DescribeEndpointConfigOutput): ConfiguredVariant[] {
  return ProductionVariants.map((variant) => ({
    name: variant.VariantName ?? '',
    ...(variant.ModelName !== undefined && { model: variant.ModelName }),
    ...(variant.InstanceType !== undefined && { instanceType: variant.InstanceType }),
    ...(variant.InitialInstanceCount !== undefined && { instanceCount: variant.InitialInstanceCount }),
    ...(variant.InitialVariantWeight !== undefined && { weight: variant.InitialVariantWeight }),
  }));
}
