import { compareUtf8 } from '../../store/keyTree.ts';
import { findUpload } from './multipart.ts';
import { checksumMember } from './objectHeaders.ts';
import { isoTime, sendXml, wholeNumber, type S3Call } from './s3Call.ts';
import { notImplemented } from './s3Errors.ts';

export async function listParts(call: S3Call): Promise<void> {
  const upload = await findUpload(call);
  const marker = wholeNumber(call, 'part-number-marker', 0, 10_000);
  const limit = wholeNumber(call, 'max-parts', 1000, 1000);
  const rest = (await call.uploads.parts(call.bucket, upload.id)).filter(({ number }) => number > marker);
  const page = rest.slice(0, limit);
  sendXml(call, 'ListPartsResult', {
    Bucket: call.bucket,
    Key: call.key,
    UploadId: upload.id,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.number ?? 0,
    MaxParts: limit,
    IsTruncated: page.length < rest.length,
    ChecksumAlgorithm: upload.checksumAlgorithm,
    ChecksumType: upload.checksumType,
    StorageClass: 'STANDARD',
    Part: page.map(({ number, lastModified, etag, size, checksum }) => ({
      PartNumber: number,
      LastModified: isoTime(lastModified),
      ETag: `"${etag}"`,
      Size: size,
      ...checksumMember(checksum),
    })),
  });
}

export async function listMultipartUploads(call: S3Call): Promise<void> {
  const { query } = call.request;
  if (query.get('delimiter')) throw notImplemented('a delimiter in ListMultipartUploads');
  const prefix = query.get('prefix') ?? '';
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = query.get('upload-id-marker') ?? '';
  const limit = wholeNumber(call, 'max-uploads', 1000, 1000);
  const all = await call.uploads.list(call.bucket);
  const passed = all.findIndex(({ key, id }) => key === keyMarker && id === idMarker);
  const rest = (passed >= 0 ? all.slice(passed + 1) : all.filter(({ key }) => compareUtf8(key, keyMarker) > 0)).filter(
    ({ key }) => key.startsWith(prefix),
  );
  const page = rest.slice(0, limit);
  const last = page.length < rest.length ? page.at(-1) : undefined;
  sendXml(call, 'ListMultipartUploadsResult', {
    Bucket: call.bucket,
    KeyMarker: keyMarker,
    UploadIdMarker: idMarker,
    NextKeyMarker: last?.key,
    NextUploadIdMarker: last?.id,
    Prefix: prefix,
    MaxUploads: limit,
    IsTruncated: last !== undefined,
    Upload: page.map(({ id, key, initiated, checksumAlgorithm, checksumType }) => ({
      UploadId: id,
      Key: key,
      StorageClass: 'STANDARD',
      Initiated: isoTime(initiated),
      ChecksumAlgorithm: checksumAlgorithm,
      ChecksumType: checksumType,
    })),
  });
}
