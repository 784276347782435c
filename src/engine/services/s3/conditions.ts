import { AwsError } from '../../server/awsError.ts';
import type { ObjectInfo } from '../../store/objectRecord.ts';
import type { WriteCheck } from '../../store/objectStore.ts';
import { noSuchKey, notImplemented, preconditionFailed } from './s3Errors.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * The conditions of a read, in the precedence of RFC 9110.
 * @param prefix - `x-amz-copy-source-` for the source of a copy.
 * @returns False when the client has this version already (304).
 * @throws AwsError PreconditionFailed.
 */
export function checkReadConditions(headers: Headers, info: ObjectInfo, prefix = ''): boolean {
  const match = headers[`${prefix}if-match`];
  const noneMatch = headers[`${prefix}if-none-match`];
  const unmodifiedSince = parseDate(headers[`${prefix}if-unmodified-since`]);
  const modifiedSince = parseDate(headers[`${prefix}if-modified-since`]);
  const modified = Math.floor(info.lastModified / 1000) * 1000; // HTTP dates have no fractions
  if (match !== undefined) {
    if (!matchesTag(match, info.etag)) throw preconditionFailed('If-Match');
  } else if (unmodifiedSince !== undefined && modified > unmodifiedSince) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (noneMatch !== undefined) return !matchesTag(noneMatch, info.etag);
  return modifiedSince === undefined || modified > modifiedSince;
}

/** The conditions of a write, or undefined when there are none. */
export function writeConditions(headers: Headers, key: string): WriteCheck | undefined {
  const match = headers['if-match'];
  const noneMatch = headers['if-none-match'];
  if (match === undefined && noneMatch === undefined) return undefined;
  if (noneMatch !== undefined && noneMatch !== '*') throw notImplemented('If-None-Match other than * on a write');
  return (current) => {
    if (noneMatch !== undefined && current !== undefined) throw preconditionFailed('If-None-Match');
    if (match === undefined) return;
    if (current === undefined) throw noSuchKey(key);
    if (!matchesTag(match, current.etag)) throw preconditionFailed('If-Match');
  };
}

function matchesTag(header: string, etag: string): boolean {
  return header.split(',').some((tag) => {
    const text = tag.trim().replace(/^W\//, '');
    return text === '*' || text.replace(/^"(.*)"$/, '$1') === etag;
  });
}

function parseDate(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : time;
}

/**
 * `bytes=from-to` as a half-open range of an object.
 * @returns Undefined when there is no range, or one that HTTP says to ignore.
 * @throws AwsError InvalidRange when the object does not reach that far.
 */
export function parseRange(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return undefined;
  const [, from = '', to = ''] = match;
  if (from !== '' && to !== '' && Number(from) > Number(to)) return undefined;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size : Math.min(size, Number(to) + 1);
  if (start < end) return { start, end };
  throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416, {
    RangeRequested: header ?? '',
    ActualObjectSize: size,
  });
}
