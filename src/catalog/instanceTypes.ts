/** What a training instance computes on. */
export type Processor = 'cpu' | 'gpu' | 'trainium';

/** By the type's family, as the SageMaker Python SDK tells them apart (image_uris.py): `ml.g5.xlarge` and `ml.p3.2xlarge` have GPUs. */
export function processorOf(instanceType: string): Processor {
  const family = /^ml\.([a-z0-9-]+)\./.exec(instanceType)?.[1] ?? '';
  if (family.startsWith('trn')) return 'trainium';
  return /^[gp]/.test(family) ? 'gpu' : 'cpu';
}
