import type { DescribeEndpointOutput } from '@aws-sdk/client-sagemaker';
import { ifThere } from '../awsErrors.ts';
import type { SdkClients } from '../clients.ts';
import type { Part } from '../deploy/makeDeployment.ts';
import { describeEndpoint } from '../resources/kinds/endpointKind.ts';
import { kindOf } from '../resources/resourceKinds.ts';
import type { EndpointChange } from './endpointChange.ts';
import { hasBegun } from './followEndpoint.ts';

/**
 * Looks what became of a change that was pending when its window was reloaded.
 * @returns The parts of it that there are, where it never began; undefined where it did, and is to be followed.
 */
export async function partsOfBrokenOff(
  clients: SdkClients,
  name: string,
  change: EndpointChange,
): Promise<readonly Part[] | undefined> {
  const endpoint = await ifThere<DescribeEndpointOutput>(describeEndpoint(clients, name));
  const isBegun =
    change.kind === 'deployment' ? endpoint !== undefined : endpoint === undefined || hasBegun(endpoint, change.before);
  if (isBegun) return undefined;
  const parts = 'made' in change ? change.made : [];
  const found = await Promise.all(parts.map(({ kind, name }) => ifThere(kindOf(kind).describe(clients, name))));
  return parts.filter((_part, index) => found[index] !== undefined);
}
