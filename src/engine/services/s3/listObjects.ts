import { AwsError } from '../../server/awsError.ts';
import { encodeComponent } from '../../server/signature/canonicalRequest.ts';
import type { XmlValue } from '../../server/xml.ts';
import type { ObjectInfo } from '../../store/objectRecord.ts';
import type { ListEntry } from '../../store/objectStore.ts';
import { isoTime, sendXml, wholeNumber, type S3Call } from './s3Call.ts';

/** Sorts behind every key that starts with a prefix when put after it. */
const beyond = '\u{10FFFF}';

export async function listObjectsV2(call: S3Call): Promise<void> {
  const { query } = call.request;
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after');
  const listing = await list(call, token === undefined ? (startAfter ?? '') : decodeToken(token));
  const { encode, entries, last } = listing;
  const withOwner = query.get('fetch-owner') === 'true';
  sendXml(call, 'ListBucketResult', {
    ...listing.common,
    KeyCount: entries.length,
    ContinuationToken: token,
    NextContinuationToken: last === undefined ? undefined : Buffer.from(last).toString('base64url'),
    StartAfter: startAfter === undefined ? undefined : encode(startAfter),
    ...contents(call, entries, encode, withOwner),
  });
}

export async function listObjectsV1(call: S3Call): Promise<void> {
  const { query } = call.request;
  const marker = query.get('marker') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  // A page that ended with a common prefix gave that prefix as the marker.
  const isFolded = delimiter !== '' && marker.indexOf(delimiter, (query.get('prefix') ?? '').length) >= 0;
  const after = isFolded && marker.endsWith(delimiter) ? marker + beyond : marker;
  const { common, entries, encode, last } = await list(call, after);
  const hasNextMarker = last !== undefined && delimiter !== '';
  sendXml(call, 'ListBucketResult', {
    ...common,
    Marker: encode(marker),
    NextMarker: hasNextMarker ? encode(last.replace(beyond, '')) : undefined,
    ...contents(call, entries, encode, true),
  });
}

interface Listing {
  readonly common: Record<string, XmlValue>;
  readonly entries: readonly ListEntry[];
  readonly encode: (text: string) => string;
  /** Where the next page starts; undefined when this is the last. */
  readonly last: string | undefined;
}

async function list(call: S3Call, after: string): Promise<Listing> {
  const { query } = call.request;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const maxKeys = wholeNumber(call, 'max-keys', 1000, 1000);
  const encodingType = query.get('encoding-type');
  if (encodingType !== undefined && encodingType !== 'url') {
    throw new AwsError('InvalidArgument', 'Invalid Encoding Method specified in Request');
  }
  const encode = encodingType === undefined ? (text: string) => text : encodeKey;
  const { entries, last } = await collect(folded(call, prefix, delimiter, after), maxKeys);
  return {
    common: {
      Name: call.bucket,
      Prefix: encode(prefix),
      Delimiter: delimiter === '' ? undefined : encode(delimiter),
      MaxKeys: maxKeys,
      EncodingType: encodingType,
      IsTruncated: last !== undefined,
    },
    entries,
    encode,
    last,
  };
}

/** Objects and common prefixes. With the usual delimiter `/` whole folders are passed over unread. */
async function* folded(call: S3Call, prefix: string, delimiter: string, after: string): AsyncGenerator<ListEntry> {
  const isSlash = delimiter === '/';
  const fold = (folder: string): boolean => isSlash && folder.length > prefix.length;
  let previous: string | undefined;
  for await (const entry of call.objects.list(call.bucket, { prefix, after, fold })) {
    const end = 'object' in entry && delimiter !== '' ? entry.object.key.indexOf(delimiter, prefix.length) : -1;
    if ('prefix' in entry || end < 0) yield entry;
    else {
      const common = entry.object.key.slice(0, end + delimiter.length);
      if (common !== previous) yield { prefix: common };
      previous = common;
    }
  }
}

async function collect(found: AsyncGenerator<ListEntry>, limit: number): Promise<Pick<Listing, 'entries' | 'last'>> {
  const entries: ListEntry[] = [];
  for await (const entry of limit === 0 ? [] : found) {
    if (entries.length === limit) return { entries, last: placeOf(entries.at(-1)) };
    entries.push(entry);
  }
  return { entries, last: undefined };
}

function placeOf(entry: ListEntry | undefined): string | undefined {
  if (entry === undefined) return undefined;
  return 'object' in entry ? entry.object.key : entry.prefix + beyond;
}

function contents(
  call: S3Call,
  entries: readonly ListEntry[],
  encode: (text: string) => string,
  withOwner: boolean,
): Record<string, XmlValue> {
  const owner = withOwner ? { Owner: { ID: call.accountId } } : {};
  const describe = ({ key, lastModified, etag, size, checksum }: ObjectInfo): XmlValue => ({
    Key: encode(key),
    LastModified: isoTime(lastModified),
    ETag: `"${etag}"`,
    ChecksumAlgorithm: checksum?.algorithm,
    ChecksumType: checksum?.type,
    Size: size,
    ...owner,
    StorageClass: 'STANDARD',
  });
  return {
    Contents: entries.flatMap((entry) => ('object' in entry ? [describe(entry.object)] : [])),
    CommonPrefixes: entries.flatMap((entry) => ('prefix' in entry ? [{ Prefix: encode(entry.prefix) }] : [])),
  };
}

function encodeKey(text: string): string {
  return text.split('/').map(encodeComponent).join('/');
}

function decodeToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (Buffer.from(text).toString('base64url') === token && text !== '') return text;
  throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect');
}
