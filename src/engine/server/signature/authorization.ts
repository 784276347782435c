import { parseQuery, splitUrl, type WireRequest } from './canonicalRequest.ts';
import type { CredentialScope } from './signer.ts';
import { readVersion2 } from './version2.ts';

/** What a request says about its own signature. */
export interface Authorization {
  readonly accessKeyId: string;
  /** What temporary credentials bring beside their key. */
  readonly sessionToken?: string;
  readonly scope: CredentialScope;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `YYYYMMDD'T'HHMMSS'Z'`. */
  readonly time: string;
  /** Seconds that a presigned URL is good for; undefined when the signature is in the header. */
  readonly expires?: number;
  /** What a presigned URL of signature version 2 signs. */
  readonly version2?: string;
}

/** `missing`: the request is not signed at all. `malformed`: what it says cannot be read. `version2`: signed so in its header. */
export type AuthorizationProblem = 'missing' | 'malformed' | 'version2';

/** Reads the `Authorization` header or the query of a presigned URL. */
export function readAuthorization(request: WireRequest): Authorization | AuthorizationProblem {
  const header = request.headers['authorization']?.[0];
  if (header?.startsWith('AWS ')) return 'version2';
  if (header !== undefined)
    return withToken(readHeader(header, timeHeader(request)), request.headers['x-amz-security-token']?.[0]);
  const query = new Map(parseQuery(splitUrl(request.url)[1]));
  if (query.has('AWSAccessKeyId')) return readPresignedBefore(request, query);
  return query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature') ? readPresigned(query) : 'missing';
}

/** Milliseconds since the epoch of `YYYYMMDD'T'HHMMSS'Z'`; NaN when it is not of that form. */
export function parseTime(time: string): number {
  return Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function readHeader(header: string, time: string): Authorization | AuthorizationProblem {
  const match = /^AWS4-HMAC-SHA256\s+(.*)$/s.exec(header);
  if (match === null) return 'malformed';
  const fields = new Map(
    (match[1] ?? '').split(',').map((field): [string, string] => {
      const equals = field.indexOf('=');
      return [field.slice(0, equals).trim(), field.slice(equals + 1).trim()];
    }),
  );
  return assemble(fields.get('Credential'), fields.get('SignedHeaders'), fields.get('Signature'), time);
}

function readPresigned(query: ReadonlyMap<string, string>): Authorization | AuthorizationProblem {
  const expires = query.get('X-Amz-Expires') ?? '';
  if (query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256' || !/^\d{1,6}$/.test(expires)) return 'malformed';
  const read = assemble(
    query.get('X-Amz-Credential'),
    query.get('X-Amz-SignedHeaders'),
    query.get('X-Amz-Signature'),
    query.get('X-Amz-Date') ?? '',
  );
  const signed = withToken(read, query.get('X-Amz-Security-Token'));
  return typeof signed === 'string' ? signed : { ...signed, expires: Number(expires) };
}

/** Of signature version 2, which has no scope; what its time is counted from is 1970. */
function readPresignedBefore(request: WireRequest, query: ReadonlyMap<string, string>): Authorization | 'missing' {
  const url = readVersion2(request, query);
  if (url === 'missing') return url;
  const { accessKeyId, sessionToken, signature, expires, stringToSign } = url;
  return {
    accessKeyId,
    ...(sessionToken !== undefined && { sessionToken }),
    scope: { date: '19700101', region: '', service: 's3' },
    signedHeaders: Object.keys(request.headers), // those that could change what it means
    signature,
    time: '19700101T000000Z',
    expires,
    version2: stringToSign,
  };
}

function withToken(
  read: Authorization | AuthorizationProblem,
  sessionToken: string | undefined,
): Authorization | AuthorizationProblem {
  return typeof read === 'string' || sessionToken === undefined ? read : { ...read, sessionToken };
}

function assemble(
  credential: string | undefined,
  signedHeaders: string | undefined,
  signature: string | undefined,
  time: string,
): Authorization | AuthorizationProblem {
  const scope = /^(.+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(credential ?? '');
  if (scope === null || !signedHeaders || !/^[0-9a-f]{64}$/.test(signature ?? '')) return 'malformed';
  const [, accessKeyId = '', date = '', region = '', service = ''] = scope;
  return {
    accessKeyId,
    scope: { date, region, service },
    signedHeaders: signedHeaders.split(';'),
    signature: signature ?? '',
    time,
  };
}

function timeHeader({ headers }: WireRequest): string {
  const amzDate = headers['x-amz-date']?.[0];
  if (amzDate !== undefined) return amzDate;
  const date = Date.parse(headers['date']?.[0] ?? '');
  return Number.isNaN(date) ? '' : new Date(date).toISOString().replace(/[-:]|\.\d{3}/g, '');
}
