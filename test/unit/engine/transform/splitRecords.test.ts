import assert from 'node:assert/strict';
import { RecordError } from '../../../../src/engine/transform/fileFailure.ts';
import { RecordTooLargeError } from '../../../../src/engine/transform/recordTooLarge.ts';
import { splitRecords, type SplitRule } from '../../../../src/engine/transform/splitRecords.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const rule: SplitRule = { splitType: 'Line', batchStrategy: 'MultiRecord', largest: 10 };

async function* inPieces(content: string | Buffer, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function batches(text: string, more: Partial<SplitRule> = {}, pieces = 3): Promise<string[][]> {
  const found: string[][] = [];
  for await (const records of splitRecords(inPieces(text, pieces), { ...rule, ...more }))
    found.push(records.map(String));
  return found;
}

/** A frame of MXNet's RecordIO. @param part - 0 whole, 1 first, 2 between, 3 last. */
function recordIoFrame(content: string, part = 0): Buffer {
  const bytes = Buffer.from(content);
  const frame = Buffer.alloc(8 + Math.ceil(bytes.length / 4) * 4, 0xee);
  frame.writeUInt32LE(0xced7230a, 0);
  frame.writeUInt32LE(((part << 29) | bytes.length) >>> 0, 4);
  bytes.copy(frame, 8);
  return frame;
}

/** The records "abc" and "" as tensorboardX 2.6.5 wrote them (`RecordWriter`). */
const tfRecords = Buffer.from('0300000000000000b099490e6162636e57f121000000000000000029039807d8ea82a2', 'hex');

/** The requests of a binary file, joined. */
async function requestsOf(content: Buffer, more: Partial<SplitRule>, pieces: number): Promise<Buffer[]> {
  const found: Buffer[] = [];
  for await (const records of splitRecords(inPieces(content, pieces), { ...rule, largest: 1000, ...more }))
    found.push(Buffer.concat(records));
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
    await assert.rejects(
      batches('1,2\n3,4,5,6,7,8\n'),
      /^RecordTooLargeError: A record has more than the 10 bytes that MaxPayloadInMB/,
    );
  });

  it('sends a file whole where a request may have any size', async () => {
    const lines = 'x\n'.repeat(5000);
    assert.deepEqual(
      (await batches(lines, { largest: 0 }, 999)).map((batch) => batch.join('')),
      [lines],
    );
    assert.equal((await batches(lines, { largest: 0, batchStrategy: 'SingleRecord' }, 999)).length, 5000);
    assert.deepEqual(await batches(lines, { largest: 0, splitType: 'None' }, 999), [[lines]]);
  });

  it('cuts RecordIO at its frames, which a record keeps among others and loses alone', async () => {
    const frames = ['a', 'bcde', '', 'record'].map((content) => recordIoFrame(content));
    for (const pieces of [1, 3, 7, 1000]) {
      const split = (more: Partial<SplitRule>) =>
        requestsOf(Buffer.concat(frames), { splitType: 'RecordIO', ...more }, pieces);
      assert.deepEqual(await split({}), [Buffer.concat(frames)]);
      assert.deepEqual(await split({ largest: 24 }), [
        Buffer.concat(frames.slice(0, 2)),
        Buffer.concat(frames.slice(2)),
      ]);
      assert.deepEqual((await split({ batchStrategy: 'SingleRecord' })).map(String), ['a', 'bcde', '', 'record']);
    }
  });

  it('puts a record of several frames together', async () => {
    const parts = [recordIoFrame('ab', 1), recordIoFrame('c', 2), recordIoFrame('d', 3)];
    const file = Buffer.concat([...parts, recordIoFrame('e')]);
    const magic = Buffer.from([0x0a, 0x23, 0xd7, 0xce]);
    const bare = await requestsOf(file, { splitType: 'RecordIO', batchStrategy: 'SingleRecord' }, 5);
    assert.deepEqual(bare, [
      Buffer.concat([Buffer.from('ab'), magic, Buffer.from('c'), magic, Buffer.from('d')]),
      Buffer.from('e'),
    ]);
    assert.deepEqual(await requestsOf(file, { splitType: 'RecordIO', largest: 36 }, 5), [
      Buffer.concat(parts),
      recordIoFrame('e'),
    ]);
  });

  it('cuts TFRecord likewise', async () => {
    for (const pieces of [1, 1000]) {
      const split = (batchStrategy: SplitRule['batchStrategy']) =>
        requestsOf(tfRecords, { splitType: 'TFRecord', batchStrategy }, pieces);
      assert.deepEqual(await split('MultiRecord'), [tfRecords]);
      assert.deepEqual((await split('SingleRecord')).map(String), ['abc', '']);
    }
  });

  it('refuses a binary file that breaks off, holds something else, or has a record too large', async () => {
    const damaged = Buffer.from(tfRecords);
    damaged.write('b', 12);
    for (const [content, splitType, said] of [
      [Buffer.from('1,2,3\n4,5,6\n'), 'RecordIO', /^The file has no RecordIO record at byte 0, as its SplitType says$/],
      [Buffer.from('1,2,3\n4,5,6\n'), 'TFRecord', /no TFRecord record at byte 0/],
      [
        recordIoFrame('abcd').subarray(0, 10),
        'RecordIO',
        /^The file ends in the middle of a RecordIO record, at byte 10$/,
      ],
      [Buffer.concat([recordIoFrame('a'), Buffer.from('abc')]), 'RecordIO', /no RecordIO record at byte 12/],
      [recordIoFrame('a', 3), 'RecordIO', /no RecordIO record at byte 0/],
      [recordIoFrame('a', 1), 'RecordIO', /no RecordIO record at byte 12/],
      [tfRecords.subarray(0, 13), 'TFRecord', /ends in the middle of a TFRecord record/],
      [tfRecords.subarray(0, 17), 'TFRecord', /ends in the middle of a TFRecord record/],
      [damaged, 'TFRecord', /^The TFRecord record at byte 0 is damaged: its content does not have its checksum$/],
    ] as const)
      await assert.rejects(
        requestsOf(content, { splitType }, 4),
        (error) => error instanceof RecordError && said.test(error.message),
      );
    const large = requestsOf(recordIoFrame('x'.repeat(2000)), { splitType: 'RecordIO' }, 4);
    await assert.rejects(large, RecordTooLargeError);
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
