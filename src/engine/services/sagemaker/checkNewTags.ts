import { AwsError } from '../../server/awsError.ts';
import type { Tag } from './tagOwner.ts';

/** @throws AwsError ValidationException (developer guide, "Tag naming and usage conventions"). */
export function checkNewTags(tags: readonly Tag[] = []): void {
  const reserved = tags.find(({ Key }) => /^aws:/i.test(Key));
  if (reserved !== undefined)
    throw new AwsError(
      'ValidationException',
      `The tag key '${reserved.Key}' is reserved: keys must not begin with aws:.`,
    );
  const keys = tags.map(({ Key }) => Key);
  const twice = keys.find((key, index) => keys.indexOf(key) < index);
  if (twice !== undefined) throw new AwsError('ValidationException', `The tag key '${twice}' is given twice.`);
}
