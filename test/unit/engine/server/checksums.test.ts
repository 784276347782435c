import assert from 'node:assert/strict';
import { crc32, crc32Of } from '../../../../src/engine/server/body/crc.ts';
import { isChecksumValue, startChecksum } from '../../../../src/engine/server/body/checksums.ts';

function checksum(algorithm: string, ...chunks: string[]): string {
  const running = startChecksum(algorithm);
  for (const chunk of chunks) running.update(Buffer.from(chunk));
  return running.digest().toString('hex');
}

describe('startChecksum', () => {
  // The check values of the catalogue of parametrised CRC algorithms, for '123456789'.
  const known: [algorithm: string, value: string][] = [
    ['CRC32', 'cbf43926'],
    ['CRC32C', 'e3069283'],
    ['CRC64NVME', 'ae8b14860a799888'],
    ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
    ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
  ];
  for (const [algorithm, value] of known) {
    it(`computes ${algorithm}, in one piece or several`, () => {
      assert.equal(checksum(algorithm, '123456789'), value);
      assert.equal(checksum(algorithm, '1', '', '2345', '6789'), value);
    });
  }
});

describe('isChecksumValue', () => {
  it('wants base64 of the right length', () => {
    assert.ok(isChecksumValue('CRC32', 'sOO8/Q=='));
    assert.ok(!isChecksumValue('CRC32', 'sOO8/Qabc'));
    assert.ok(!isChecksumValue('CRC32', ''));
    assert.ok(!isChecksumValue('SHA256', 'sOO8/Q=='));
  });
});

describe('crc32Of', () => {
  it('agrees with Node where Node has it', () => {
    const table = crc32Of(0xedb88320);
    const native = crc32();
    for (const running of [table, native]) running.update(Buffer.from('123456789'));
    assert.deepEqual(table.digest(), native.digest());
  });
});
