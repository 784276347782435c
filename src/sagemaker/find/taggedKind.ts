import type { Clock } from '../../shared/clock.ts';
import { HeldTags } from '../heldTags.ts';
import type { ListPage } from '../resources/listQuery.ts';
import type { ResourceEntry } from '../resources/resourceEntry.ts';
import type { KindId, ResourceKind } from '../resources/resourceKind.ts';
import { kindOf } from '../resources/resourceKinds.ts';
import type { Tag } from '../tags.ts';
import type { TagFilter } from './resourceFilter.ts';
import { searchedKind } from './searchedKind.ts';

const atOnce = 4;

/** A kind of which only the resources with the tag are listed: by the Search API where that has the kind, else by the tags of what is listed. */
export function taggedKind(id: KindId, tag: TagFilter, clock: Clock): ResourceKind {
  return searchedKind(id, tag) ?? filteredKind(kindOf(id), tag, clock);
}

/** Pages may hold fewer than were asked for, down to none, with more behind them. */
function filteredKind(kind: ResourceKind, tag: TagFilter, clock: Clock): ResourceKind {
  const held = new HeldTags(clock);
  return {
    ...kind,
    async list(clients, request): Promise<ListPage<ResourceEntry>> {
      const page = await kind.list(clients, request);
      const found: ResourceEntry[] = [];
      for (let start = 0; start < page.entries.length; start += atOnce) {
        const some = page.entries.slice(start, start + atOnce);
        const tags = await Promise.all(some.map(({ arn }) => held.of(clients, arn)));
        found.push(...some.filter((_, index) => bears(tags[index] ?? [], tag)));
      }
      return { ...page, entries: found };
    },
  };
}

function bears(tags: readonly Tag[], { key, value }: TagFilter): boolean {
  return tags.some((tag) => tag.Key === key && (value === undefined || tag.Value === value));
}
