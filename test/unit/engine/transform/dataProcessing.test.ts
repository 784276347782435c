import assert from 'node:assert/strict';
import { columnPath } from '../../../../src/engine/transform/columnPath.ts';
import { CsvProcessor } from '../../../../src/engine/transform/csvProcessor.ts';
import { RecordError } from '../../../../src/engine/transform/fileFailure.ts';

const chosen = (path: string): string | undefined => columnPath(path)?.(['a', 'b', 'c', 'd']).join('');

const processor = (input: string, output: string, joins: boolean): CsvProcessor =>
  new CsvProcessor(columnPath(input) ?? assert.fail(), columnPath(output) ?? assert.fail(), joins);

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
      ['$[9:]', ''],
    ])
      assert.equal(chosen(path ?? ''), columns, path);
    for (const path of ['', '$.a', "$['a']", '$[a]', '$[0', '[0]', '$[0][1]', '$[1:2:3]', '$..a', '@'])
      assert.equal(columnPath(path), undefined, path);
  });

  it('names a column that is not there', () => {
    assert.throws(
      () => chosen('$[0,4]'),
      (error) => error instanceof RecordError && /column 4 of a record that has 4/.test(error.message),
    );
    assert.throws(() => chosen('$[-5]'), RecordError);
  });

  it('filters the input, joins the whole record and filters the joined row', () => {
    const records = [Buffer.from('id1,"1,5",2\r\n'), Buffer.from('id2,3,4')];
    const both = processor('$[1:]', '$[0,-1]', true);
    assert.equal(Buffer.concat(records.map((record) => both.filterInput(record))).toString(), '"1,5",2\n3,4\n');
    assert.equal(both.combine(records, Buffer.from('0.5\n0.25\n')).toString(), 'id1,0.5\nid2,0.25\n');
    assert.equal(
      processor('$', '$', true).combine(records, Buffer.from('1\n2')).toString(),
      'id1,"1,5",2,1\nid2,3,4,2\n',
    );
    assert.equal(
      processor('$', '$[1]', false).combine(records, Buffer.from('1,2\n3,4\n5,6\n')).toString(),
      '2\n4\n6\n',
    );
  });

  it('joins nothing where an answer is missing', () => {
    assert.throws(
      () => processor('$', '$', true).combine([Buffer.from('1\n'), Buffer.from('2\n')], Buffer.from('1\n')),
      /mismatched line count between the input and the output \(2 and 1\)/,
    );
  });
});
