import { parseQuery, splitUrl, type WireRequest } from './canonicalRequest.ts';

/** What of a query is signed: sub-resources and headers of the answer (Amazon S3, RESTAuthentication; botocore 1.43, HmacV1Auth). */
const signed = new Set(
  (
    'accelerate acl analytics cors defaultObjectAcl delete inventory lifecycle location logging metrics notification object-lock ' +
    'partNumber policy replication requestPayment restore select select-type storageClass tagging torrent uploadId uploads ' +
    'versionId versioning versions website response-cache-control response-content-disposition response-content-encoding ' +
    'response-content-language response-content-type response-expires'
  ).split(' '),
);

/** What a presigned URL of signature version 2 says. */
export interface Version2Url {
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
  readonly signature: string;
  /** Epoch seconds. */
  readonly expires: number;
  readonly stringToSign: string;
}

/**
 * Reads a presigned URL of signature version 2, which the AWS CLI and boto3 make unless they are told otherwise.
 * @param query - The request's, which names an AWSAccessKeyId.
 * @returns `missing` where it does not name the rest.
 */
export function readVersion2(request: WireRequest, query: ReadonlyMap<string, string>): Version2Url | 'missing' {
  const [accessKeyId, signature, expires] = ['AWSAccessKeyId', 'Signature', 'Expires'].map((name) => query.get(name));
  if (!accessKeyId || !signature || !/^\d{1,12}$/.test(expires ?? '')) return 'missing';
  return {
    accessKeyId,
    sessionToken: headerOf(request, query, 'x-amz-security-token') || undefined,
    signature,
    expires: Number(expires),
    stringToSign: stringToSign(request, query),
  };
}

/** Amazon S3, RESTAuthentication: "Query string request authentication alternative". */
function stringToSign(request: WireRequest, query: ReadonlyMap<string, string>): string {
  const [path, text] = splitUrl(request.url);
  const resource = path.replace(/^\/[^/]+$/, '$&/'); // a bucket itself
  const header = (name: string): string => headerOf(request, query, name);
  const names = [...Object.keys(request.headers), ...query.keys()].filter((name) => name.startsWith('x-amz-'));
  const parts = parseQuery(text)
    .filter(([name]) => signed.has(name))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .sort();
  return [
    request.method,
    header('content-md5'),
    header('content-type'),
    query.get('Expires') ?? '',
    ...[...new Set(names)].sort().map((name) => `${name}:${header(name)}`),
    parts.length === 0 ? resource : `${resource}?${parts.join('&')}`,
  ].join('\n');
}

/** Who presigns puts the headers into the query; who sends may put them where they belong. */
function headerOf({ headers }: WireRequest, query: ReadonlyMap<string, string>, name: string): string {
  return headers[name]?.map((value) => value.trim()).join(',') ?? query.get(name) ?? '';
}
