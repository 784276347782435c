import assert from 'node:assert/strict';
import { RecordTooLargeError, splitRecords, type SplitRule } from '../../../../src/engine/transform/splitRecords.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const rule: SplitRule = { splitType: 'Line', batchStrategy: 'MultiRecord', largest: 10 };

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function batches(text: string, more: Partial<SplitRule> = {}, pieces = 3): Promise<string[][]> {
  const found: string[][] = [];
  for await (const records of splitRecords(inPieces(text, pieces), { ...rule, ...more }))
    found.push(records.map(String));
  return found;
}

describe('Splitting a file into requests', () => {
  it('fills a request with as many lines as fit', async () => {
    assert.deepEqual(await batches('1,2\n3,4\n5,6\n7'), [
      ['1,2\n', '3,4\n'],
      ['5,6\n', '7'],
    ]);
  });

  it('sends lines one by one where that is asked, and a file whole that is not split', async () => {
    assert.deepEqual(await batches('1\n2\r\n', { batchStrategy: 'SingleRecord' }), [['1\n'], ['2\r\n']]);
    assert.deepEqual(await batches('1\n2\n', { splitType: 'None' }), [['1\n2\n']]);
    assert.deepEqual(await batches(''), []);
  });

  it('takes an empty line for no record', async () => {
    assert.deepEqual(await batches('1\n\n\r\n2\n\n', { largest: 0 }), [['1\n', '2\n']]);
  });

  it('refuses a record that is larger than a request, before it has read it', async () => {
    let pieces = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        pieces++;
        yield Buffer.from('1234');
      }
    }
    for (const splitType of ['Line', 'None'] as const) {
      pieces = 0;
      await assert.rejects(splitRecords(endless(), { ...rule, splitType }).next(), RecordTooLargeError);
      assert.equal(pieces, 3);
    }
    await assert.rejects(batches('1,2\n3,4,5,6,7,8\n'), /A record has \d+ bytes or more, and MaxPayloadInMB allows 10/);
  });

  it('loses and changes nothing, however the file comes in pieces', async () => {
    const random = seededRandom(7);
    for (let round = 0; round < 300; round++) {
      const lines = Array.from({ length: Math.floor(random() * 40) }, () => 'x,'.repeat(1 + Math.floor(random() * 9)));
      const text = lines.map((line) => `${line}\n`).join('');
      const largest = 20 + Math.floor(random() * 60);
      const found = await batches(text, { largest }, 1 + Math.floor(random() * 30));
      assert.equal(found.flat().join(''), text);
      assert.equal(found.flat().length, lines.length);
      found.forEach((batch, index) => {
        const size = batch.join('').length;
        assert.ok(size <= largest);
        const next = found[index + 1]?.[0];
        assert.ok(next === undefined || size + next.length > largest, 'another line would have fitted');
      });
    }
  });
});
