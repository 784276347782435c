import type { ObjectStore } from '../../store/objectStore.ts';
import { parseS3Uri } from '../../store/s3Uri.ts';

/**
 * What SageMaker says of a job whose input does not exist (contract, section 9).
 * @param isManifest - The URI names one object, not the beginning of many keys.
 * @returns Undefined when there is something.
 */
export async function missingInput(
  uri: string,
  isManifest: boolean,
  { objects, region, roleArn }: { readonly objects: ObjectStore; readonly region: string; readonly roleArn: string },
): Promise<string | undefined> {
  const { bucket, key } = parseS3Uri(uri);
  if (await exists(bucket, key, isManifest, objects)) return undefined;
  return `No S3 objects found under S3 URL "${uri}" given in input data source. Please ensure that the bucket exists in the selected region (${region}), that objects exist under that S3 prefix, and that the role "${roleArn}" has "s3:ListBucket" permissions on bucket "${bucket}".`;
}

async function exists(bucket: string, key: string, isManifest: boolean, objects: ObjectStore): Promise<boolean> {
  if (objects.bucket(bucket) === undefined) return false;
  if (isManifest) return (await objects.head(bucket, key)) !== undefined;
  const first = await objects.listObjects(bucket, key).next();
  return first.done !== true;
}
