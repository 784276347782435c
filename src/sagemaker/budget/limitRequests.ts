import { rankNow, type Rank } from './requestRank.ts';

/** Where requests wait for their turn. */
export interface Turns {
  take(operation: string, rank: Rank): Promise<void>;
}

type Handler = (call: unknown) => Promise<unknown>;
type Middleware = (next: Handler, context: { readonly commandName?: string }) => Handler;
/** Whose client it is does not matter here, only what its requests are called. */
interface Stack {
  add(middleware: Middleware, place: { step: 'deserialize'; priority: 'low'; name: string }): void;
}

/**
 * Every attempt of every request of a client waits for its turn, also those that the SDK makes by itself. It waits when it is signed and
 * ready: whatever credentials and code it had to wait for before, it leaves when it has its turn.
 * @param nameOf - What an operation is called where it waits, where that is not its own name; undefined for what does not wait.
 */
export function limitRequests<C extends { readonly middlewareStack: object }>(
  client: C,
  turns: Turns | undefined,
  nameOf: (operation: string) => string | undefined = (operation) => operation,
): C {
  if (turns === undefined) return client;
  const wait: Middleware =
    (next, { commandName = 'unknown' }) =>
    async (call) => {
      const operation = nameOf(commandName.replace(/Command$/, ''));
      if (operation !== undefined) await turns.take(operation, rankNow());
      return next(call);
    };
  // The last step before the connection; of what a request is tried with anew it is part too.
  (client.middlewareStack as Stack).add(wait, { step: 'deserialize', priority: 'low', name: 'requestBudget' });
  return client;
}
