import type { ResourceEntry } from '../../../sagemaker/resources/resourceEntry.ts';
import type { KindId } from '../../../sagemaker/resources/resourceKind.ts';
import type { EntryOf } from '../../../sagemaker/resources/resourceKinds.ts';
import { endpointConfigLook, endpointLook } from './endpointLooks.ts';
import { managedJobLook, processingJobLook, trainingJobLook, transformJobLook } from './jobLooks.ts';
import { lifecycleConfigLook, modelLook, notebookLook } from './otherLooks.ts';
import type { LookContext, RowLook } from './rowLook.ts';
import { tuningJobLook } from './tuningJobLooks.ts';

type Looks = { readonly [K in KindId]: (entry: EntryOf<K>, context: LookContext) => RowLook };

const looks: Looks = {
  trainingJob: trainingJobLook,
  tuningJob: tuningJobLook,
  transformJob: transformJobLook,
  processingJob: processingJobLook,
  labelingJob: managedJobLook('labelingJob'),
  autoMlJob: managedJobLook('autoMlJob'),
  model: modelLook,
  endpoint: endpointLook,
  endpointConfig: endpointConfigLook,
  notebook: notebookLook,
  lifecycleConfig: lifecycleConfigLook,
};

/** How a resource looks in a row of its own. @param entry - Of that kind. */
export function lookOf(kind: KindId, entry: ResourceEntry, context: LookContext): RowLook {
  return (looks[kind] as (entry: ResourceEntry, context: LookContext) => RowLook)(entry, context);
}
