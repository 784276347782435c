import { autoMlJobKind } from './kinds/autoMlJobKind.ts';
import { endpointConfigKind } from './kinds/endpointConfigKind.ts';
import { endpointKind } from './kinds/endpointKind.ts';
import { labelingJobKind } from './kinds/labelingJobKind.ts';
import { lifecycleConfigKind } from './kinds/lifecycleConfigKind.ts';
import { modelKind } from './kinds/modelKind.ts';
import { notebookKind } from './kinds/notebookKind.ts';
import { processingJobKind } from './kinds/processingJobKind.ts';
import { trainingJobKind } from './kinds/trainingJobKind.ts';
import { transformJobKind } from './kinds/transformJobKind.ts';
import { tuningJobKind } from './kinds/tuningJobKind.ts';
import type { KindId, ResourceKind } from './resourceKind.ts';

/** Every kind of resource that is listed, by its id. */
export const resourceKinds = {
  trainingJob: trainingJobKind,
  tuningJob: tuningJobKind,
  transformJob: transformJobKind,
  processingJob: processingJobKind,
  labelingJob: labelingJobKind,
  autoMlJob: autoMlJobKind,
  model: modelKind,
  endpoint: endpointKind,
  endpointConfig: endpointConfigKind,
  notebook: notebookKind,
  lifecycleConfig: lifecycleConfigKind,
} as const;

type Kinds = typeof resourceKinds;

/** A kind whose entries are not looked at more closely. */
export function kindOf(id: KindId): ResourceKind {
  return resourceKinds[id] as unknown as ResourceKind;
}

/** What a list of the kind holds. */
export type EntryOf<K extends keyof Kinds> = Awaited<ReturnType<Kinds[K]['list']>>['entries'][number];
