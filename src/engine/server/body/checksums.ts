import { createHash } from 'node:crypto';
import { crc32, crc32Of, crc64Nvme, type RunningChecksum } from './crc.ts';

/** The checksums that are computed and compared, by the name that the API gives them. */
const algorithms: Readonly<Record<string, { readonly bytes: number; readonly start: () => RunningChecksum }>> = {
  CRC32: { bytes: 4, start: crc32 },
  CRC32C: { bytes: 4, start: () => crc32Of(0x82f63b78) },
  CRC64NVME: { bytes: 8, start: crc64Nvme },
  SHA1: { bytes: 20, start: () => createHash('sha1') },
  SHA256: { bytes: 32, start: () => createHash('sha256') },
};

export const checksumAlgorithms: readonly string[] = Object.keys(algorithms);

export const checksumHeaderPrefix = 'x-amz-checksum-';

export function isChecksumAlgorithm(name: string): boolean {
  return Object.hasOwn(algorithms, name);
}

/** @throws RangeError for an algorithm that is not one of `checksumAlgorithms`. */
export function startChecksum(algorithm: string): RunningChecksum {
  const found = algorithms[algorithm];
  if (found === undefined) throw new RangeError(`no checksum algorithm ${algorithm}`);
  return found.start();
}

/** Whether a text is a checksum of this algorithm in base64. */
export function isChecksumValue(algorithm: string, value: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(value) && Buffer.from(value, 'base64').length === algorithms[algorithm]?.bytes;
}
