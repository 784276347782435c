import { AwsError } from '../../server/awsError.ts';
import type { Payload } from '../../server/body/payload.ts';
import type { ObjectChecksum } from '../../store/objectRecord.ts';
import { writeConditions } from './conditions.ts';
import { checksumHeaders, encryptionOf, readDetails } from './objectHeaders.ts';
import { sendEmpty, type S3Call } from './s3Call.ts';

/** S3's limit for one PUT. */
const largestPut = 5 * 1024 ** 3;

export async function putObject(call: S3Call): Promise<void> {
  const { objects, bucket, key, request } = call;
  checkLength(call);
  const details = readDetails(request.headers);
  const withChecksum = () => {
    const checksum = verifiedChecksum(request.body);
    return checksum === undefined ? details : { ...details, checksum };
  };
  const check = writeConditions(request.headers, key);
  const info = await objects.put(bucket, key, request.body.content(), withChecksum, check);
  sendEmpty(call, 200, { ETag: `"${info.etag}"`, ...encryptionOf(info), ...checksumHeaders(info.checksum) });
}

/** What the client announced and the content bore out. */
export function verifiedChecksum(body: Payload): ObjectChecksum | undefined {
  return body.checksum && { ...body.checksum, type: 'FULL_OBJECT' };
}

/** @throws AwsError EntityTooLarge, or MissingContentLength for a body of unknown length. */
export function checkLength({ request }: S3Call): void {
  const length = request.headers['x-amz-decoded-content-length'] ?? request.headers['content-length'];
  if (length === undefined && request.headers['transfer-encoding'] !== undefined) {
    throw new AwsError('MissingContentLength', 'You must provide the Content-Length HTTP header.', 411);
  }
  if (Number(length ?? 0) > largestPut) {
    throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400, {
      ProposedSize: Number(length),
      MaxSizeAllowed: largestPut,
    });
  }
}
