import { cbor, dateToTag } from '@smithy/core/cbor';
import { Decimal } from './decimal.ts';

const [array, map] = [0x80, 0xa0]; // RFC 8949, section 3.1
const double = 0xfb;

/** As `cbor.serialize`, but with every `Decimal` as a double (that one writes 4.0 as an integer, which a client in Python shows as 4), and with dates. */
export function encodeCbor(value: unknown): Buffer {
  if (value instanceof Date) return Buffer.from(cbor.serialize(dateToTag(value)));
  if (value instanceof Decimal) {
    const bytes = Buffer.alloc(9, double);
    bytes.writeDoubleBE(value.value, 1);
    return bytes;
  }
  if (Array.isArray(value)) return Buffer.concat([head(array, value.length), ...value.map(encodeCbor)]);
  if (typeof value !== 'object' || value === null) return Buffer.from(cbor.serialize(value));
  const entries = Object.entries(value);
  return Buffer.concat([head(map, entries.length), ...entries.flat().map(encodeCbor)]);
}

/** How many items follow. */
function head(kind: number, count: number): Buffer {
  if (count < 24) return Buffer.of(kind | count);
  const bytes = Buffer.of(kind | 26, 0, 0, 0, 0);
  bytes.writeUInt32BE(count, 1);
  return bytes;
}
