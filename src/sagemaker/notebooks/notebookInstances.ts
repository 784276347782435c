import { loadServiceModel } from '../../serviceModel/serviceModel.ts';

export interface NotebookInstanceChoice {
  readonly type: string;
  /** Why to take it; absent for those that are only there to be found by name. */
  readonly description?: string;
}

export const defaultNotebookInstance = 'ml.t3.medium';

const proposed: readonly NotebookInstanceChoice[] = [
  { type: defaultNotebookInstance, description: '2 vCPU, 4 GB: enough to look at data and start jobs' },
  { type: 'ml.t3.xlarge', description: '4 vCPU, 16 GB' },
  { type: 'ml.m5.xlarge', description: '4 vCPU, 16 GB: for work that keeps all of them busy' },
  { type: 'ml.r5.2xlarge', description: '8 vCPU, 64 GB: for data that must fit in memory' },
  { type: 'ml.g4dn.xlarge', description: '1 NVIDIA T4 GPU: the cheapest with a GPU' },
  { type: 'ml.g5.xlarge', description: '1 NVIDIA A10G GPU' },
];

/** Every instance type of notebooks, those to consider first. */
export async function notebookInstanceChoices(): Promise<NotebookInstanceChoice[]> {
  const shape = (await loadServiceModel()).shape('InstanceType');
  const known = shape.type === 'string' ? (shape.enum ?? []) : [];
  const first = proposed.filter(({ type }) => known.includes(type));
  const others = known.filter((type) => first.every((one) => one.type !== type)).sort();
  return [...first, ...others.map((type) => ({ type }))];
}
