import { isDenied, isExpired, isRefusedKey, isThrottling, statusOf } from '../sagemaker/awsErrors.ts';
import type { SdkClients } from '../sagemaker/clients.ts';
import type { Connection } from '../sagemaker/connection.ts';
import { apartFromAction } from '../sagemaker/requests/actionContext.ts';

/** Nobody has said yet what the account is called, or whether it has a name at all. */
export const unknownAlias = Symbol('unknown alias');

/** An account's alias; undefined where it has none, or where the user may not know. */
export type AccountAlias = string | undefined | typeof unknownAlias;

/** By account, who asks, and who answers for it; the region makes no other. */
const asked = new Map<string, Promise<AccountAlias>>();
/** Who may not ask goes by the profile's name alone, and is not refused again and again. */
const refused = new WeakSet<SdkClients>();
/** An answer that comes late is good for what comes after it. */
const longest = 30_000;

/**
 * The alias of the clients' account, asked for once per account and window; as long as nobody answered, every call asks anew.
 * @param patience - How many milliseconds an answer is waited for.
 */
export async function accountAlias(clients: SdkClients, patience = longest): Promise<AccountAlias> {
  if (refused.has(clients)) return undefined;
  const key = keyOf(clients.connection);
  const known =
    asked.get(key) ??
    // Whoever asks first, it is asked for all: nobody is shown that it takes long.
    apartFromAction(undefined, () => ask(clients)).catch((error: unknown) => {
      asked.delete(key); // a network may be back next time
      if (!isRefusal(error)) return unknownAlias;
      refused.add(clients);
      return undefined;
    });
  asked.set(key, known);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof unknownAlias>((resolve) => {
    timer = setTimeout(() => resolve(unknownAlias), patience);
  });
  return Promise.race([known, late]).finally(() => clearTimeout(timer));
}

function keyOf({ accountId, label, endpoint, serviceEndpoints }: Connection): string {
  return JSON.stringify([accountId, label, serviceEndpoints?.iam ?? endpoint]);
}

/** Whether it is no use to ask again: the user may not know, or who answers knows no aliases. */
function isRefusal(error: unknown): boolean {
  if (isDenied(error)) return true;
  if (isThrottling(error) || isExpired(error) || isRefusedKey(error)) return false;
  const status = statusOf(error) ?? 0;
  return (status >= 400 && status < 500) || status === 501;
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
