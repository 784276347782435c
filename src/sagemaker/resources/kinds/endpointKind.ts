import type { DescribeEndpointOutput, EndpointSummary } from '@aws-sdk/client-sagemaker';
import type { SdkClients } from '../../clients.ts';
import { listInput, servesAll } from '../listQuery.ts';
import { entryOf, type ResourceEntry } from '../resourceEntry.ts';
import type { ResourceKind, ResourceState } from '../resourceKind.ts';
import { describeEndpointConfig, variantsOf, type ConfiguredVariant } from './endpointConfigKind.ts';

const sdk = () => import('../../sdk/endpointSdk.ts');

/** A variant that serves, or is about to. */
interface ServingVariant extends ConfiguredVariant {
  readonly desiredWeight?: number;
  readonly desiredInstanceCount?: number;
}

/** An endpoint as a list shows it. */
export interface EndpointEntry extends ResourceEntry {
  readonly config?: string;
  readonly variants?: readonly ServingVariant[];
}

export const endpointKind: ResourceKind<EndpointEntry> = {
  id: 'endpoint',
  noun: 'endpoint',
  plural: 'endpoints',
  statuses: [
    'InService',
    'Creating',
    'Updating',
    'SystemUpdating',
    'RollingBack',
    'Deleting',
    'Failed',
    'OutOfService',
  ],
  serves: servesAll,
  stateOf: endpointState,
  async list(clients, request) {
    const [{ ListEndpointsCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    const { Endpoints = [], NextToken } = await client.send(new ListEndpointsCommand(listInput(request, servesAll)));
    return {
      entries: Endpoints.map(endpointEntry),
      ...(NextToken !== undefined && { nextToken: NextToken }),
    };
  },
  async details(clients, { name }) {
    const endpoint = await describeEndpoint(clients, name);
    const { EndpointConfigName: config, FailureReason: failureReason } = endpoint;
    // An endpoint tells its weights and counts, its configuration which model and instance each variant has.
    const configured = config === undefined ? [] : variantsOf(await describeEndpointConfig(clients, config));
    return {
      ...(config !== undefined && { config }),
      ...(failureReason !== undefined && { failureReason }),
      variants: servingVariants(endpoint, configured),
    };
  },
  describe: describeEndpoint,
  async remove(clients, name) {
    const [{ DeleteEndpointCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    return client.send(new DeleteEndpointCommand({ EndpointName: name }));
  },
};

function servingVariants(
  { ProductionVariants: serving = [] }: DescribeEndpointOutput,
  configured: readonly ConfiguredVariant[],
): ServingVariant[] {
  const named = new Map(serving.map((variant) => [variant.VariantName, variant]));
  return configured.map((variant) => {
    const served = named.get(variant.name);
    const { CurrentWeight: weight, DesiredWeight: desiredWeight } = served ?? {};
    const { CurrentInstanceCount: instanceCount, DesiredInstanceCount: desiredInstanceCount } = served ?? {};
    return {
      ...variant,
      ...(weight !== undefined && { weight }),
      ...(instanceCount !== undefined && { instanceCount }),
      ...(desiredWeight !== undefined && { desiredWeight }),
      ...(desiredInstanceCount !== undefined && { desiredInstanceCount }),
    };
  });
}

export async function describeEndpoint(clients: SdkClients, name: string): Promise<DescribeEndpointOutput> {
  const [{ DescribeEndpointCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
  return client.send(new DescribeEndpointCommand({ EndpointName: name }));
}

function endpointState(status: string): ResourceState {
  switch (status) {
    case 'InService':
      return 'inService';
    case 'Failed':
    case 'OutOfService':
    case 'UpdateRollbackFailed':
      return 'failed';
    default:
      return 'running';
  }
}

/** What lists and searches tell alike. */
export function endpointEntry(
  endpoint: Partial<EndpointSummary> & { readonly FailureReason?: string | undefined },
): EndpointEntry {
  return entryOf({
    name: endpoint.EndpointName,
    arn: endpoint.EndpointArn,
    status: endpoint.EndpointStatus,
    created: endpoint.CreationTime,
    modified: endpoint.LastModifiedTime,
    failureReason: endpoint.FailureReason,
  });
}
