import type { UpdateEndpointInput } from '@aws-sdk/client-sagemaker';
import type { SdkClients } from '../clients.ts';
import { isRefused } from '../serviceAnswer.ts';
import { changedWeights, type VariantWeight } from './weights.ts';

const loadSdk = () => import('../sdk/endpointSdk.ts');

/** Begins an update. @throws What the service refuses; an answer that was lost may have been a yes, so then it is to be followed. */
export async function sendUpdate(clients: SdkClients, request: UpdateEndpointInput): Promise<void> {
  const [{ UpdateEndpointCommand }, client] = await Promise.all([loadSdk(), clients.sagemaker()]);
  try {
    await client.send(new UpdateEndpointCommand(request));
  } catch (error) {
    if (isRefused(error)) throw error;
  }
}

/** Begins a change of the weights of an endpoint's variants. */
export async function sendWeights(
  clients: SdkClients,
  endpoint: string,
  before: readonly VariantWeight[],
  wanted: readonly VariantWeight[],
): Promise<void> {
  const [{ UpdateEndpointWeightsAndCapacitiesCommand: Command }, client] = await Promise.all([
    loadSdk(),
    clients.sagemaker(),
  ]);
  await client.send(
    new Command({ EndpointName: endpoint, DesiredWeightsAndCapacities: changedWeights(before, wanted) }),
  );
}
