import assert from 'node:assert/strict';
import { RecordError } from '../../../../../src/engine/transform/fileFailure.ts';
import { columnPath } from '../../../../../src/engine/transform/processing/columnPath.ts';
import { CsvInput, CsvOutput } from '../../../../../src/engine/transform/processing/csvProcessor.ts';

const chosen = (path: string): string => columnPath(path)(['a', 'b', 'c', 'd']).join('');
const refused = (pattern: RegExp) => (error: unknown) => error instanceof RecordError && pattern.test(error.message);

const filtered = (path: string, record: string | Buffer): string =>
  new CsvInput(columnPath(path)).filterInput([Buffer.from(record)]).toString();
const combined = (path: string, joins: boolean, records: readonly string[], answer: string): string =>
  new CsvOutput(columnPath(path), joins)
    .combine(
      records.map((record) => Buffer.from(record)),
      Buffer.from(answer),
    )
    .toString();

describe('DataProcessing of CSV', () => {
  it('chooses columns by the subset of JSONPath that SageMaker takes', () => {
    for (const [path, columns] of [
      ['$', 'abcd'],
      ['$[*]', 'abcd'],
      ['$[0]', 'a'],
      ['$[-1]', 'd'],
      ['$[3, 0,-2]', 'dac'],
      ['$[1:]', 'bcd'],
      ['$[:2]', 'ab'],
      ['$[1:3]', 'bc'],
      ['$[-2:]', 'cd'],
      ['$[:-1]', 'abc'],
      ['$[0,2:]', 'acd'],
      ['$[2:9]', 'cd'],
    ])
      assert.equal(chosen(path ?? ''), columns, path);
    for (const path of ['', '$.a', "$['a']", '$[a]', '$[0', '[0]', '$[0][1]', '$[1:2:3]', '$..a', '@'])
      assert.throws(() => columnPath(path), refused(/^Invalid JsonPath: /), path);
  });

  it('names a column that is not there', () => {
    assert.throws(() => chosen('$[0,4]'), refused(/^The filter \$\[0,4\] names index 4 of 4$/));
    assert.throws(() => chosen('$[-5]'), RecordError);
    assert.throws(() => chosen('$[9:]'), refused(/leaves nothing of 4 columns/));
  });

  it('filters the input, joins the whole record and filters the joined row', () => {
    const records = ['id1,"1,5",2\r\n', 'id2,3,4'];
    assert.equal(records.map((record) => filtered('$[1:]', record)).join(''), '"1,5",2\n3,4\n');
    assert.equal(combined('$[0,-1]', true, records, '0.5\n0.25\n'), 'id1,0.5\nid2,0.25\n');
    assert.equal(combined('$', true, records, '1\n2'), 'id1,"1,5",2,1\nid2,3,4,2\n');
    assert.equal(combined('$[1]', false, records, '1,2\n3,4\n5,6\n'), '2\n4\n6\n');
  });

  it('keeps every byte of a cell, in any encoding', () => {
    const record = Buffer.from([0x31, 0x2c, 0xe9, 0x22, 0x0a].filter((byte) => byte !== 0x22));
    assert.deepEqual(new CsvInput(columnPath('$[1,0]')).filterInput([record]), Buffer.from([0xe9, 0x2c, 0x31, 0x0a]));
    assert.equal(filtered('$[1]', 'a,"say ""é"", please",b'), '"say ""é"", please"\n');
    assert.equal(filtered('$[0,2]', ',,""'), ',""\n');
  });

  it('says of a line that it is no CSV', () => {
    const said = /^Failed to parse line: '1,a"b",é' as CSV: bare " in non quoted field found near: a"b",é$/;
    assert.throws(() => filtered('$[0]', '1,a"b",é\n'), refused(said));
    for (const line of ['"a', '"a"b,1', 'a "b"', '"a""'])
      assert.throws(() => filtered('$[0]', line), refused(/^Failed to parse line: /), line);
    assert.throws(
      () => combined('$', true, ['1\n'], '{"score": 1}\n'),
      refused(/^Failed to parse output from the algorithm as CSV: \{"score": 1\}$/),
    );
  });

  it('joins nothing where an answer is missing', () => {
    assert.throws(
      () => combined('$', true, ['1\n', '2\n'], '1\n'),
      refused(/^Fail to join data: mismatched line count between the input and the output \(2 and 1\)$/),
    );
  });
});
