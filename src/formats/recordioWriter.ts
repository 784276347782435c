/** Numbers of a row by name. */
export type RecordRow = Readonly<Record<string, readonly number[]>>;

const magic = 0xced7230a;
/** Numbers below it are one octet. */
const few = 0x80;

/**
 * A RecordIO-protobuf file: for each row a frame (dmlc-core, include/dmlc/recordio.h) around one `aialgs.data.Record` (record.proto in the
 * SageMaker Python SDK) that has the row's values as float32 tensors among its labels.
 */
export function writeRecords(rows: readonly RecordRow[]): Buffer {
  return Buffer.concat(rows.map((row) => framed(Buffer.concat(Object.entries(row).map(label)))));
}

function framed(record: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(magic);
  head.writeUInt32LE(record.length, 4);
  return Buffer.concat([head, record, Buffer.alloc((4 - (record.length % 4)) % 4)]);
}

/** An entry of the map `label`, which is field 2: a key, and a Value with a float32 tensor (field 2) of packed values (field 1). */
function label([name, numbers]: readonly [string, readonly number[]]): Buffer {
  const values = Buffer.alloc(4 * numbers.length);
  numbers.forEach((value, at) => values.writeFloatLE(value, 4 * at));
  return field(2, Buffer.concat([field(1, Buffer.from(name)), field(2, field(2, field(1, values)))]));
}

function field(number: number, content: Buffer): Buffer {
  const head = [(number << 3) | 2];
  let length = content.length;
  for (; length >= few; length = Math.floor(length / few)) head.push((length % few) | few);
  return Buffer.concat([Buffer.from([...head, length]), content]);
}
