import assert from 'node:assert/strict';
import { MalformedRecordsError, readRecords } from '../../../src/formats/recordioReader.ts';
import { writeRecords, type RecordRow } from '../../../src/formats/recordioWriter.ts';
import { judgedRecords, type JudgedRecords } from '../../support/recordPayloads.ts';
import { pythonOrSkip } from '../../support/python.ts';

const rows: readonly RecordRow[] = [
  { score: [0.25], predicted_label: [1] },
  { score: Array.from({ length: 5000 }, (_, at) => at / 8), ünïcode: [-0.5, 2 ** 100] },
  {},
];

describe('RecordIO-protobuf, judged by the SageMaker Python SDK', function () {
  this.timeout(60_000);
  let judged: JudgedRecords;

  before(function () {
    judged = judgedRecords(pythonOrSkip(this), 9, writeRecords(rows));
  });

  it('is read as it was written: dense and sparse, of floats, doubles and integers', () => {
    for (const [title, { file, rows: expected }] of Object.entries(judged.payloads)) {
      const found = readRecords(Buffer.from(file, 'hex')).map(({ values, columns, width }) => {
        const row = Array.from({ length: width }, (): number | null => null);
        values.forEach((value, at) => (row[columns?.[at] ?? at] = value));
        return row;
      });
      assert.deepEqual(found, expected, title);
    }
  });

  it('is written so that the SDK reads it', () => {
    assert.deepEqual(judged.read, rows);
  });

  it('is refused where it is malformed', () => {
    const problems = Object.entries(judged.malformed).map(([title, file]) => {
      try {
        return [title, JSON.stringify(readRecords(Buffer.from(file, 'hex')))];
      } catch (error) {
        if (!(error instanceof MalformedRecordsError)) throw error;
        return [title, error.message.replace(/\d+$/, 'N')];
      }
    });
    assert.deepEqual(Object.fromEntries(problems), {
      text: 'has no RecordIO record at byte N',
      cut: 'ends in the middle of a record, at byte N',
      head: 'ends in the middle of a record, at byte N',
      unequal: 'has a record with 2 values and 1 keys',
      picture: 'holds bytes, such as images, instead of numbers',
      'no protobuf': 'has a record that is no protobuf',
      'number for a map': 'has a record that is no protobuf',
      'number for a tensor': 'has a record that is no protobuf',
      'no length': 'has a record that is cut off or no protobuf',
      'too long': 'has a record that is cut off or no protobuf',
      ragged: 'has 0 features in record 7 and 9 in the first',
      order: 'has a record out of order at byte N',
      'first only': 'ends in the middle of a record of several parts',
    });
  });

  it('is put together where MXNet wrote a record in parts', () => {
    const written = writeRecords([{ any: [1.5] }]);
    const record = written.subarray(8, 8 + written.readUInt32LE(4));
    const part = (kind: number, content: Buffer): Buffer => {
      const head = Buffer.alloc(8);
      head.writeUInt32LE(0xced7230a);
      head.writeUInt32LE(((kind << 29) | content.length) >>> 0, 4);
      return Buffer.concat([head, content, Buffer.alloc((4 - (content.length % 4)) % 4)]);
    };
    // An unknown field of four octets that are the magic number, which MXNet takes out.
    const before = Buffer.concat([record, Buffer.from([0x32, 4])]);
    assert.equal(readRecords(Buffer.concat([part(1, before), part(3, Buffer.alloc(0))])).length, 1);
  });
});
