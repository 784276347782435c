import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { AwsError } from '../../server/awsError.ts';
import { checksumHeaderPrefix, startChecksum } from '../../server/body/checksums.ts';
import { readBody } from '../../server/body/readBody.ts';
import type { MultipartUpload, UploadedPart } from '../../store/multipartUploads.ts';
import type { ObjectChecksum } from '../../store/objectRecord.ts';
import { Checksummed } from './checksummed.ts';
import { writeConditions } from './conditions.ts';
import { findUpload } from './multipart.ts';
import { checksumMember, encryptionOf } from './objectHeaders.ts';
import { sendXml, type S3Call } from './s3Call.ts';
import { malformedXml } from './s3Errors.ts';
import { childText, children, parseXml, type XmlElement } from './xmlInput.ts';

const smallestPart = 5 * 1024 * 1024;

export async function completeMultipartUpload(call: S3Call): Promise<void> {
  const { objects, uploads, bucket, key, request } = call;
  const upload = await findUpload(call);
  const body = await readBody(request.body.content('of an object'), 4 * 1024 * 1024);
  const parts = chooseParts(
    children(parseXml(body, 'CompleteMultipartUpload'), 'Part'),
    await uploads.parts(bucket, upload.id),
  );
  const isFull = upload.checksumType === 'FULL_OBJECT';
  const whole = new Checksummed(
    uploads.content(bucket, upload.id, parts),
    isFull ? upload.checksumAlgorithm : undefined,
  );
  const staged = await objects.stage(bucket, whole.content());
  try {
    const checksum = isFull ? fullChecksum(upload, whole.value()) : compositeChecksum(upload, parts);
    checkAnnounced(call, checksum, staged.size);
    const etag = `${createHash('md5')
      .update(Buffer.concat(parts.map((part) => Buffer.from(part.etag, 'hex'))))
      .digest('hex')}-${parts.length}`;
    const info = await objects.commit(
      bucket,
      staged,
      { ...upload.details, key, etag, partSizes: parts.map(({ size }) => size), ...(checksum && { checksum }) },
      writeConditions(request.headers, key),
    );
    await uploads.remove(bucket, upload.id);
    const result = {
      Location: `http://${request.headers['host'] ?? ''}/${bucket}/${encodeURIComponent(key)}`,
      Bucket: bucket,
      Key: key,
      ETag: `"${info.etag}"`,
      ...checksumMember(checksum),
      ChecksumType: checksum?.type,
    };
    sendXml(call, 'CompleteMultipartUploadResult', result, encryptionOf(info));
  } finally {
    await rm(staged.path, { force: true });
  }
}

/** The parts that the client lists, compared with those that were uploaded. */
function chooseParts(listed: readonly XmlElement[], uploaded: readonly UploadedPart[]): UploadedPart[] {
  if (listed.length === 0) throw malformedXml();
  const known = new Map(uploaded.map((part) => [part.number, part]));
  let previous = 0;
  const chosen = listed.map((element) => {
    const number = Number(childText(element, 'PartNumber') ?? NaN);
    if (!Number.isInteger(number)) throw malformedXml();
    if (number <= previous) {
      throw new AwsError(
        'InvalidPartOrder',
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
      );
    }
    previous = number;
    const part = known.get(number);
    const etag = childText(element, 'ETag')
      ?.trim()
      .replace(/^"(.*)"$/, '$1');
    if (part === undefined || part.etag !== etag || !hasChecksum(element, part)) throw invalidPart();
    return part;
  });
  const small = chosen.slice(0, -1).find(({ size }) => size < smallestPart);
  if (small === undefined) return chosen;
  throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
    ProposedSize: small.size,
    MinSizeAllowed: smallestPart,
    PartNumber: small.number,
  });
}

function hasChecksum(element: XmlElement, { checksum }: UploadedPart): boolean {
  const announced = checksum && childText(element, `Checksum${checksum.algorithm}`);
  return announced === undefined || announced === checksum?.value;
}

function invalidPart(): AwsError {
  return new AwsError(
    'InvalidPart',
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
  );
}

function fullChecksum({ checksumAlgorithm }: MultipartUpload, value: string | undefined): ObjectChecksum | undefined {
  if (checksumAlgorithm === undefined || value === undefined) return undefined;
  return { algorithm: checksumAlgorithm, value, type: 'FULL_OBJECT' };
}

/** The checksum of the parts' checksums. */
function compositeChecksum(
  { checksumAlgorithm }: MultipartUpload,
  parts: readonly UploadedPart[],
): ObjectChecksum | undefined {
  if (checksumAlgorithm === undefined) return undefined;
  const running = startChecksum(checksumAlgorithm);
  for (const { checksum } of parts) running.update(Buffer.from(checksum?.value ?? '', 'base64'));
  const value = `${running.digest().toString('base64')}-${parts.length}`;
  return { algorithm: checksumAlgorithm, value, type: 'COMPOSITE' };
}

/** What the client says about the finished object. */
function checkAnnounced({ request }: S3Call, checksum: ObjectChecksum | undefined, size: number): void {
  const announcedSize = request.headers['x-amz-mp-object-size'];
  if (announcedSize !== undefined && Number(announcedSize) !== size) {
    throw new AwsError(
      'InvalidRequest',
      `The provided 'x-amz-mp-object-size' header does not match what was computed: ${size}.`,
    );
  }
  if (checksum === undefined) return;
  const announced = request.headers[checksumHeaderPrefix + checksum.algorithm.toLowerCase()];
  if (announced !== undefined && announced !== checksum.value && announced !== checksum.value.replace(/-\d+$/, '')) {
    throw new AwsError('BadDigest', `The ${checksum.algorithm} you specified did not match the calculated checksum.`);
  }
}
