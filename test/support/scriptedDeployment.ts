import { Deployment, type DeployedVariant } from '../../src/engine/hosting/endpoint/deployment.ts';
import type { Clock } from '../../src/shared/clock.ts';
import type { ScriptedPredictor } from './scriptedPredictor.ts';

/** A variant as the tests deploy it. */
export const variantOf = (name: string, weight = 1, instanceCount = 1): DeployedVariant => ({
  name,
  modelName: 'model',
  containers: [{}],
  instanceType: 'ml.m5.large',
  weight,
  instanceCount,
});

/**
 * Starts variants whose containers are scripted.
 * @param make - Makes each container; throws what its model cannot be loaded for.
 */
export function startScripted(
  variants: readonly DeployedVariant[],
  { clock, folder, signal, make }: { clock: Clock; folder: string; signal: AbortSignal; make: () => ScriptedPredictor },
): Promise<Deployment> {
  const predictors = { prepare: () => Promise.resolve({ open: async () => make() }) };
  const wish = { runner: 'auto' } as const;
  return Deployment.start(
    variants,
    { predictors, clock, wish, folder, log: () => undefined, measure: () => undefined },
    signal,
  );
}
