import assert from 'node:assert/strict';
import { readLibsvm, type LibsvmRows } from '../../../src/formats/libsvm.ts';
import { LibsvmError } from '../../../src/formats/libsvmError.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Each row's features as `index:value`. */
function pairs({ rows, starts, indices, values }: LibsvmRows): string[] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from(indices.subarray(starts[row], starts[row + 1]), (index, at) => {
      return `${index}:${values[(starts[row] ?? 0) + at]}`;
    }).join(' '),
  );
}

describe('libsvm', () => {
  it('is labels and the features that are there', () => {
    const read = readLibsvm(bytes('1 0:2 3:-4.5\n-1\n0.5 1:1e3\n'));
    assert.deepEqual([...read.labels], [1, -1, 0.5]);
    assert.deepEqual(pairs(read), ['0:2 3:-4.5', '', '1:1000']);
    assert.equal(read.columns, 4);
    assert.equal(read.weights, undefined);
  });

  it('takes weights, comments, blank lines, tabs, unordered indices, nan, and every line end', () => {
    const read = readLibsvm(bytes('# data\r\n1:0.5 \t7:2  1:3 # seven first\r\n\r\n+2:2 0:nan\r3:0 2:.5'));
    assert.deepEqual([...read.labels], [1, 2, 3]);
    assert.deepEqual([...(read.weights ?? [])], [0.5, 2, 0]);
    assert.deepEqual(pairs(read), ['7:2 1:3', '0:NaN', '2:0.5']);
    assert.equal(read.columns, 8);
  });

  it('is the same in whatever pieces it comes', () => {
    const whole = bytes('1:2 0:2 3:-4.5\r\n-1:1\r\n\r\n0.5:3 1:1e3 # end\r\n1:1 2:2');
    const expected = readLibsvm(whole);
    for (let size = 1; size <= whole.length; size++) {
      const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) =>
        whole.subarray(index * size, (index + 1) * size),
      );
      assert.deepEqual(readLibsvm(pieces), expected, `pieces of ${size}`);
    }
  });

  it('grows beyond its first block of memory', () => {
    const lines = Array.from({ length: 5000 }, (_, row) => `${row % 2} ${row}:${row / 2} ${row + 1}:1`);
    const read = readLibsvm(bytes(lines.join('\n')));
    assert.equal(read.rows, 5000);
    assert.equal(read.columns, 5001);
    assert.equal(pairs(read)[4321], '4321:2160.5 4322:1');
  });

  it('says where it is something else', () => {
    const cases: readonly [string, LibsvmError['problem'], string][] = [
      ['a b\n', 'label', "line 1 begins with 'a', not with a label"],
      ['nan 1:1\n', 'label', "line 1 begins with 'nan', not with a label"],
      ['1,2,3\n', 'label', "line 1 begins with '1,2,3', not with a label"],
      ['1:x 1:1\n', 'label', "line 1 begins with '1:x', not with a label"],
      ['1 1:1\n\n0 2\n', 'pair', "line 3 has '2', which is no index:value pair"],
      ['1 -1:1\n', 'pair', "line 1 has '-1:1', which is no index:value pair"],
      ['1 1.5:1\n', 'pair', "line 1 has '1.5:1', which is no index:value pair"],
      ['1 5:\n', 'pair', "line 1 has '5:', which is no index:value pair"],
      ['1 :5\n', 'pair', "line 1 has ':5', which is no index:value pair"],
      ['1 4294967296:5\n', 'pair', "line 1 has '4294967296:5', which is no index:value pair"],
      ['1 1:2:3\n', 'pair', "line 1 has '1:2:3', which is no index:value pair"],
      ['1 2:1 1:1 2:1\n', 'pair', 'line 1 has the index 2 twice'],
      ['1 1:1\n1:2 1:1\n', 'weight', 'line 2 has a weight, unlike the lines before it'],
      ['1:2 1:1\n1 1:1\n', 'weight', 'line 2 has no weight, unlike the lines before it'],
      ['1 qid:3 1:1\n', 'group', 'line 1 has qid, which is for ranking'],
    ];
    for (const [text, problem, message] of cases) {
      assert.throws(
        () => readLibsvm(bytes(text)),
        (error) => error instanceof LibsvmError && error.problem === problem && error.message === message,
        text,
      );
    }
  });
});
