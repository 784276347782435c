import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import type { CreatableKind } from '../../jobs/clone/creation.ts';
import { pickResources } from './pickResources.ts';
import type { ResourceChoice } from './resourceChoice.ts';
import type { ResourceTarget } from './resourceTarget.ts';

/** A resource whose request can be read. */
export type CreatableTarget<K extends CreatableKind = CreatableKind> = ResourceTarget & { readonly kind: K };

/** As `pickResources`, for several of kinds whose request can be read. */
export async function pickCreatable<K extends CreatableKind>(
  connections: ConnectionsModel,
  args: readonly unknown[],
  choice: ResourceChoice & { readonly kinds: readonly K[] },
): Promise<readonly CreatableTarget<K>[]> {
  const kinds: readonly string[] = choice.kinds;
  const isOne = (target: ResourceTarget): target is CreatableTarget<K> => kinds.includes(target.kind);
  return (await pickResources(connections, args, choice, true)).filter(isOne);
}
