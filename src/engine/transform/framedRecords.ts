import { crc32Of } from '../server/body/crc.ts';
import { RecordError } from './fileFailure.ts';
import { RecordTooLargeError } from './recordTooLarge.ts';

/** One frame of a binary record format. */
interface Frame {
  /** Bytes after the header: the content and what follows it. */
  readonly rest: number;
  /** Bytes of the content, which stands behind the header. */
  readonly content: number;
  /** A record may lie in several frames. */
  readonly begins: boolean;
  readonly ends: boolean;
  /** Whether what follows the header is as it was written; formats without a checksum have none. */
  readonly isWhole?: (rest: Buffer) => boolean;
}

interface Framing {
  readonly name: string;
  readonly headerSize: number;
  /** @returns Undefined where no frame begins. */
  readonly frame: (header: Buffer) => Frame | undefined;
  /** Stands between the contents of a record's frames. */
  readonly joint: Buffer;
}

const magic = 0xced7230a;

/** MXNet's (dmlc-core, include/dmlc/recordio.h): frames that end at multiples of four; a content that has the magic number is cut there. */
export const recordIo: Framing = {
  name: 'RecordIO',
  headerSize: 8,
  frame(header) {
    if (header.readUInt32LE(0) !== magic) return undefined;
    const word = header.readUInt32LE(4);
    const content = word & 0x1fffffff;
    const part = word >>> 29; // 0 whole, 1 first, 2 between, 3 last
    return { content, rest: 4 * Math.ceil(content / 4), begins: part < 2, ends: part === 0 || part === 3 };
  },
  joint: Buffer.from([0x0a, 0x23, 0xd7, 0xce]),
};

/** TensorFlow's (tensorflow/core/lib/io/record_writer.h): the length and its masked CRC32C, then the content and its own. */
export const tfRecord: Framing = {
  name: 'TFRecord',
  headerSize: 12,
  frame(header) {
    if (maskedCrc(header.subarray(0, 8)) !== header.readUInt32LE(8)) return undefined;
    const content = Number(header.readBigUInt64LE(0));
    const isWhole = (rest: Buffer): boolean => maskedCrc(rest.subarray(0, content)) === rest.readUInt32LE(content);
    return { content, rest: content + 4, begins: true, ends: true, isWhole };
  },
  joint: Buffer.alloc(0),
};

/** A CRC32C as TFRecord stores it (tensorflow/core/lib/hash/crc32c.h, Mask). */
function maskedCrc(bytes: Buffer): number {
  const checksum = crc32Of(0x82f63b78);
  checksum.update(bytes);
  const crc = checksum.digest().readUInt32BE();
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/**
 * The records of a binary file.
 * @param isBare - Whether only a record's content is wanted; otherwise it comes with its frames, byte by byte.
 * @param largest - In bytes.
 * @throws RecordError where the file breaks off or holds something else; RecordTooLargeError before a record fills the memory.
 */
export async function* framedRecords(
  content: AsyncIterable<Uint8Array>,
  framing: Framing,
  { isBare, largest }: { readonly isBare: boolean; readonly largest: number },
): AsyncGenerator<Buffer> {
  const source = new ByteSource(content);
  let parts: Buffer[] = [];
  let size = 0;
  for (;;) {
    const at = source.position;
    const header = await source.take(framing.headerSize);
    if (header.length === 0 && parts.length === 0) return;
    const frame = header.length < framing.headerSize ? undefined : framing.frame(header);
    if (frame === undefined || frame.begins !== (parts.length === 0))
      throw new RecordError(`The file has no ${framing.name} record at byte ${at}, as its SplitType says`);
    size += isBare ? frame.content : framing.headerSize + frame.rest;
    if (size > largest) throw new RecordTooLargeError('A record', largest);
    const rest = await source.take(frame.rest);
    const least = frame.isWhole === undefined ? frame.content : frame.rest; // without its last padding a record is whole
    if (rest.length < least)
      throw new RecordError(`The file ends in the middle of a ${framing.name} record, at byte ${source.position}`);
    if (frame.isWhole?.(rest) === false)
      throw new RecordError(
        `The ${framing.name} record at byte ${at} is damaged: its content does not have its checksum`,
      );
    if (!isBare) parts.push(header, rest);
    else parts.push(...(parts.length === 0 ? [] : [framing.joint]), rest.subarray(0, frame.content));
    if (!frame.ends) continue;
    yield Buffer.concat(parts);
    [parts, size] = [[], 0];
  }
}

/** Hands out bytes that come in pieces. */
class ByteSource {
  /** How many were handed out. */
  position = 0;
  private readonly pieces: AsyncIterator<Uint8Array>;
  private held: Buffer = Buffer.alloc(0);

  constructor(content: AsyncIterable<Uint8Array>) {
    this.pieces = content[Symbol.asyncIterator]();
  }

  /** As many bytes as asked for, or what is left. */
  async take(count: number): Promise<Buffer> {
    const pieces = [this.held];
    for (let size = this.held.length; size < count;) {
      const next = await this.pieces.next();
      if (next.done === true) break;
      const { buffer, byteOffset, byteLength } = next.value;
      pieces.push(Buffer.from(buffer, byteOffset, byteLength));
      size += byteLength;
    }
    const all = pieces.length === 1 ? this.held : Buffer.concat(pieces);
    this.held = all.subarray(count);
    const taken = all.subarray(0, count);
    this.position += taken.length;
    return taken;
  }
}
