/** Begins every record (dmlc-core, include/dmlc/recordio.h); numbers are little-endian. */
const magic = 0xced7230a;

/** The length has 29 bits; the other three say that a record is whole (0) or a part of one. */
const longestRecord = 2 ** 29 - 1;

const alignment = 4;

/**
 * What stands before and after the content of a whole record. The content may hold the magic number itself: a reader goes by
 * the length, and only one that starts in the middle of a file needs it cut there.
 * @returns Undefined when the content is too long for a record.
 */
export function recordFrame(length: number): { readonly header: Uint8Array; readonly padding: Uint8Array } | undefined {
  if (length > longestRecord) return undefined;
  const header = Buffer.alloc(8);
  header.writeUInt32LE(magic, 0);
  header.writeUInt32LE(length, 4);
  return { header, padding: new Uint8Array((alignment - (length % alignment)) % alignment) };
}
