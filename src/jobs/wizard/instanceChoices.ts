import type { AlgorithmSpec } from '../../catalog/algorithm.ts';
import { parseImage, resolveImage } from '../../catalog/images.ts';
import { processorOf } from '../../catalog/instanceTypes.ts';

export interface InstanceChoice {
  readonly type: string;
  /** Why to take it; absent for those that are only there to be found by name. */
  readonly description?: string;
}

const cpu: readonly InstanceChoice[] = [
  { type: 'ml.m5.large', description: '2 vCPU, 8 GB: enough to begin with' },
  { type: 'ml.m5.xlarge', description: '4 vCPU, 16 GB' },
  { type: 'ml.m5.4xlarge', description: '16 vCPU, 64 GB' },
  { type: 'ml.c5.2xlarge', description: '8 vCPU, 16 GB: more computing for the money' },
  { type: 'ml.r5.2xlarge', description: '8 vCPU, 64 GB: for data that must fit in memory' },
];
const gpu: readonly InstanceChoice[] = [
  { type: 'ml.g4dn.xlarge', description: '1 NVIDIA T4 GPU: the cheapest with a GPU' },
  { type: 'ml.g5.xlarge', description: '1 NVIDIA A10G GPU' },
  { type: 'ml.p3.2xlarge', description: '1 NVIDIA V100 GPU' },
];

/**
 * The instances that a job can have, those to consider first.
 * @param image - Short name: some images run on CPUs only.
 * @param known - Every instance type that SageMaker has for training.
 */
export function instanceChoices(
  image: string,
  spec: AlgorithmSpec | undefined,
  known: readonly string[],
): InstanceChoice[] {
  const reference = parseImage(image);
  const fits = (type: string): boolean => {
    const processor = processorOf(type);
    const wanted = spec?.training.processors ?? 'any';
    if (wanted !== 'any' && wanted !== processor) return false;
    return reference.kind !== 'short' || resolveImage(reference, { instanceType: type }).ok;
  };
  const proposed = [...cpu, ...gpu].filter(({ type }) => known.includes(type) && fits(type));
  const others = known.filter((type) => fits(type) && proposed.every((one) => one.type !== type)).sort();
  return [...proposed, ...others.map((type) => ({ type }))];
}
