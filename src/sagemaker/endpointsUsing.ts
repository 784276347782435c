import { endpointKind, type EndpointEntry } from './resources/kinds/endpointKind.ts';
import type { Session } from './session.ts';

/** Endpoints that are looked at, at most: each that its list does not know is two requests. */
const mostLooked = 50;

/** The endpoints that a model or a configuration is needed by, among the newest of the account. */
export async function endpointsUsing(
  { clients, lists }: Pick<Session, 'clients' | 'lists'>,
  kind: 'model' | 'endpointConfig',
  name: string,
): Promise<string[]> {
  const list = lists.of('endpoint');
  const { entries } = await endpointKind.list(clients, { maxResults: mostLooked });
  const whole = await Promise.all(
    entries.map(async (entry): Promise<EndpointEntry> => {
      const known = list.find(entry.name);
      if (known?.modified === entry.modified && known?.variants !== undefined) return known;
      return { ...entry, ...(await endpointKind.details?.(clients, entry)) };
    }),
  );
  const uses = ({ config, variants = [] }: EndpointEntry): boolean =>
    kind === 'endpointConfig' ? config === name : variants.some(({ model }) => model === name);
  return whole.filter(uses).map((endpoint) => endpoint.name);
}
