import { UserError } from '../../shared/errors.ts';

/** S3's own limit (user guide, "Naming Amazon S3 objects"). */
export const longestKey = 1024;

/** Raised before anything is written under a key that S3 has no room for. */
export class KeyTooLongError extends UserError {
  /** In bytes of UTF-8. */
  readonly size: number;

  constructor(bucket: string, key: string) {
    const size = Buffer.byteLength(key);
    super(
      `The key s3://${bucket}/${key.slice(0, 100)}… has ${size} bytes and S3 takes at most ${longestKey}: shorten the prefix, or the names of folders and files.`,
    );
    this.size = size;
  }
}

/** @throws KeyTooLongError */
export function checkKeyLength(bucket: string, key: string): void {
  if (Buffer.byteLength(key) > longestKey) throw new KeyTooLongError(bucket, key);
}
