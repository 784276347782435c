import { createHash } from 'node:crypto';

/** A request as it stands on the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, still encoded. */
  readonly url: string;
  /** Every value of every header, by lower-case name. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
}

export interface CanonicalOptions {
  /** S3 encodes the path once and leaves it as it is; all others encode it twice and normalise it. */
  readonly isS3: boolean;
  readonly signedHeaders: readonly string[];
  readonly payloadHash: string;
}

/**
 * SigV4's canonical request ("Create a signed AWS API request", steps 1 and 2).
 * @throws URIError for a path or query that is not UTF-8 in percent encoding.
 */
export function canonicalRequest(request: WireRequest, options: CanonicalOptions): string {
  const [path, query] = splitUrl(request.url);
  return [
    request.method,
    options.isS3 ? encodePath(decodeURIComponent(path)) : encodePath(normalisePath(path)),
    canonicalQuery(query),
    ...options.signedHeaders.map((name) => `${name}:${canonicalValue(request.headers[name])}`),
    '',
    options.signedHeaders.join(';'),
    options.payloadHash,
  ].join('\n');
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Path and query of a request's target. */
export function splitUrl(url: string): [path: string, query: string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

/** Names and values of a query, decoded; a value without `=` is empty. */
export function parseQuery(query: string): [name: string, value: string][] {
  const pairs = query.split('&').filter((pair) => pair !== '');
  return pairs.map((pair) => {
    const equals = pair.indexOf('=');
    const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    return [decodePlus(name), decodePlus(value)];
  });
}

/** Percent-encodes all but the unreserved characters, as AWS does. */
export function encodeComponent(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function canonicalQuery(query: string): string {
  return parseQuery(query)
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]): [string, string] => [encodeComponent(name), encodeComponent(value)])
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function canonicalValue(values: readonly string[] | undefined): string {
  return (values ?? []).map((value) => value.trim().replace(/ +/g, ' ')).join(',');
}

function encodePath(path: string): string {
  return path.split('/').map(encodeComponent).join('/');
}

function normalisePath(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  const trailing = kept.length > 0 && /\/\.{0,2}$/.test(path) ? '/' : '';
  return `/${kept.join('/')}${trailing}`;
}

function decodePlus(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
