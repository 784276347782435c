import type { SdkClients } from '../../sagemaker/clients.ts';
import { arnOf } from '../../sagemaker/resources/arnOf.ts';
import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import { tagsOf } from '../../sagemaker/tags.ts';
import { loadServiceModel } from '../../serviceModel/serviceModel.ts';
import type { JsonObject } from '../definitionReader.ts';
import type { CreatableKind } from './creation.ts';
import { requestOf } from './requestOf.ts';

/** The request that made a resource, its tags included; asked of the service. */
export async function readRequest(clients: SdkClients, kind: CreatableKind, name: string): Promise<JsonObject> {
  const [model, description] = await Promise.all([loadServiceModel(), kindOf(kind).describe(clients, name)]);
  return requestOf(model, kind, description, await tagsOf(clients, arnOf(kind, description)));
}
