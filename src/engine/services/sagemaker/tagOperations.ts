import { AwsError } from '../../server/awsError.ts';
import type { JsonObject, JsonOperation } from '../../server/jsonService.ts';
import { KeyedLock } from '../../store/keyedLock.ts';
import type { Tag, TagOwner } from './tagOwner.ts';

/** API reference, AddTags. */
const mostTags = 50;

/** Pages of ListTags hold at least so many, which is all that a resource can have. */
const pageSize = mostTags;

/** AddTags, ListTags and DeleteTags over all kinds of resources that carry tags. */
export function tagOperations(
  owners: readonly TagOwner[],
  { region, accountId }: { readonly region: string; readonly accountId: string },
): Record<string, JsonOperation> {
  const byType = new Map(owners.map((owner) => [owner.arnType, owner]));
  const lock = new KeyedLock();
  const prefix = `arn:aws:sagemaker:${region}:${accountId}:`;

  /** @throws AwsError ValidationException for an ARN of another account, or of nothing that is here. */
  const find = async (input: JsonObject): Promise<{ owner: TagOwner; name: string; tags: readonly Tag[] }> => {
    const arn = input['ResourceArn'] as string;
    const [type = '', name = ''] = arn.startsWith(prefix) ? arn.slice(prefix.length).split('/') : [];
    const owner = byType.get(type);
    const tags = await owner?.tagsOf(name);
    if (owner !== undefined && tags !== undefined) return { owner, name, tags };
    throw new AwsError('ValidationException', `Could not find the resource '${arn}'.`);
  };

  return {
    AddTags: (input) =>
      lock.run(input['ResourceArn'] as string, async () => {
        const { owner, name, tags } = await find(input);
        const added = input['Tags'] as Tag[];
        const all = [...new Map([...tags, ...added].map((tag) => [tag.Key, tag])).values()];
        if (all.length > mostTags)
          throw new AwsError(
            'ValidationException',
            `A resource can have at most ${mostTags} tags; this one would have ${all.length}.`,
          );
        await owner.putTags(name, all);
        return { Tags: all };
      }),
    ListTags: async (input) => {
      const { tags } = await find(input);
      if (input['NextToken'] !== undefined)
        throw new AwsError('ValidationException', 'Invalid pagination token given.'); // one page holds them all
      return { Tags: tags.slice(0, pageSize) };
    },
    DeleteTags: (input) =>
      lock.run(input['ResourceArn'] as string, async () => {
        const { owner, name, tags } = await find(input);
        const keys = new Set(input['TagKeys'] as string[]);
        await owner.putTags(
          name,
          tags.filter(({ Key }) => !keys.has(Key)),
        );
        return {};
      }),
  };
}
