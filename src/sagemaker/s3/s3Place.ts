/** A bucket (`key` empty), a prefix or an object. A prefix need not end in `/`; which of the last two it is, the key does not tell. */
export interface S3Place {
  readonly bucket: string;
  readonly key: string;
}

/** As the AWS CLI writes it: nothing is escaped. */
export function s3Uri({ bucket, key }: S3Place): string {
  return `s3://${bucket}/${key}`;
}

/**
 * Reads `s3://bucket/key`, an ARN (`arn:aws:s3:::bucket/key`) or a URL of S3.
 * @returns Undefined for what is none of them.
 */
export function readS3Place(text: string): S3Place | undefined {
  const plain = /^(?:s3:\/\/|arn:[\w-]+:s3:::)([^/]+)\/?(.*)$/s.exec(text);
  if (plain !== null) return placeOf(plain[1], plain[2]);
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, pathname } = new URL(text);
  if (!/^https?:$/.test(protocol)) return undefined;
  const path = decoded(pathname.slice(1));
  // Virtual-hosted and path style (S3 user guide, "Virtual hosting of general purpose buckets").
  const [, bucket] = /^(.+)\.s3[.-][\w.-]*amazonaws\.com(?:\.cn)?$/.exec(hostname) ?? [];
  if (bucket !== undefined) return placeOf(bucket, path);
  if (!/^s3[.-][\w.-]*amazonaws\.com(?:\.cn)?$/.test(hostname)) return undefined;
  const [, first, rest] = /^([^/]*)\/?(.*)$/s.exec(path) ?? [];
  return placeOf(first, rest);
}

/** The prefix that a key stands in, up to its last `/`; of `a/b/` that is `a/`. */
export function folderOf(key: string): string {
  return key.slice(0, key.slice(0, -1).lastIndexOf('/') + 1);
}

/** The last part of a key, without the `/` of a prefix. Empty for a prefix between two slashes. */
export function baseName(key: string): string {
  return key.slice(folderOf(key).length).replace(/\/$/, '');
}

/** C1 controls, breaks of lines, signs without width but the joiners that scripts need, and those that set or turn direction (Unicode, UAX #9). */
const unseen = /[\u0080-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A part of a key as one line that can be seen: control signs as their pictures, spaces at the ends as open boxes, what is invisible or turns the text around as its code. */
export function visibleName(name: string): string {
  if (name === '') return '(empty name)';
  return name
    .replaceAll(/[\u0000-\u001f]/g, (sign) => String.fromCharCode(0x2400 + sign.charCodeAt(0)))
    .replaceAll('\u007f', '\u2421')
    .replaceAll(unseen, (sign) => `[U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`)
    .replaceAll(/^ +| +$/g, (spaces) => '\u2423'.repeat(spaces.length));
}

function placeOf(bucket: string | undefined, key = ''): S3Place | undefined {
  return bucket === undefined || bucket === '' ? undefined : { bucket, key };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // somebody wrote a bare % into it
  }
}
