import { AwsError } from '../../server/awsError.ts';
import { readBody } from '../../server/body/readBody.ts';
import type { ServiceHandler, SignedRequest } from '../../server/serviceHandler.ts';
import { longestKey } from '../../store/keyLength.ts';
import { MultipartUploads } from '../../store/multipartUploads.ts';
import type { ObjectStore } from '../../store/objectStore.ts';
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets.ts';
import { completeMultipartUpload } from './completeMultipartUpload.ts';
import { copyObject } from './copyObject.ts';
import { deleteObject, deleteObjects } from './deleteObjects.ts';
import { getObject } from './getObject.ts';
import { listObjectsV1, listObjectsV2 } from './listObjects.ts';
import { abortMultipartUpload, createMultipartUpload, uploadPart, uploadPartCopy } from './multipart.ts';
import { listMultipartUploads, listParts } from './multipartListing.ts';
import { putObject } from './putObject.ts';
import type { S3Operation, S3Parts } from './s3Call.ts';
import { inS3Words, keyTooLong, notImplemented } from './s3Errors.ts';

const largestNeedless = 64 * 1024;

/** S3, addressed path-style: what training and deploying need of it; anything else is refused by its name. */
export function createS3Handler(
  objects: ObjectStore,
  options: { readonly region: string; readonly accountId: string },
): ServiceHandler {
  const parts: S3Parts = { objects, uploads: new MultipartUploads(objects), ...options };
  return {
    protocol: 's3',
    async handle(request, response) {
      const { bucket, key } = splitPath(request.path);
      checkRequest(request, key, options.accountId);
      try {
        await readNeedless(request);
        await operationFor(request, bucket, key)({ ...parts, request, response, bucket, key });
      } catch (error) {
        throw inS3Words(error, key);
      }
    },
  };
}

/** Query parameters that select another operation; those that are implemented are matched before these are looked at. */
const subresources = new Set(
  (
    'accelerate acl analytics attributes cors encryption intelligent-tiering inventory legal-hold lifecycle logging ' +
    'metadataTable metrics notification object-lock ownershipControls policy policyStatus publicAccessBlock renameObject ' +
    'replication requestPayment restore retention select session tagging torrent versioning versions website'
  ).split(' '),
);

function operationFor(request: SignedRequest, bucket: string, key: string): S3Operation {
  const unknown = [...request.query.keys()].find((name) => subresources.has(name));
  if (unknown !== undefined) throw notImplemented(`the sub-resource '${unknown}'`);
  const version = request.query.get('versionId');
  if (version !== undefined && version !== 'null') throw notImplemented('versions of objects');
  const operation =
    bucket === '' ? accountOperation(request) : key === '' ? bucketOperation(request) : objectOperation(request);
  if (operation !== undefined) return operation;
  throw new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405, {
    Method: request.method,
  });
}

function accountOperation({ method }: SignedRequest): S3Operation | undefined {
  return method === 'GET' ? listBuckets : undefined;
}

function bucketOperation({ method, query }: SignedRequest): S3Operation | undefined {
  switch (method) {
    case 'GET':
      if (query.has('location')) return getBucketLocation;
      if (query.has('uploads')) return listMultipartUploads;
      return query.get('list-type') === '2' ? listObjectsV2 : listObjectsV1;
    case 'HEAD':
      return headBucket;
    case 'PUT':
      return createBucket;
    case 'DELETE':
      return deleteBucket;
    case 'POST':
      return query.has('delete') ? deleteObjects : undefined;
    default:
      return undefined;
  }
}

function objectOperation({ method, query, headers }: SignedRequest): S3Operation | undefined {
  const isCopy = headers['x-amz-copy-source'] !== undefined;
  switch (method) {
    case 'GET':
      return query.has('uploadId') ? listParts : getObject;
    case 'HEAD':
      return getObject;
    case 'PUT':
      if (query.has('uploadId')) return isCopy ? uploadPartCopy : uploadPart;
      return isCopy ? copyObject : putObject;
    case 'POST':
      if (query.has('uploads')) return createMultipartUpload;
      return query.has('uploadId') ? completeMultipartUpload : undefined;
    case 'DELETE':
      return query.has('uploadId') ? abortMultipartUpload : deleteObject;
    default:
      return undefined;
  }
}

/** @throws URIError for a path that is not UTF-8. */
function splitPath(path: string): { bucket: string; key: string } {
  const slash = path.indexOf('/', 1);
  if (slash < 0) return { bucket: decodeURIComponent(path.slice(1)), key: '' };
  return { bucket: decodeURIComponent(path.slice(1, slash)), key: decodeURIComponent(path.slice(slash + 1)) };
}

/** What GET, HEAD and DELETE have no use for has to be whole, and what was signed, all the same. */
async function readNeedless({ method, headers, body }: SignedRequest): Promise<void> {
  const hasBody = Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
  if (hasBody && ['GET', 'HEAD', 'DELETE'].includes(method)) await readBody(body.content(), largestNeedless);
}

function checkRequest({ headers }: SignedRequest, key: string, accountId: string): void {
  const size = Buffer.byteLength(key);
  if (size > longestKey) throw keyTooLong(size);
  for (const name of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner']) {
    if (headers[name] !== undefined && headers[name] !== accountId)
      throw new AwsError('AccessDenied', 'Access Denied', 403);
  }
}
