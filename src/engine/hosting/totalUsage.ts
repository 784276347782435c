import type { Usage } from '../execution/process/groupUsage.ts';
import type { Predictor } from './predictor.ts';

/** What several have used together; undefined where it cannot be told of any. */
export async function totalUsage(of: readonly Pick<Predictor, 'usage'>[]): Promise<Usage | undefined> {
  const all = await Promise.all(of.map((one) => one.usage()));
  const known = all.filter((usage) => usage !== undefined);
  if (known.length === 0) return undefined;
  const memory = known.flatMap(({ memoryBytes }) => (memoryBytes === undefined ? [] : [memoryBytes]));
  return {
    cpuSeconds: known.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    memoryBytes: memory.length === 0 ? undefined : memory.reduce((sum, bytes) => sum + bytes, 0),
  };
}
