import { AwsError } from '../../server/awsError.ts';
import { checksumHeaderPrefix } from '../../server/body/checksums.ts';
import type { ObjectChecksum, ObjectDetails, ObjectInfo } from '../../store/objectRecord.ts';
import { notImplemented } from './s3Errors.ts';

type Headers = Readonly<Record<string, string | undefined>>;

const keptHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
] as const;
const encryption = 'x-amz-server-side-encryption';
/**
 * Encryption at rest is the disk's matter here: what is asked for is remembered with the object, and nothing more. The SageMaker Python SDK
 * asks for aws:kms with every script, and names `output_kms_key` with it.
 */
const encryptionHeaders = [
  encryption,
  `${encryption}-aws-kms-key-id`,
  `${encryption}-context`,
  `${encryption}-bucket-key-enabled`,
] as const;
const metadataPrefix = 'x-amz-meta-';
const largestMetadata = 2048;

/** Headers that would change what is stored, and do not here. */
const refusedHeaders: Readonly<Record<string, RegExp>> = {
  'x-amz-tagging': /./,
  'x-amz-acl': /^(?!private$|bucket-owner-full-control$)/,
  [encryption]: /^(?!(AES256|aws:kms|aws:kms:dsse)$)/,
  'x-amz-server-side-encryption-customer-algorithm': /./,
  'x-amz-website-redirect-location': /./,
  'x-amz-object-lock-mode': /./,
  'x-amz-object-lock-legal-hold': /./,
  'x-amz-write-offset-bytes': /./,
};

/**
 * What a write says about its object.
 * @throws AwsError NotImplemented, naming the header, for what would silently be left out.
 */
export function readDetails(headers: Headers): ObjectDetails {
  for (const [name, refused] of Object.entries(refusedHeaders)) {
    const value = headers[name];
    if (value !== undefined && refused.test(value)) throw notImplemented(`the header ${name}: ${value}`);
  }
  const kept: Record<string, string> = readEncryption(headers);
  for (const name of keptHeaders) {
    const value = name === 'content-encoding' ? withoutFraming(headers[name]) : headers[name];
    if (value) kept[name] = value;
  }
  const metadata = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    name.startsWith(metadataPrefix) && value !== undefined ? [[name.slice(metadataPrefix.length), value]] : [],
  );
  const size = metadata.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (size > largestMetadata) {
    throw new AwsError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', 400, {
      Size: size,
      MaxSizeAllowed: largestMetadata,
    });
  }
  const contentType = headers['content-type'] || 'binary/octet-stream';
  return { contentType, headers: kept, userMetadata: Object.fromEntries(metadata) };
}

/**
 * The encryption that a write asks for, as an answer to it repeats it.
 * @throws AwsError InvalidArgument for members of SSE-KMS without it.
 */
function readEncryption(headers: Headers): Record<string, string> {
  const asked = encryptionHeaders.flatMap((name): [string, string][] => {
    const value = headers[name];
    return value ? [[name, value]] : [];
  });
  const alone = asked.find(([name]) => name.endsWith('-aws-kms-key-id') || name.endsWith('-context'));
  if (alone !== undefined && headers[encryption]?.startsWith('aws:kms') !== true)
    throw new AwsError(
      'InvalidArgument',
      `Server Side Encryption with AWS KMS managed key requires HTTP header ${encryption} : aws:kms`,
      400,
      { ArgumentName: alone[0], ArgumentValue: alone[1] },
    );
  return Object.fromEntries(asked);
}

/** What an object's details say of its encryption. */
export function encryptionOf({ headers }: Pick<ObjectDetails, 'headers'>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith(encryption)));
}

/** A copy is encrypted as it is asked to be, not as its source was. */
export function reencrypted(source: ObjectDetails, asked: ObjectDetails): ObjectDetails['headers'] {
  const others = Object.entries(source.headers).filter(([name]) => !name.startsWith(encryption));
  return { ...Object.fromEntries(others), ...encryptionOf(asked) };
}

/** The headers that describe an object to a reader, its length aside. */
export function describeObject(info: ObjectInfo): Record<string, string> {
  const metadata = Object.entries(info.userMetadata).map(([name, value]) => [metadataPrefix + name, value]);
  return {
    'Last-Modified': new Date(info.lastModified).toUTCString(),
    ETag: `"${info.etag}"`,
    'Accept-Ranges': 'bytes',
    'Content-Type': info.contentType,
    ...info.headers,
    ...(Object.fromEntries(metadata) as Record<string, string>),
  };
}

export function checksumHeaders(checksum: ObjectChecksum | undefined): Record<string, string> {
  if (checksum === undefined) return {};
  return {
    [checksumHeaderPrefix + checksum.algorithm.toLowerCase()]: checksum.value,
    'x-amz-checksum-type': checksum.type,
  };
}

/** The checksum as a member of an XML answer, e.g. `ChecksumCRC32`. */
export function checksumMember(checksum: ObjectChecksum | undefined): Record<string, string> {
  return checksum === undefined ? {} : { [`Checksum${checksum.algorithm}`]: checksum.value };
}

/** `aws-chunked` is how the body was sent, not how the object is encoded. */
function withoutFraming(encoding: string | undefined): string {
  return (encoding ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'aws-chunked')
    .join(', ');
}
