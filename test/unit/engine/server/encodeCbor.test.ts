import assert from 'node:assert/strict';
import { cbor } from '@smithy/core/cbor';
import { Decimal } from '../../../../src/engine/server/decimal.ts';
import { encodeCbor } from '../../../../src/engine/server/encodeCbor.ts';

describe('CBOR with decimal numbers', () => {
  const read = (value: unknown): unknown => cbor.deserialize(new Uint8Array(encodeCbor(value)));

  it('writes a whole number as a double', () => {
    assert.equal(encodeCbor([new Decimal(4), 4]).toString('hex'), '82fb401000000000000004');
  });

  it('can be read again, however long a list or a map is', () => {
    for (const count of [0, 1, 23, 24, 256, 70_000]) {
      const list = Array.from({ length: count }, (_, at) => new Decimal(at / 2));
      assert.deepEqual(
        read(list),
        list.map(({ value }) => value),
      );
      const map = Object.fromEntries(Array.from({ length: Math.min(count, 1000) }, (_, at) => [`k${at}`, `${at}`]));
      assert.deepEqual(read({ map, text: 'ä', yes: true, nothing: null }), {
        map,
        text: 'ä',
        yes: true,
        nothing: null,
      });
    }
  });

  it('has instants as tagged seconds', () => {
    assert.equal(encodeCbor(new Date(1500)).toString('hex').slice(0, 2), 'c1'); // RFC 8949, section 3.4.2
  });
});
