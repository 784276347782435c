import { AsyncLocalStorage } from 'node:async_hooks';

/** Who waits for a request: a person who asked for something, one who looks at something, or nobody. Whose turn it is, first to last. */
export const ranks = ['action', 'visible', 'background'] as const;
export type Rank = (typeof ranks)[number];

const current = new AsyncLocalStorage<Rank>();

/** Everything that `work` asks for, however deep below, is asked with this rank. */
export function withRank<T>(rank: Rank, work: () => Promise<T>): Promise<T> {
  return current.run(rank, work);
}

/** What is not asked for again and again by the scheduler was asked for by a person. */
export function rankNow(): Rank {
  return current.getStore() ?? 'action';
}
