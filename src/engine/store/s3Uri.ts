/** An endpoint of S3: global, of a region, with a hyphen as the oldest regions have it, or dual-stack. */
const endpoint = String.raw`s3(?:[.-](?:dualstack\.)?[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?`;
const pathStyle = new RegExp(`^https://${endpoint}/([^/]+)/?(.*)$`, 's');
const hostStyle = new RegExp(`^https://([^/]+?)\\.${endpoint}(?:/(.*))?$`, 's');

/** Splits `s3://bucket/key`, or an https URL of S3, whose key is percent-encoded. The key may be empty; without a bucket it is neither. */
export function parseS3Uri(uri: string): { bucket: string; key: string } {
  const match = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri);
  if (match !== null) return { bucket: match[1] ?? '', key: match[2] ?? '' };
  const url = pathStyle.exec(uri) ?? hostStyle.exec(uri);
  return { bucket: url?.[1] ?? '', key: decoded(url?.[2] ?? '') };
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch (error) {
    if (error instanceof URIError) return key; // it is not encoded
    throw error;
  }
}

/** Joins parts of a key with single slashes; trailing slashes of a prefix do not double. */
export function joinKey(prefix: string, ...parts: string[]): string {
  return [prefix.replace(/\/+$/, ''), ...parts].filter((part) => part !== '').join('/');
}
