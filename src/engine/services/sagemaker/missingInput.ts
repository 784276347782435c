import type { ObjectStore } from '../../store/objectStore.ts';
import { parseS3Uri } from '../../store/s3Uri.ts';

/** Where a job's input is looked for. */
export interface InputPlace {
  readonly objects: ObjectStore;
  readonly region: string;
}

/**
 * What SageMaker says of a job whose input does not exist (contract, section 9).
 * @param isWhole - The URI names one object, not the beginning of many keys.
 * @param roleArn - Of the job, or of its model.
 * @returns Undefined when there is something.
 */
export async function missingInput(
  uri: string,
  isWhole: boolean,
  roleArn: string,
  { objects, region }: InputPlace,
): Promise<string | undefined> {
  const { bucket, key } = parseS3Uri(uri);
  const hasBucket = objects.bucket(bucket) !== undefined;
  if (hasBucket && (await exists(bucket, key, isWhole, objects))) return undefined;
  const fromS3 = hasBucket ? '' : ' Error message from S3: The specified bucket does not exist.';
  return `No S3 objects found under S3 URL "${uri}" given in input data source. Please ensure that the bucket exists in the selected region (${region}), that objects exist under that S3 prefix, and that the role "${roleArn}" has "s3:ListBucket" permissions on bucket "${bucket}".${fromS3}`;
}

async function exists(bucket: string, key: string, isWhole: boolean, objects: ObjectStore): Promise<boolean> {
  if (isWhole) return (await objects.head(bucket, key)) !== undefined;
  const first = await objects.listObjects(bucket, key).next();
  return first.done !== true;
}
