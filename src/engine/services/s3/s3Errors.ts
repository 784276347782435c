import { codeOf } from '../../../shared/errors.ts';
import { AwsError } from '../../server/awsError.ts';
import { KeyTooLongError, longestKey } from '../../store/keyLength.ts';
import { MissingBucketError } from '../../store/objectStore.ts';

export function noSuchBucket(bucket: string): AwsError {
  return new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: bucket });
}

export function noSuchKey(key: string): AwsError {
  return new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });
}

export function noSuchUpload(uploadId: string): AwsError {
  return new AwsError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    404,
    { UploadId: uploadId },
  );
}

export function preconditionFailed(condition: string): AwsError {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new AwsError('PreconditionFailed', message, 412, { Condition: condition });
}

export function malformedXml(): AwsError {
  return new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

export function keyTooLong(size: number): AwsError {
  return new AwsError('KeyTooLongError', 'Your key is too long', 400, { Size: size, MaxSizeAllowed: longestKey });
}

/** @param what - The header, sub-resource or setting, named so that the user knows what to leave out. */
export function notImplemented(what: string): AwsError {
  return new AwsError('NotImplemented', `The local engine's S3 does not implement ${what}.`, 501);
}

/** What the store throws, in S3's words. */
export function inS3Words(error: unknown, key: string): unknown {
  if (error instanceof MissingBucketError) return noSuchBucket(error.bucket);
  if (error instanceof KeyTooLongError) return keyTooLong(error.size);
  if (codeOf(error) === 'ENAMETOOLONG') return keyTooLong(Buffer.byteLength(key));
  return error;
}
