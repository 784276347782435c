import { AwsError } from '../../server/awsError.ts';
import { readBody } from '../../server/body/readBody.ts';
import { isoTime, sendEmpty, sendXml, wholeNumber, type S3Call } from './s3Call.ts';
import { noSuchBucket } from './s3Errors.ts';
import { childText, parseXml } from './xmlInput.ts';

export async function listBuckets(call: S3Call): Promise<void> {
  const { query } = call.request;
  const prefix = query.get('prefix') ?? '';
  const after = query.get('continuation-token') ?? '';
  const limit = wholeNumber(call, 'max-buckets', 10_000, 10_000);
  const found = call.objects.listBuckets().filter(({ name }) => name.startsWith(prefix) && name > after);
  const page = found.slice(0, limit);
  sendXml(call, 'ListAllMyBucketsResult', {
    Owner: { ID: call.accountId },
    Buckets: {
      Bucket: page.map(({ name, created, region }) => ({
        Name: name,
        CreationDate: isoTime(created),
        BucketRegion: region,
      })),
    },
    ContinuationToken: found.length > page.length ? page.at(-1)?.name : undefined,
    Prefix: query.get('prefix'),
  });
}

export async function createBucket(call: S3Call): Promise<void> {
  const { bucket, region, objects, request } = call;
  checkBucketName(bucket);
  const body = await readBody(request.body.content(), 64 * 1024);
  const wanted = body.length === 0 ? '' : childText(parseXml(body, 'CreateBucketConfiguration'), 'LocationConstraint');
  if (wanted && wanted !== region) {
    throw new AwsError(
      'IllegalLocationConstraintException',
      `The ${wanted} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  }
  // In us-east-1, and there only, making one's own bucket again is no error.
  if (!(await objects.createBucket(bucket, region)) && region !== 'us-east-1') {
    throw new AwsError(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      409,
      { BucketName: bucket },
    );
  }
  sendEmpty(call, 200, { Location: `/${bucket}` });
}

export async function headBucket(call: S3Call): Promise<void> {
  sendEmpty(call, 200, { 'x-amz-bucket-region': bucketOf(call).region });
}

export async function getBucketLocation(call: S3Call): Promise<void> {
  const { region } = bucketOf(call);
  sendXml(call, 'LocationConstraint', region === 'us-east-1' ? '' : region);
}

export async function deleteBucket(call: S3Call): Promise<void> {
  if (!(await call.objects.deleteBucket(call.bucket))) {
    throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409, {
      BucketName: call.bucket,
    });
  }
  sendEmpty(call, 204);
}

function bucketOf({ objects, bucket }: S3Call) {
  const found = objects.bucket(bucket);
  if (found === undefined) throw noSuchBucket(bucket);
  return found;
}

/** "Bucket naming rules" of the S3 user guide. */
function checkBucketName(name: string): void {
  const isLegal =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-)/.test(name) &&
    !/(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name);
  if (!isLegal)
    throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, { BucketName: name });
}
