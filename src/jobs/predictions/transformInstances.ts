import { loadServiceModel } from '../../serviceModel/serviceModel.ts';

/** An instance that a batch transform can run on. */
export interface TransformInstance {
  readonly type: string;
  /** Why to take it; absent for those that are only there to be found by name. */
  readonly description?: string;
}

const proposed: readonly TransformInstance[] = [
  { type: 'ml.m5.large', description: '2 vCPU, 8 GB: enough to begin with' },
  { type: 'ml.m5.xlarge', description: '4 vCPU, 16 GB' },
  { type: 'ml.m5.4xlarge', description: '16 vCPU, 64 GB' },
  { type: 'ml.c5.2xlarge', description: '8 vCPU, 16 GB: more computing for the money' },
  { type: 'ml.g4dn.xlarge', description: '1 NVIDIA T4 GPU: the cheapest with a GPU' },
];

/** Every instance type of the service model's TransformInstanceType, those to consider first. */
export async function transformInstances(): Promise<TransformInstance[]> {
  const shape = (await loadServiceModel()).shape('TransformInstanceType');
  const known = shape.type === 'string' ? (shape.enum ?? []) : [];
  const first = proposed.filter(({ type }) => known.includes(type));
  const others = known.filter((type) => first.every((one) => one.type !== type)).sort();
  return [...first, ...others.map((type) => ({ type }))];
}
