import { answeringKinds, queryOf, type ResourceFilter } from '../../sagemaker/find/resourceFilter.ts';
import { taggedKind } from '../../sagemaker/find/taggedKind.ts';
import type { KindId } from '../../sagemaker/resources/resourceKind.ts';
import { ResourceListModel } from '../../sagemaker/resources/resourceListModel.ts';
import type { Session } from '../../sagemaker/session.ts';
import type { Clock } from '../../shared/clock.ts';
import { ViewLists } from './viewLists.ts';
import { kindsOf, type ViewSpec } from './viewSpecs.ts';

/** The lists that a view follows for what is looked for. */
export function listsOf(session: Session, spec: ViewSpec, asked: ResourceFilter, clock: Clock): ViewLists {
  const { clients, scheduler } = session;
  const { tag } = asked;
  const own: ResourceListModel[] = [];
  const listOf = (kind: KindId): ResourceListModel => {
    if (tag === undefined) return session.lists.of(kind);
    const list = new ResourceListModel(taggedKind(kind, tag, clock), { clients, scheduler, clock });
    own.push(list);
    return list;
  };
  return new ViewLists(new Map(answeringKinds(kindsOf(spec), asked).map((kind) => [kind, listOf(kind)])), own);
}

/** The same of a session that could not be opened: what windows knew of its account before, and nothing is asked. */
export async function recalledLists(
  lost: Session,
  spec: ViewSpec,
  asked: ResourceFilter,
  clock: Clock,
): Promise<ViewLists> {
  const lists = listsOf(lost, spec, asked, clock);
  lists.setQuery(queryOf(asked, clock.now()));
  // Which training jobs stand below a tuning job is known by that one.
  await lost.lists.of('tuningJob').recall();
  for (const kind of kindsOf(spec)) await lists.of(kind)?.recall();
  return lists;
}
