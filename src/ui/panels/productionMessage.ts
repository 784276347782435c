import type { Place } from '../../connections/connectionsModel.ts';
import { productionOf } from '../connections/productionOf.ts';

/** For the head of a panel: whether what it shows is production, by its profile and, once connected, its account's alias. */
export async function productionMessage({ choice, sessions }: Place): Promise<{ type: 'production'; reason?: string }> {
  const reason = await productionOf(choice, sessions.current);
  return { type: 'production', ...(reason !== undefined && { reason }) };
}
