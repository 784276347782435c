import type { JsonOperation } from '../../../server/jsonService.ts';
import { runnerWishOf } from '../runnerWishOf.ts';
import type { EndpointConfigs } from './endpointConfigs.ts';
import type { Endpoints } from './endpoints.ts';

/** The operations on endpoints and their configurations. */
export function endpointOperations(configs: EndpointConfigs, endpoints: Endpoints): Record<string, JsonOperation> {
  return {
    CreateEndpointConfig: (input) => configs.create(input),
    DescribeEndpointConfig: (input) => configs.describe(input),
    ListEndpointConfigs: (input) => configs.list(input),
    DeleteEndpointConfig: (input) => configs.delete(input),
    CreateEndpoint: (input, { headers }) => endpoints.create(input, runnerWishOf(headers)),
    DescribeEndpoint: (input) => endpoints.describe(input),
    ListEndpoints: (input) => endpoints.list(input),
    UpdateEndpoint: (input) => endpoints.update(input),
    UpdateEndpointWeightsAndCapacities: (input) => endpoints.updateWeightsAndCapacities(input),
    DeleteEndpoint: (input) => endpoints.delete(input),
  };
}
