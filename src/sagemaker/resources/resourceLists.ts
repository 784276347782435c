import { Disposable } from '../../shared/disposable.ts';
import type { TrainingJobsModel } from '../trainingJobsModel.ts';
import type { TuningJobsModel } from '../tuningJobsModel.ts';
import type { ResourceEntry } from './resourceEntry.ts';
import type { KindId } from './resourceKind.ts';
import { kindOf, type EntryOf } from './resourceKinds.ts';
import { ResourceListModel, type ListParts } from './resourceListModel.ts';

/** One list per kind of one connection, each made when somebody first wants it. */
export class ResourceLists extends Disposable {
  private readonly made = new Map<KindId, ResourceListModel>();

  /** @param jobs - The lists that know more than their kind. */
  constructor(
    private readonly parts: ListParts,
    jobs: { readonly trainingJob: TrainingJobsModel; readonly tuningJob: TuningJobsModel },
  ) {
    super();
    for (const [id, model] of Object.entries(jobs)) this.made.set(id as KindId, model as unknown as ResourceListModel);
  }

  of<K extends KindId>(id: K): ResourceListModel<EntryOf<K>> {
    const known = this.made.get(id);
    if (known !== undefined) return known;
    const model = this.register(new ResourceListModel<ResourceEntry>(kindOf(id), this.parts));
    this.made.set(id, model);
    return model;
  }
}
