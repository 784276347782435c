import type { ResourceEntry } from '../../sagemaker/resources/resourceEntry.ts';
import type { ResourceKind } from '../../sagemaker/resources/resourceKind.ts';

/** Whether there is something to deploy. Of a tuning job the best one is known only when it is described. */
export function hasModel({ id, stateOf }: ResourceKind, entry: ResourceEntry): boolean {
  if (id === 'model') return true;
  if (id === 'trainingJob') return stateOf(entry.status) === 'completed';
  const { jobs } = entry as { readonly jobs?: { readonly ended: number; readonly failed: number } };
  return jobs === undefined || jobs.ended > jobs.failed;
}
