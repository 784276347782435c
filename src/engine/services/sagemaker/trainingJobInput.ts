import { channelProblem } from '../../execution/input/channelRules.ts';
import { AwsError } from '../../server/awsError.ts';
import type { ObjectStore } from '../../store/objectStore.ts';
import { parseS3Uri } from '../../store/s3Uri.ts';
import type { TrainingJobRequest } from './trainingJobRecord.ts';

/** Where channels are looked for. */
export interface InputPlace {
  readonly objects: ObjectStore;
  readonly region: string;
}

/** @throws AwsError ValidationException for a channel that cannot be, or that has no data now (contract, section 9). */
export async function checkInput(request: TrainingJobRequest, { objects, region }: InputPlace): Promise<void> {
  const problem = channelProblem(request);
  if (problem !== undefined) throw new AwsError('ValidationException', problem);
  for (const channel of request.InputDataConfig ?? []) {
    const source = channel.DataSource.S3DataSource;
    if (source === undefined) continue;
    const { bucket, key } = parseS3Uri(source.S3Uri);
    if (await hasObjects(objects, bucket, key)) continue;
    throw new AwsError(
      'ValidationException',
      `No S3 objects found under S3 URL "${source.S3Uri}" given in input data source. Please ensure that the bucket exists in the selected region (${region}), that objects exist under that S3 prefix, and that the role "${request.RoleArn}" has "s3:ListBucket" permissions on bucket "${bucket}".`,
    );
  }
}

async function hasObjects(objects: ObjectStore, bucket: string, prefix: string): Promise<boolean> {
  if (!(await objects.bucketExists(bucket))) return false;
  for await (const object of objects.listObjects(bucket, prefix)) {
    if (object.size >= 0) return true;
  }
  return false;
}
