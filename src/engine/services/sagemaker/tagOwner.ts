export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** A kind of resource that carries tags; asked by AddTags, ListTags and DeleteTags, which find it by the resource's ARN. */
export interface TagOwner {
  /** What follows the account in its ARNs, e.g. `training-job`. */
  readonly arnType: string;
  /** @returns undefined when there is no resource of that name. */
  tagsOf(name: string): Promise<readonly Tag[] | undefined>;
  /** Replaces all tags of an existing resource, durably. */
  putTags(name: string, tags: readonly Tag[]): Promise<void>;
}
