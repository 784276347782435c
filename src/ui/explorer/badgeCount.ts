import type { KindId } from '../../sagemaker/resources/resourceKind.ts';
import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import type { ResourceListModel } from '../../sagemaker/resources/resourceListModel.ts';
import { kindsOf, type ViewSpec } from './viewSpecs.ts';

type Counted = Pick<ResourceListModel, 'count' | 'isLoaded' | 'error'>;

/** How many resources count for a view's badge, whatever is looked for and whatever is closed; undefined where some kind is not known yet. */
export function badgeCount(spec: ViewSpec, listOf: (kind: KindId) => Counted): number | undefined {
  const { badge } = spec;
  if (badge === undefined) return undefined;
  const lists = kindsOf(spec)
    .filter((kind) => kindOf(kind).statuses.length > 0)
    .map(listOf);
  if (!lists.every(({ isLoaded, error }) => isLoaded || error !== undefined)) return undefined;
  return lists.reduce((count, list) => count + list.count(badge.state), 0);
}
