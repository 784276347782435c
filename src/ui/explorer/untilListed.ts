import type { KindId } from '../../sagemaker/resources/resourceKind.ts';
import type { ResourceLists } from '../../sagemaker/resources/resourceLists.ts';

/** Once a resource is listed that was just made, with what its view waits for; or has been asked for often enough. */
export async function untilListed(
  lists: Pick<ResourceLists, 'of'>,
  { kind, name }: { readonly kind: KindId; readonly name: string },
  waitsFor: readonly KindId[],
): Promise<void> {
  const needed = [...new Set([kind, ...waitsFor])].map((id) => lists.of(id));
  const isListed = (): boolean => lists.of(kind).find(name) !== undefined && needed.every(({ isLoaded }) => isLoaded);
  // A list that is on its way may be older than the resource.
  for (let tries = 0; tries < 3 && !isListed(); tries++) await Promise.all(needed.map((list) => list.refreshed()));
}
