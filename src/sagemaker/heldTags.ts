import type { Clock } from '../shared/clock.ts';
import type { SdkClients } from './clients.ts';
import { tagsOf, type Tag } from './tags.ts';

/** Tags that were asked for hold so long, in milliseconds. */
const holds = 60_000;

/** The tags of resources, asked for once a minute at most. */
export class HeldTags {
  private readonly known = new Map<string, { readonly tags: Promise<readonly Tag[]>; readonly asOf: number }>();

  constructor(private readonly clock: Clock) {}

  /** @throws As `tagsOf`; what failed is asked for again. */
  of(clients: SdkClients, arn: string): Promise<readonly Tag[]> {
    const key = `${clients.connection.id} ${arn}`;
    const before = this.known.get(key);
    if (before !== undefined && this.clock.now() - before.asOf < holds) return before.tags;
    const tags = tagsOf(clients, arn);
    this.known.set(key, { tags, asOf: this.clock.now() });
    tags.catch(() => this.known.delete(key));
    return tags;
  }
}
