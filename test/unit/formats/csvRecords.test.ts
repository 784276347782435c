import assert from 'node:assert/strict';
import { CsvRecordReader } from '../../../src/formats/csvRecords.ts';
import { readTableHead } from '../../../src/formats/tableHead.ts';

function records(text: string, pieces = [text]): [line: number, ...cells: string[]][] {
  const reader = new CsvRecordReader(',');
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()].map(({ line, cells }) => [line, ...cells]);
}

describe('records of a delimited file', () => {
  const cases: [name: string, text: string, expected: [number, ...string[]][]][] = [
    [
      'line ends of every kind',
      'a,b\r\nc,d\re,f\ng,h',
      [
        [1, 'a', 'b'],
        [2, 'c', 'd'],
        [3, 'e', 'f'],
        [4, 'g', 'h'],
      ],
    ],
    [
      'quotes, with everything in them',
      '"a,1","say ""hi""","two\nlines"\nx,"",\n',
      [
        [1, 'a,1', 'say "hi"', 'two\nlines'],
        [3, 'x', '', ''],
      ],
    ],
    [
      'a mark, blank lines, blanks',
      '\uFEFFa,b\n\n   \n c ,d\n',
      [
        [1, 'a', 'b'],
        [4, ' c ', 'd'],
      ],
    ],
    ['nothing', '', []],
    ['an open quote as far as it goes', 'a,"b\nc', [[1, 'a', '"b\nc']]],
  ];
  for (const [name, text, expected] of cases) {
    it(`are read with ${name}, however the text is cut`, () => {
      assert.deepEqual(records(text), expected);
      assert.deepEqual(records(text, [...text]), expected);
      for (let at = 1; at < text.length; at++)
        assert.deepEqual(records(text, [text.slice(0, at), text.slice(at)]), expected);
    });
  }
});

describe('the head of a table', () => {
  const head = (text: string) => readTableHead(new TextEncoder().encode(text), true);

  it('tells header, kinds and values', () => {
    assert.deepEqual(head('age;city;y\n31;Paris;1\n?;Rome;0\n'), {
      delimiter: ';',
      skip: 1,
      hasHeader: true,
      isHeaderOnly: false,
      columns: [
        { name: 'age', kind: 'number', distinct: ['31'] },
        { name: 'city', kind: 'text', firstText: 'Paris', distinct: ['Paris', 'Rome'] },
        { name: 'y', kind: 'number', distinct: ['1', '0'] },
      ],
    });
  });

  it('passes over a line of facts before the header', () => {
    const table = head('506,13,,\n"CRIM","ZN","MEDV"\n0.1,18,24\n');
    assert.deepEqual([table?.skip, table?.columns.map(({ name }) => name)], [2, ['CRIM', 'ZN', 'MEDV']]);
  });

  it('knows the header that pandas writes over its index, and a header alone', () => {
    const table = head(',a,y\n0,1,cat\n1,2,dog\n');
    assert.deepEqual([table?.skip, table?.columns.map(({ name }) => name)], [1, ['column 1', 'a', 'y']]);
    assert.equal(head('a,b,y\n')?.isHeaderOnly, true);
  });

  it('takes no row for a header', () => {
    assert.deepEqual([head('1,2\n3,4\n')?.skip, head('a,b\nc,d\n')?.skip, head('1,x\n2,y\n')?.skip], [0, 0, 0]);
    assert.equal(head(''), undefined);
  });
});
