import type { SdkClients } from '../clients.ts';
import type { InstancePrices } from './price.ts';
import { instancePrices } from './priceList.ts';

/** A price is worth no long wait, and a proxy that swallows requests must not hold up the next one. */
const longest = 15_000;

/** Whether AWS can tell prices here: its list has the partition `aws` alone, and where requests go elsewhere nobody bills by it. */
export function hasPriceList({ connection }: SdkClients): boolean {
  if (connection.kind === 'local' || /^(cn|us-gov|us-iso|eu-isoe|eusc)/.test(connection.region)) return false;
  return connection.endpoint === undefined || connection.serviceEndpoints?.pricing !== undefined;
}

/**
 * Asks AWS what an instance type costs in the connection's region.
 * @returns Nothing for uses that the type is not offered for.
 * @throws What AWS says, where the user may not ask (`pricing:GetProducts`).
 */
export async function loadPrices(clients: SdkClients, instanceType: string): Promise<InstancePrices> {
  const [{ GetProductsCommand }, client] = await Promise.all([import('../sdk/pricingSdk.ts'), clients.pricing()]);
  const products: string[] = [];
  let NextToken: string | undefined;
  const match = (Field: string, Value: string) => ({ Type: 'TERM_MATCH' as const, Field, Value });
  do {
    const answer = await client.send(
      new GetProductsCommand({
        ServiceCode: 'AmazonSageMaker',
        Filters: [match('regionCode', clients.connection.region), match('instanceName', instanceType)],
        MaxResults: 100,
        NextToken,
      }),
      { abortSignal: AbortSignal.timeout(longest) },
    );
    products.push(...((answer.PriceList ?? []) as readonly string[]));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined && NextToken !== '');
  return instancePrices(products, instanceType);
}
