import { isCommonInstance, servingImage } from '../../catalog/servingImage.ts';
import { algorithmOf } from '../../catalog/images.ts';
import { loadServiceModel } from '../../serviceModel/serviceModel.ts';

/** An instance that an endpoint can run on. */
export interface HostingInstance {
  readonly type: string;
  /** Why to take it; absent for those that are only there to be found by name. */
  readonly description?: string;
}

const proposed: readonly HostingInstance[] = [
  { type: 'ml.t2.medium', description: '2 vCPU, 4 GB: the cheapest to try with' },
  { type: 'ml.m5.large', description: '2 vCPU, 8 GB: enough to begin with' },
  { type: 'ml.m5.xlarge', description: '4 vCPU, 16 GB' },
  { type: 'ml.c5.xlarge', description: '4 vCPU, 8 GB: more computing for the money' },
  { type: 'ml.c5.4xlarge', description: '16 vCPU, 32 GB' },
  { type: 'ml.r5.xlarge', description: '4 vCPU, 32 GB: for models that need memory' },
  { type: 'ml.g4dn.xlarge', description: '1 NVIDIA T4 GPU: the cheapest with a GPU' },
  { type: 'ml.g5.xlarge', description: '1 NVIDIA A10G GPU' },
];

/** What SageMaker itself proposes for nothing in particular. */
export const defaultInstance = 'ml.m5.large';

/**
 * The instances that an image of AWS runs on, those to consider first; of an image of one's own, all (service model:
 * ProductionVariantInstanceType).
 */
export async function hostingInstances(image: string, region: string): Promise<HostingInstance[]> {
  const shape = (await loadServiceModel()).shape('ProductionVariantInstanceType');
  const known = shape.type === 'string' ? (shape.enum ?? []) : [];
  const isOwn = algorithmOf(image.replace('-inference:', '-training:')) === undefined;
  const fits = (type: string): boolean =>
    isOwn || (isCommonInstance(type) && servingImage(image, { region, instanceType: type }).ok);
  const first = proposed.filter(({ type }) => known.includes(type) && fits(type));
  const others = known.filter((type) => first.every((one) => one.type !== type) && fits(type)).sort();
  return [...first, ...others.map((type) => ({ type }))];
}
