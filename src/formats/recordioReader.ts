/** The features of one record. */
export interface RecordFeatures {
  readonly values: readonly number[];
  /** The column of each value; undefined where the row is dense. */
  readonly columns?: readonly number[];
  /** How many columns the row has. */
  readonly width: number;
}

/** What is wrong with a file, as the end of a sentence. */
export class MalformedRecordsError extends Error {
  override readonly name = 'MalformedRecordsError';
}

const magic = 0xced7230a;
const magicOctets = Buffer.from([0x0a, 0x23, 0xd7, 0xce]);
/** Of a frame: a whole record, its first part, its last; between the parts a magic number was taken out. */
const [whole, first, last] = [0, 1, 3];
/** Protobuf's wire types. */
const [varint, fixed64, octets, fixed32] = [0, 1, 2, 5];

/**
 * Reads a RecordIO-protobuf file: frames (dmlc-core, include/dmlc/recordio.h) around one `aialgs.data.Record` each (record.proto in the
 * SageMaker Python SDK); labels are passed over. Mirrors src/engine/python/recordio.py.
 * @throws MalformedRecordsError
 */
export function readRecords(data: Uint8Array): RecordFeatures[] {
  const records = [...frames(Buffer.from(data.buffer, data.byteOffset, data.length))];
  const rows = records.map(decodeRecord);
  const [head] = rows;
  if (head !== undefined && rows.every(({ columns }) => columns === undefined))
    rows.forEach(({ width }, at) => {
      if (width !== head.width)
        throw new MalformedRecordsError(`has ${width} features in record ${at + 1} and ${head.width} in the first`);
    });
  return rows;
}

function* frames(data: Buffer): Generator<Buffer> {
  let parts: Buffer[] = [];
  for (let position = 0; position < data.length;) {
    if (data.length - position < 8)
      throw new MalformedRecordsError(`ends in the middle of a record, at byte ${position}`);
    if (data.readUInt32LE(position) !== magic)
      throw new MalformedRecordsError(`has no RecordIO record at byte ${position}`);
    const word = data.readUInt32LE(position + 4);
    const [part, length, start] = [word >>> 29, word & 0x1fffffff, position + 8];
    if (start + length > data.length)
      throw new MalformedRecordsError(`ends in the middle of a record, at byte ${data.length}`);
    if ((part === whole || part === first) === parts.length > 0)
      throw new MalformedRecordsError(`has a record out of order at byte ${position}`);
    parts.push(data.subarray(start, start + length));
    if (part === whole || part === last) {
      yield Buffer.concat(parts.flatMap((one, at) => (at === 0 ? [one] : [magicOctets, one])));
      parts = [];
    }
    position = start + Math.ceil(length / 4) * 4;
  }
  if (parts.length > 0) throw new MalformedRecordsError('ends in the middle of a record of several parts');
}

/** Features are a map of which the key `values` counts. */
function decodeRecord(record: Buffer): RecordFeatures {
  let found: RecordFeatures = { values: [], width: 0 };
  for (const [number, content] of fields(record)) {
    if (number !== 1) continue;
    const entry = new Map(fields(octetsOf(content)));
    if (octetsOf(entry.get(1)).toString() === 'values') found = decodeValue(octetsOf(entry.get(2)));
  }
  return found;
}

function decodeValue(value: Buffer): RecordFeatures {
  for (const [number, content] of fields(value)) {
    const read = tensors[number];
    if (read !== undefined) return decodeTensor(octetsOf(content), read);
    if (number === 9) throw new MalformedRecordsError('holds bytes, such as images, instead of numbers');
  }
  return { values: [], width: 0 };
}

type ReadNumbers = (content: Buffer | bigint) => number[];

function decodeTensor(tensor: Buffer, read: ReadNumbers): RecordFeatures {
  const values: number[] = [];
  const columns: number[] = [];
  let length = 0;
  for (const [number, content] of fields(tensor)) {
    if (number === 1) for (const value of read(content)) values.push(value);
    if (number === 2) for (const key of integers(content)) columns.push(Number(key));
    if (number === 3) length = Number(integers(content).at(-1) ?? length);
  }
  if (columns.length === 0 && (values.length > 0 || length === 0)) return { values, width: values.length };
  if (columns.length !== values.length)
    throw new MalformedRecordsError(`has a record with ${values.length} values and ${columns.length} keys`);
  return { values, columns, width: columns.reduce((most, column) => Math.max(most, column + 1), length) };
}

/** Of the fields of a Value: float32, float64 and int32 tensors. */
const tensors: Readonly<Record<number, ReadNumbers>> = {
  2: (content) => packed(content, 4, (data, at) => data.readFloatLE(at)),
  3: (content) => packed(content, 8, (data, at) => data.readDoubleLE(at)),
  7: (content) => integers(content).map((value) => Number(BigInt.asIntN(32, value))),
};

function packed(content: Buffer | bigint, size: number, read: (data: Buffer, at: number) => number): number[] {
  const data = octetsOf(content);
  if (data.length % size !== 0) throw new MalformedRecordsError('has a record whose values are cut off');
  return Array.from({ length: data.length / size }, (_, at) => read(data, at * size));
}

/** Packed varints, or a single one that was decoded already. */
function integers(content: Buffer | bigint): bigint[] {
  if (typeof content === 'bigint') return [content];
  if ((content.at(-1) ?? 0) >= 0x80) throw new MalformedRecordsError('has a record whose numbers are cut off');
  const found: bigint[] = [];
  for (let at = 0; at < content.length;) {
    const [value, next] = readVarint(content, at);
    found.push(value);
    at = next;
  }
  return found;
}

/** The fields of a protobuf message. */
function* fields(message: Buffer): Generator<[number: number, content: Buffer | bigint]> {
  for (let at = 0; at < message.length;) {
    const [key, start] = readVarint(message, at);
    const [number, kind] = [Number(key >> 3n), Number(key & 7n)];
    if (kind === varint) {
      const [value, next] = readVarint(message, start);
      yield [number, value];
      at = next;
      continue;
    }
    if (kind !== octets && kind !== fixed64 && kind !== fixed32)
      throw new MalformedRecordsError('has a record that is no protobuf');
    const [length, from] = kind === octets ? readVarint(message, start) : [kind === fixed64 ? 8n : 4n, start];
    if (BigInt(from) + length > BigInt(message.length))
      throw new MalformedRecordsError('has a record that is cut off or no protobuf');
    at = from + Number(length);
    yield [number, message.subarray(from, at)];
  }
}

function readVarint(data: Buffer, start: number): [value: bigint, next: number] {
  let value = 0n;
  for (let at = start, shift = 0n; at < data.length && shift < 70n; at++, shift += 7n) {
    const octet = data[at] as number;
    value |= BigInt(octet & 0x7f) << shift;
    if (octet < 0x80) return [BigInt.asUintN(64, value), at + 1];
  }
  throw new MalformedRecordsError('has a record that is cut off or no protobuf');
}

/** @throws MalformedRecordsError for a number where octets belong. */
function octetsOf(content: Buffer | bigint | undefined = Buffer.alloc(0)): Buffer {
  if (typeof content === 'bigint') throw new MalformedRecordsError('has a record that is no protobuf');
  return content;
}
