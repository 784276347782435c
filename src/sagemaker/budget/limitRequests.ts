import { rankNow, type Rank } from './requestRank.ts';

/** Where requests wait for their turn. */
export interface Turns {
  take(operation: string, rank: Rank): Promise<void>;
}

type Handler = (call: unknown) => Promise<unknown>;
type Middleware = (next: Handler, context: { readonly commandName?: string }) => Handler;
/** Whose client it is does not matter here, only what its requests are called. */
interface Stack {
  addRelativeTo(middleware: Middleware, place: { relation: 'after'; toMiddleware: string; name: string }): void;
}

/**
 * Every attempt of every request of a client waits for its turn: also those that the SDK makes by itself, and before it signs them.
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
  (client.middlewareStack as Stack).addRelativeTo(wait, {
    relation: 'after',
    toMiddleware: 'retryMiddleware',
    name: 'requestBudget',
  });
  return client;
}
