/** What a client says about an object when it writes it. */
export interface ObjectDetails {
  readonly contentType: string;
  /** Standard headers kept with the object, by lower-case name: cache-control, content-encoding, … */
  readonly headers: Readonly<Record<string, string>>;
  /** `x-amz-meta-…` without the prefix. */
  readonly userMetadata: Readonly<Record<string, string>>;
  readonly checksum?: ObjectChecksum;
}

/** A checksum that was verified against the content. */
export interface ObjectChecksum {
  /** E.g. `CRC32`. */
  readonly algorithm: string;
  /** Base64, with `-<parts>` when composed of the parts' checksums. */
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** An object as the store knows it. */
export interface ObjectInfo extends ObjectDetails {
  readonly key: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** Epoch milliseconds. */
  readonly lastModified: number;
  /** The sizes of the parts of a multipart upload. */
  readonly partSizes?: readonly number[];
}

/** The record beside an object's file; `size` and `modified` tell whether it describes the file that is there. */
export interface ObjectRecord extends ObjectInfo {
  readonly md5: string;
  /** Nanoseconds since the epoch. */
  readonly modified: string;
}

export const plainDetails: ObjectDetails = { contentType: 'binary/octet-stream', headers: {}, userMetadata: {} };
