/** Splits `s3://bucket/key`; the key may be empty. */
export function parseS3Uri(uri: string): { bucket: string; key: string } {
  const match = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri);
  return { bucket: match?.[1] ?? '', key: match?.[2] ?? '' };
}

/** Joins parts of a key with single slashes; trailing slashes of a prefix do not double. */
export function joinKey(prefix: string, ...parts: string[]): string {
  return [prefix.replace(/\/+$/, ''), ...parts].filter((part) => part !== '').join('/');
}
