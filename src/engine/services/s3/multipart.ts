import { rm } from 'node:fs/promises';
import { AwsError } from '../../server/awsError.ts';
import { isChecksumAlgorithm } from '../../server/body/checksums.ts';
import type { ObjectChecksum } from '../../store/objectRecord.ts';
import type { MultipartUpload, UploadedPart } from '../../store/multipartUploads.ts';
import { Checksummed } from './checksummed.ts';
import { parseRange } from './conditions.ts';
import { openSource } from './copyObject.ts';
import { checksumHeaders, checksumMember, encryptionOf, readDetails } from './objectHeaders.ts';
import { checkLength, verifiedChecksum } from './putObject.ts';
import { isoTime, sendEmpty, sendXml, type S3Call } from './s3Call.ts';
import { noSuchBucket, noSuchUpload, notImplemented } from './s3Errors.ts';

export async function createMultipartUpload(call: S3Call): Promise<void> {
  const { uploads, objects, bucket, key, request } = call;
  if (objects.bucket(bucket) === undefined) throw noSuchBucket(bucket);
  const algorithm = request.headers['x-amz-checksum-algorithm']?.toUpperCase();
  if (algorithm !== undefined && !isChecksumAlgorithm(algorithm)) throw notImplemented(`the checksum ${algorithm}`);
  const checksum =
    algorithm === undefined ? {} : { checksumAlgorithm: algorithm, checksumType: typeOf(call, algorithm) };
  const upload = await uploads.create(bucket, { key, details: readDetails(request.headers), ...checksum });
  sendXml(
    call,
    'InitiateMultipartUploadResult',
    { Bucket: bucket, Key: key, UploadId: upload.id },
    {
      ...encryptionOf(upload.details),
      ...(algorithm !== undefined && {
        'x-amz-checksum-algorithm': algorithm,
        'x-amz-checksum-type': upload.checksumType ?? 'COMPOSITE',
      }),
    },
  );
}

export async function uploadPart(call: S3Call): Promise<void> {
  checkLength(call);
  const upload = await findUpload(call);
  const { body } = call.request;
  const { etag, checksum } = await keepPart(call, upload, body.content(), () => verifiedChecksum(body));
  sendEmpty(call, 200, { ETag: `"${etag}"`, ...partChecksumHeaders(checksum) });
}

export async function uploadPartCopy(call: S3Call): Promise<void> {
  const upload = await findUpload(call);
  const { info, file } = await openSource(call);
  try {
    const range = parseRange(call.request.headers['x-amz-copy-source-range'], info.size);
    const bounds = range === undefined ? {} : { start: range.start, end: range.end - 1 };
    const part = await keepPart(call, upload, file.createReadStream({ ...bounds, autoClose: false }), () => undefined);
    sendXml(call, 'CopyPartResult', {
      LastModified: isoTime(part.lastModified),
      ETag: `"${part.etag}"`,
      ...checksumMember(part.checksum),
    });
  } finally {
    await file.close();
  }
}

export async function abortMultipartUpload(call: S3Call): Promise<void> {
  const { id } = await findUpload(call);
  await call.uploads.remove(call.bucket, id);
  sendEmpty(call, 204);
}

/** @throws AwsError NoSuchUpload, also for an upload of another key. */
export async function findUpload({ uploads, objects, bucket, key, request }: S3Call): Promise<MultipartUpload> {
  if (objects.bucket(bucket) === undefined) throw noSuchBucket(bucket);
  const id = request.query.get('uploadId') ?? '';
  const upload = await uploads.find(bucket, id);
  if (upload?.key !== key) throw noSuchUpload(id);
  return upload;
}

async function keepPart(
  call: S3Call,
  upload: MultipartUpload,
  content: AsyncIterable<Uint8Array>,
  verified: () => ObjectChecksum | undefined,
): Promise<UploadedPart> {
  const number = partNumber(call);
  const passing = new Checksummed(content, upload.checksumAlgorithm);
  const staged = await call.objects.stage(call.bucket, passing.content());
  try {
    const value = passing.value();
    const algorithm = upload.checksumAlgorithm;
    const announced = verified();
    if (algorithm !== undefined && announced !== undefined && announced.algorithm !== algorithm) {
      throw new AwsError(
        'InvalidRequest',
        `Checksum Type mismatch occurred, expected checksum Type: ${algorithm.toLowerCase()}, actual checksum Type: ${announced.algorithm.toLowerCase()}`,
      );
    }
    const computed: ObjectChecksum | undefined =
      algorithm === undefined || value === undefined ? announced : { algorithm, value, type: 'FULL_OBJECT' };
    return await call.uploads.putPart(call.bucket, upload.id, number, staged, computed);
  } finally {
    await rm(staged.path, { force: true });
  }
}

function partNumber({ request }: S3Call): number {
  const text = request.query.get('partNumber') ?? '';
  const number = Number(text);
  if (/^\d{1,5}$/.test(text) && number >= 1 && number <= 10_000) return number;
  throw new AwsError('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive', 400, {
    ArgumentName: 'partNumber',
    ArgumentValue: text,
  });
}

/** A part's checksum is always of the whole part; S3 does not say so in a header. */
function partChecksumHeaders(checksum: ObjectChecksum | undefined): Record<string, string> {
  const headers = checksumHeaders(checksum);
  delete headers['x-amz-checksum-type'];
  return headers;
}

/** "Checking object integrity": SHA checksums can only be composed, CRC64NVME only be of the full object. */
function typeOf({ request }: S3Call, algorithm: string): 'FULL_OBJECT' | 'COMPOSITE' {
  const wanted = request.headers['x-amz-checksum-type']?.toUpperCase();
  const type = wanted ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  const isPossible =
    type === 'FULL_OBJECT' ? algorithm.startsWith('CRC') : type === 'COMPOSITE' && algorithm !== 'CRC64NVME';
  if (isPossible) return type === 'FULL_OBJECT' ? 'FULL_OBJECT' : 'COMPOSITE';
  throw new AwsError(
    'InvalidRequest',
    `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
  );
}
