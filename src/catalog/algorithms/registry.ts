import type { AlgorithmSpec } from '../algorithm.ts';

/** Each algorithm's facts are a module of their own, read when first asked for. */
const loaders: Readonly<Record<string, () => Promise<AlgorithmSpec>>> = {
  xgboost: async () => (await import('./xgboost.ts')).xgboost,
};

/** The built-in algorithm of that short name, e.g. `xgboost`; undefined when its facts are not known. */
export async function findAlgorithm(name: string): Promise<AlgorithmSpec | undefined> {
  return Object.hasOwn(loaders, name) ? loaders[name]?.() : undefined;
}
