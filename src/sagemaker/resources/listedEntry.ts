import type { SdkClients } from '../clients.ts';
import type { ResourceEntry } from './resourceEntry.ts';
import type { ResourceKind } from './resourceKind.ts';

/** A resource as its list has it now, asked of the service; undefined where there is none of that name. */
export async function listedEntry<E extends ResourceEntry>(
  clients: SdkClients,
  kind: Pick<ResourceKind<E>, 'list'>,
  name: string,
): Promise<E | undefined> {
  let nextToken: string | undefined;
  do {
    const page = await kind.list(clients, {
      maxResults: 100,
      query: { nameContains: name },
      ...(nextToken !== undefined && { nextToken }),
    });
    const found = page.entries.find((entry) => entry.name === name);
    if (found !== undefined) return found;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return undefined;
}
