import { isDenied } from '../sagemaker/awsErrors.ts';
import type { SdkClients } from '../sagemaker/clients.ts';
import type { Connection } from '../sagemaker/connection.ts';

/** By account, who asks, and who answers for it; the region makes no other. */
const asked = new Map<string, Promise<string | undefined>>();
/** Who may not ask goes by the profile's name alone, and is not refused again and again. */
const refused = new WeakSet<SdkClients>();
/** A write waits for the answer. */
const longest = 5_000;

/** The alias of the clients' account, asked for once per account and window; undefined where it has none, or where the user may not know. */
export function accountAlias(clients: SdkClients): Promise<string | undefined> {
  if (refused.has(clients)) return Promise.resolve(undefined);
  const key = keyOf(clients.connection);
  const known =
    asked.get(key) ??
    ask(clients).catch((error: unknown) => {
      asked.delete(key); // a network may be back next time
      if (isDenied(error)) refused.add(clients);
      return undefined;
    });
  asked.set(key, known);
  return known;
}

function keyOf({ accountId, label, endpoint, serviceEndpoints }: Connection): string {
  return JSON.stringify([accountId, label, serviceEndpoints?.iam ?? endpoint]);
}

async function ask(clients: SdkClients): Promise<string | undefined> {
  const [{ ListAccountAliasesCommand }, client] = await Promise.all([
    import('../sagemaker/sdk/iamSdk.ts'),
    clients.iam(),
  ]);
  const { AccountAliases = [] } = await client.send(new ListAccountAliasesCommand({}), {
    abortSignal: AbortSignal.timeout(longest),
  });
  return AccountAliases[0];
}
