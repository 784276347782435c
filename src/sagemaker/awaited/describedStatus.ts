import type { SdkClients } from '../clients.ts';
import type { KindId, ResourceState } from '../resources/resourceKind.ts';
import { kindOf } from '../resources/resourceKinds.ts';
import { statusMembers } from './statusMembers.ts';

/** Where a resource stands that takes its time. */
export interface DescribedStatus {
  readonly status: string;
  readonly state: ResourceState;
  readonly reason?: string;
}

/** Asks where a resource stands. @throws What the service says, also where there is no such resource. */
export async function describedStatus(clients: SdkClients, id: KindId, name: string): Promise<DescribedStatus> {
  const kind = kindOf(id);
  const description = (await kind.describe(clients, name)) as Readonly<Record<string, unknown>>;
  const told = description[statusMembers[id] ?? ''];
  const status = typeof told === 'string' ? told : '';
  const reason = description['FailureReason'];
  return {
    status,
    state: kind.stateOf(status),
    ...(typeof reason === 'string' && reason !== '' && { reason }),
  };
}
