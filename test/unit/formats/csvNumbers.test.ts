import assert from 'node:assert/strict';
import { CsvError } from '../../../src/formats/csvError.ts';
import { inspectCsvHead } from '../../../src/formats/csvHead.ts';
import { readNumericCsv, type NumericCsvOptions } from '../../../src/formats/csvNumbers.ts';
import { randomSource } from '../../support/xgboostData.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function table(text: string, options?: NumericCsvOptions): number[][] {
  const { rows, columns, values } = readNumericCsv(bytes(text), options);
  return Array.from({ length: rows }, (_, row) => [...values.subarray(row * columns, (row + 1) * columns)]);
}

describe('readNumericCsv', () => {
  const two = [
    [1, 2],
    [3, 4],
  ];

  for (const [what, text] of [
    ['LF', '1,2\n3,4\n'],
    ['no line end at the end', '1,2\n3,4'],
    ['CRLF', '1,2\r\n3,4\r\n'],
    ['CR', '1,2\r3,4\r'],
    ['a UTF-8 mark', '\uFEFF1,2\n3,4\n'],
    ['blank lines', '\n1,2\n\n \t\n3,4\n\n'],
    ['quoted numbers', '"1",2\n 3 ,"4"\n'],
    ['semicolons', '1;2\n3;4\n'],
    ['tabs', '1\t2\n3\t4\n'],
  ] as const) {
    it(`reads ${what}`, () => assert.deepEqual(table(text), two));
  }

  it('reads every way to write a number', () => {
    const text = '-1.5,+2,.5,5.,1e3,-2.5E-2,123456789012345678,0.1,inf,-Infinity';
    const expected = [-1.5, 2, 0.5, 5, 1000, -0.025, 123456789012345678, 0.1, Infinity, -Infinity].map(Math.fround);
    assert.deepEqual(table(text), [expected]);
  });

  it('takes empty cells and nan for missing', () => {
    assert.deepEqual(table('1,,"",nan,NaN,\n'), [[1, NaN, NaN, NaN, NaN, NaN]]);
  });

  it('has no rows in an empty file', () => {
    assert.deepEqual(readNumericCsv(bytes('')), { rows: 0, columns: 0, values: new Float32Array(0) });
  });

  it('reads what was written, however it is cut into pieces', () => {
    const random = randomSource(3);
    for (let run = 0; run < 200; run++) {
      const columns = 1 + Math.floor(random() * 4);
      const rows = Array.from({ length: 1 + Math.floor(random() * 6) }, () =>
        Array.from({ length: columns }, () => Math.fround((random() - 0.5) * 10 ** Math.floor(random() * 40 - 20))),
      );
      const end = ['\n', '\r\n', '\r'][run % 3] ?? '';
      const whole = bytes(rows.map((row) => row.join(',') + end).join(run % 2 === 0 ? '' : end));
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < whole.length;) {
        const next = at + 1 + Math.floor(random() * 9);
        pieces.push(whole.subarray(at, next));
        at = next;
      }
      const read = readNumericCsv(pieces);
      assert.equal(read.rows, rows.length);
      assert.deepEqual([...read.values], rows.flat());
    }
  });

  describe('names line, cell and text of', () => {
    for (const [what, text, problem, line, column, cell] of [
      ['a header', 'CRIM,ZN\n1,2\n', 'header', 1, 1, 'CRIM'],
      ['a header below blank lines', '\r\n\r\n1,"a b"\r\n', 'header', 3, 2, 'a b'],
      ['text', '1,2\n3,red\n', 'text', 2, 2, 'red'],
      ['a number with a unit', '1,2\n3,4kg\n', 'text', 2, 2, '4kg'],
      ['hexadecimal', '1,0x10\n', 'header', 1, 2, '0x10'],
      ['a line that is longer', '1,2\n3,4\n5,6,7\n', 'ragged', 3, 3, '5,6,7'],
      ['a line that is shorter', '1,2\n3\n', 'ragged', 2, 2, '3'],
    ] as const) {
      it(what, () => {
        assert.throws(
          () => table(text),
          (error) => {
            assert.ok(error instanceof CsvError);
            assert.deepEqual([error.problem, error.line, error.column, error.text], [problem, line, column, cell]);
            return true;
          },
        );
      });
    }

    it('a line that has not the cells asked for', () => {
      assert.throws(() => table('1,2\n', { columns: 3 }), /line 1 has 2 cells instead of 3/);
    });
  });

  it('reads 5 MB of numbers in one piece and in many alike', () => {
    const random = randomSource(9);
    const text = Array.from({ length: 50_000 }, () =>
      Array.from({ length: 10 }, () => random().toFixed(7)).join(','),
    ).join('\n');
    const whole = bytes(text);
    const pieces = Array.from({ length: Math.ceil(whole.length / 65_536) }, (_, index) =>
      whole.subarray(index * 65_536, (index + 1) * 65_536),
    );
    const read = readNumericCsv(whole);
    assert.equal(read.rows, 50_000);
    assert.deepEqual(readNumericCsv(pieces).values, read.values);
  });
});

describe('inspectCsvHead', () => {
  it('finds nothing in numbers', () => {
    const { numbers, ...rest } = inspectCsvHead(bytes('1,2\n3,4\n'));
    assert.deepEqual(rest, { header: false, columns: 2 });
    assert.deepEqual([...(numbers?.values ?? [])], [1, 2, 3, 4]);
  });

  it('knows a header from text in the data', () => {
    const header = inspectCsvHead(bytes('a,b\n1,2\n'));
    assert.equal(header.header, true);
    assert.equal(header.firstBadCell?.text, 'a');
    assert.equal(header.columns, 2);
    const names = inspectCsvHead(bytes('ann,2\nbob,4\n'));
    assert.equal(names.header, false);
    assert.deepEqual([names.firstBadCell?.line, names.firstBadCell?.column], [1, 1]);
  });

  it('finds text further down', () => {
    assert.deepEqual(inspectCsvHead(bytes('1,2\n3,x\n')).firstBadCell?.line, 2);
  });

  it('ignores a line that the end of the head cuts', () => {
    const line = '1,2,3\n';
    const head = bytes(line.repeat(Math.ceil((64 * 1024) / line.length))).subarray(0, 64 * 1024);
    const { numbers, ...rest } = inspectCsvHead(head);
    assert.deepEqual(rest, { header: false, columns: 3 });
    assert.equal(numbers?.rows, 10_922);
  });
});
