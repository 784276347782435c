import { AwsError } from '../../server/awsError.ts';
import { isChecksumAlgorithm } from '../../server/body/checksums.ts';
import type { OpenObject } from '../../store/bucketFolder.ts';
import type { ObjectDetails } from '../../store/objectRecord.ts';
import { Checksummed } from './checksummed.ts';
import { checkReadConditions, writeConditions } from './conditions.ts';
import { checksumMember, encryptionOf, readDetails, reencrypted } from './objectHeaders.ts';
import { isoTime, sendXml, type S3Call } from './s3Call.ts';
import { noSuchKey, notImplemented, preconditionFailed } from './s3Errors.ts';

export async function copyObject(call: S3Call): Promise<void> {
  const { objects, bucket, key, request } = call;
  const isReplaced = request.headers['x-amz-metadata-directive'] === 'REPLACE';
  const { info, file } = await openSource(call);
  try {
    const source = copySource(call);
    if (source.bucket === bucket && source.key === key && !isReplaced) {
      throw new AwsError(
        'InvalidRequest',
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      );
    }
    const said = readDetails(request.headers);
    const { contentType, headers, userMetadata } = isReplaced ? said : { ...info, headers: reencrypted(info, said) };
    const algorithm = request.headers['x-amz-checksum-algorithm'] ?? info.checksum?.algorithm;
    if (algorithm !== undefined && !isChecksumAlgorithm(algorithm)) throw notImplemented(`the checksum ${algorithm}`);
    const copied = new Checksummed(file.createReadStream({ autoClose: false }), algorithm);
    const details = (): ObjectDetails => {
      const value = copied.value();
      const checksum = algorithm === undefined || value === undefined ? undefined : { algorithm, value };
      return {
        contentType,
        headers,
        userMetadata,
        ...(checksum && { checksum: { ...checksum, type: 'FULL_OBJECT' } }),
      };
    };
    const written = await objects.put(bucket, key, copied.content(), details, writeConditions(request.headers, key));
    const result = {
      LastModified: isoTime(written.lastModified),
      ETag: `"${written.etag}"`,
      ...checksumMember(written.checksum),
    };
    sendXml(call, 'CopyObjectResult', result, encryptionOf(written));
  } finally {
    await file.close();
  }
}

/** Opens what `x-amz-copy-source` names, its conditions checked. The caller closes the file. */
export async function openSource(call: S3Call): Promise<OpenObject> {
  const source = copySource(call);
  const opened = await call.objects.open(source.bucket, source.key);
  if (opened === undefined) throw noSuchKey(source.key);
  try {
    if (!checkReadConditions(call.request.headers, opened.info, 'x-amz-copy-source-')) {
      throw preconditionFailed('x-amz-copy-source-If-None-Match');
    }
    return opened;
  } catch (error) {
    await opened.file.close();
    throw error;
  }
}

function copySource({ request }: S3Call): { bucket: string; key: string } {
  const header = request.headers['x-amz-copy-source'] ?? '';
  const [path = '', version] = header.split('?versionId=');
  if (version !== undefined && version !== 'null') throw notImplemented('versions of objects');
  const match = /^\/?([^/]+)\/(.+)$/s.exec(decodeURIComponent(path));
  if (match === null) {
    throw new AwsError('InvalidArgument', 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey');
  }
  return { bucket: match[1] ?? '', key: match[2] ?? '' };
}
