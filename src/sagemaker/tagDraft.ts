import { mostTags, type Tag } from './tags.ts';

/** A tag over several resources, as it would be after the changes. */
export interface DraftTag {
  readonly key: string;
  /** Undefined where the resources have several values. */
  readonly value: string | undefined;
  /** How many of the resources have it. */
  readonly count: number;
  readonly change?: 'added' | 'changed' | 'removed';
}

/** What is to be done to one resource. */
export interface TagChange {
  readonly arn: string;
  readonly put: readonly Tag[];
  readonly remove: readonly string[];
}

/** The tags of some resources, and what is to be changed about all of them; nothing is sent. */
export class TagDraft {
  private readonly set = new Map<string, string>();
  private readonly removed = new Set<string>();

  /** @param known - The tags of each resource, by its ARN. */
  constructor(private readonly known: ReadonlyMap<string, readonly Tag[]>) {}

  /** By key, with those that are to go. */
  get tags(): DraftTag[] {
    const keys = new Set([...[...this.known.values()].flat().map(({ Key }) => Key), ...this.set.keys()]);
    return [...keys].sort().map((key) => this.tagOf(key));
  }

  /** How many tags are to be added, changed or removed. */
  get changeCount(): number {
    return this.tags.filter(({ change }) => change !== undefined).length;
  }

  /** Gives every resource this tag. */
  put(key: string, value: string): void {
    this.removed.delete(key);
    this.set.set(key, value);
  }

  /** Takes the tag from every resource that has it; one that is only drafted is forgotten. */
  remove(key: string): void {
    this.set.delete(key);
    if (this.countOf(key) > 0) this.removed.add(key);
  }

  /** Takes back what was drafted for a key. */
  undo(key: string): void {
    this.set.delete(key);
    this.removed.delete(key);
  }

  /** Why the draft cannot be sent: a resource would have too many. */
  get problem(): string | undefined {
    for (const tags of this.known.values()) {
      const after = new Set([
        ...tags.map(({ Key }) => Key).filter((key) => !this.removed.has(key)),
        ...this.set.keys(),
      ]);
      if (after.size > mostTags) return `A resource can have ${mostTags} tags; one would have ${after.size}.`;
    }
    return undefined;
  }

  /** What is to be done to each resource; those that stay as they are are left out. */
  changes(): TagChange[] {
    return [...this.known]
      .map(([arn, tags]) => {
        const values = new Map(tags.map(({ Key, Value }) => [Key, Value]));
        const put = [...this.set].filter(([key, value]) => values.get(key) !== value);
        return {
          arn,
          put: put.map(([Key, Value]) => ({ Key, Value })),
          remove: [...this.removed].filter((key) => values.has(key)),
        };
      })
      .filter(({ put, remove }) => put.length + remove.length > 0);
  }

  private tagOf(key: string): DraftTag {
    const before = [...this.known.values()].flat().filter(({ Key }) => Key === key);
    const values = new Set(before.map(({ Value }) => Value));
    const old = values.size === 1 ? before[0]?.Value : undefined;
    if (this.removed.has(key)) return { key, value: old, count: before.length, change: 'removed' };
    const value = this.set.get(key);
    if (value === undefined) return { key, value: old, count: before.length };
    if (before.length === 0) return { key, value, count: this.known.size, change: 'added' };
    const isSame = old === value && before.length === this.known.size;
    return { key, value, count: this.known.size, ...(!isSame && { change: 'changed' as const }) };
  }

  private countOf(key: string): number {
    return [...this.known.values()].flat().filter(({ Key }) => Key === key).length;
  }
}
