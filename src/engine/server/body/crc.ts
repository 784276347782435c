import * as zlib from 'node:zlib';

/** A running checksum; shaped as Node's own hashes are. */
export interface RunningChecksum {
  update(chunk: Uint8Array): void;
  digest(): Buffer;
}

/** CRC32 by Node's own code, which 20.15 and 22.2 brought and which is twenty times as fast. */
export function crc32(): RunningChecksum {
  const native = (zlib as { crc32?: typeof zlib.crc32 }).crc32;
  if (native === undefined) return crc32Of(0xedb88320);
  let state = 0;
  return {
    update: (chunk) => void (state = native(chunk, state)),
    digest: () => bigEndian(state),
  };
}

/** The reflected CRC-32 of any polynomial, e.g. 0xEDB88320 (CRC32) or 0x82F63B78 (CRC32C). */
export function crc32Of(reflectedPolynomial: number): RunningChecksum {
  const table = tableFor(reflectedPolynomial);
  let state = 0xffffffff;
  return {
    update(chunk) {
      let crc = state;
      for (let at = 0; at < chunk.length; at++) crc = (table[(crc ^ (chunk[at] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
      state = crc;
    },
    digest: () => bigEndian((state ^ 0xffffffff) >>> 0),
  };
}

function bigEndian(value: number): Buffer {
  const result = Buffer.alloc(4);
  result.writeUInt32BE(value);
  return result;
}

const tables = new Map<number, Int32Array>();

function tableFor(polynomial: number): Int32Array {
  const known = tables.get(polynomial);
  if (known !== undefined) return known;
  const table = Int32Array.from({ length: 256 }, (_, index) => {
    let crc = index;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    return crc;
  });
  tables.set(polynomial, table);
  return table;
}

/** CRC-64/NVME, in two 32-bit halves because BigInt is a hundred times slower. */
export function crc64Nvme(): RunningChecksum {
  nvmeTable ??= buildNvmeTable();
  const { high: highTable, low: lowTable } = nvmeTable;
  let high = -1;
  let low = -1;
  return {
    update(chunk) {
      for (let at = 0; at < chunk.length; at++) {
        const index = (low ^ (chunk[at] ?? 0)) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (lowTable[index] ?? 0);
        high = (high >>> 8) ^ (highTable[index] ?? 0);
      }
    },
    digest() {
      const result = Buffer.alloc(8);
      result.writeUInt32BE(~high >>> 0, 0);
      result.writeUInt32BE(~low >>> 0, 4);
      return result;
    },
  };
}

let nvmeTable: { high: Int32Array; low: Int32Array } | undefined;

function buildNvmeTable(): { high: Int32Array; low: Int32Array } {
  const polynomial = 0x9a6c9329ac4bc9b5n; // reflected
  const high = new Int32Array(256);
  const low = new Int32Array(256);
  for (let index = 0; index < 256; index++) {
    let crc = BigInt(index);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ polynomial : crc >> 1n;
    high[index] = Number(BigInt.asIntN(32, crc >> 32n));
    low[index] = Number(BigInt.asIntN(32, crc));
  }
  return { high, low };
}
