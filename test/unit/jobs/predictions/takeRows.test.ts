import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { nodeDefinitionFiles } from '../../../../src/jobs/nodeDefinitionFiles.ts';
import { lookAtFile } from '../../../../src/jobs/predictions/lookAtFile.ts';
import {
  columnsProblem,
  labelChoices,
  labelDecides,
  labelProposal,
  readRange,
  rowCount,
  rowsFileOf,
  sentColumns,
  unseenColumns,
} from '../../../../src/jobs/predictions/rowsAnswers.ts';
import { readOutput } from '../../../../src/jobs/predictions/readOutput.ts';
import { takeRows } from '../../../../src/jobs/predictions/takeRows.ts';
import { surveyTable } from '../../../../src/jobs/wizard/surveyTable.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

describe('rows of a file', () => {
  let folder: string;
  const makeFolder = useTemporaryFolders();
  beforeEach(async () => (folder = await makeFolder()));

  async function seen(name: string, content: string | Uint8Array) {
    const path = join(folder, name);
    await writeFile(path, content);
    return lookAtFile({ path, title: name }, nodeDefinitionFiles, surveyTable);
  }
  const all = { from: 0, count: 1000 };

  it('of a table with a header are sent without header, label and running number', async () => {
    const file = await seen('people.csv', 'id,age,name,price\n1,40,"Ann, B.",9.5\n2,NA,Carl,8\n3, 50 ,Dora,\n');
    assert.equal(labelProposal(file), 3);
    const answers = { file, label: 3 };
    assert.deepEqual(unseenColumns(answers), [0, 2]);
    const { rows, hasMore } = await takeRows({ file: rowsFileOf({ ...answers, leftOut: [0] }), ...all });
    assert.deepEqual(rows, [
      { line: 2, input: '40,"Ann, B."', label: '9.5' },
      { line: 3, input: ',Carl', label: '8' },
      { line: 4, input: '50,Dora' },
    ]);
    assert.equal(hasMore, false);
    assert.deepEqual(sentColumns({ ...answers, leftOut: [0] }), ['age', 'name']);
  });

  it('go by the label in whether columns are left out only where the label may be the only such column', async () => {
    const one = await seen('one.csv', 'age,name,price\n40,"Ann, B.",9.5\n41,Carl,8\n');
    assert.deepEqual(unseenColumns({ file: one, label: 1 }), []);
    assert.deepEqual(unseenColumns({ file: one, label: 2 }), [1]);
    assert.ok(labelDecides(one));
    const two = await seen('two.csv', 'id,age,name,price\n1,40,"Ann, B.",9.5\n2,41,Carl,8\n');
    const none = await seen('none.csv', 'age,price\n40,9.5\n41,8\n');
    assert.deepEqual([labelDecides(two), labelDecides(none)], [false, false]);
  });

  it('have a label only where the model takes fewer columns than there are', async () => {
    const features = await seen('test.csv', '1.5,2,3\n4.5,5,6\n7.5,8,9\n');
    assert.equal(labelProposal(features), 0);
    assert.equal(labelProposal(features, 2), 0);
    assert.equal(labelProposal(features, 3), null);
    assert.equal(labelProposal(features, 4), null);
    const withId = await seen('named.csv', 'id,a,b\n1,2.5,3\n2,5.5,6\n3,8.5,9\n');
    assert.equal(labelProposal(withId, 2), null);
    assert.equal(labelProposal(withId, 1), 2);
    const twoKinds = await seen('kinds.csv', 'a,b,species\n1.5,2.5,x\n2.5,5.5,y\n3.5,8.5,x\n4.5,1.5,y\n');
    assert.equal(labelProposal(twoKinds, 2), 2);

    assert.equal(columnsProblem({ file: features, label: null }, 3), undefined);
    assert.equal(columnsProblem({ file: features, label: 0 }, undefined), undefined);
    const one = '2 columns are sent, but the model was trained on 3';
    assert.equal(columnsProblem({ file: features, label: 0 }, 3), one);
    assert.equal(columnsProblem({ file: withId, label: null }, 2), undefined);
    const all = '3 columns are sent, but the model was trained on 2';
    assert.equal(columnsProblem({ file: withId, label: null, leftOut: [] }, 2), all);
  });

  it('may be sent with or without what is left out, as long as nobody was asked', async () => {
    const texts = await seen('texts.csv', 'review\n"Good, really."\nBad\n');
    // Texts alone are never left out: nothing would be sent.
    for (const label of [null, undefined])
      assert.equal(
        columnsProblem({ file: texts, ...(label === null && { label }) }, 13),
        '1 column is sent, but the model was trained on 13',
      );
    const mixed = await seen('mixed.csv', 'id,name,a\n1,x,2.5\n2,y,5.5\n3,z,8.5\n');
    assert.equal(columnsProblem({ file: mixed, label: null }, 3), undefined);
    assert.equal(columnsProblem({ file: mixed, label: null }, 1), undefined);
    const neither = '1 or 3 columns are sent, but the model was trained on 2';
    assert.equal(columnsProblem({ file: mixed, label: null }, 2), neither);
    const asked = '1 column is sent, but the model was trained on 3';
    assert.equal(columnsProblem({ file: mixed, label: null, leftOut: [0, 1] }, 3), asked);
  });

  it('of short files are counted whatever their format, and the only member of JSON is no label', async () => {
    const lines = await seen('two.jsonl', '{"features":[1,2]}\n\n{"features":[3,4]}\n');
    assert.deepEqual([rowCount(lines), labelChoices(lines)], [2, []]);
    const labelled = await seen('three.json', '[{"x":1,"y":2},{"x":1,"y":2},{"x":3,"y":4}]');
    assert.deepEqual([rowCount(labelled), labelChoices(labelled)], [3, ['x', 'y']]);
    assert.equal(rowCount(await seen('one.json', '{"x":1}')), 1);
    const sparse = await seen('rows.libsvm', '1 0:0.5\n0 1:4\n');
    assert.deepEqual([rowCount(sparse), labelChoices(sparse)], [2, ['label']]);
    assert.equal(rowCount(await seen('table.csv', '1,2\n3,4\n5,6\n')), 3);
    assert.equal(rowCount(await seen('long.jsonl', '{"x":1}\n'.repeat(40_000))), undefined);
  });

  it('are sent with commas, whatever stands between them, also out of a .gz', async () => {
    const file = await seen('table.csv.gz', gzipSync('y;a;b\n1;2;3\n4;5;6\n'));
    const { rows, hasMore } = await takeRows({ file: rowsFileOf({ file, label: 0 }), from: 1, count: 1 });
    assert.deepEqual(rows, [{ line: 3, input: '5,6', label: '4' }]);
    assert.equal(hasMore, false);
  });

  it('are a stretch of the file, and may be copied whole meanwhile', async () => {
    const file = await seen('long.csv', Array.from({ length: 5000 }, (_, row) => `${row % 3},${row}`).join('\n'));
    const copyTo = join(folder, 'copy');
    const task = { file: rowsFileOf({ file, label: 0 }), from: 2, count: 3, copyTo };
    const { rows, hasMore, copied } = await takeRows(task);
    assert.deepEqual(
      rows.map(({ input }) => input),
      ['2', '3', '4'],
    );
    assert.equal(hasMore, true);
    assert.equal(copied, 5000);
    assert.equal(await readFile(copyTo, 'utf8'), `${Array.from({ length: 5000 }, (_, row) => row).join('\n')}\n`);
  });

  it('of libsvm keep the place of the label, with a 0 in it', async () => {
    const file = await seen('rows.libsvm', '1 0:0.5 3:2\n-1 1:4\n');
    assert.deepEqual(file.members, ['label']);
    const { rows } = await takeRows({ file: rowsFileOf({ file, label: 'label' }), ...all });
    assert.deepEqual(rows, [
      { line: 1, input: '0 0:0.5 3:2', label: '1' },
      { line: 2, input: '0 1:4', label: '-1' },
    ]);
  });

  it('of JSON Lines and JSON are sent without the member that is the label', async () => {
    const lines = await seen('rows.jsonl', '{"features":[1,2],"label":"a"}\n\n{"features":[3,4],"label":"b"}\n');
    assert.equal(labelProposal(lines), 'label');
    const fromLines = await takeRows({ file: rowsFileOf({ file: lines, label: 'label' }), ...all });
    assert.deepEqual(fromLines.rows, [
      { line: 1, input: '{"features":[1,2]}', label: 'a' },
      { line: 3, input: '{"features":[3,4]}', label: 'b' },
    ]);
    const json = await seen('rows.json', '[{"x": 1, "y": 5}, {"x": 2, "y": 6}]');
    const fromJson = await takeRows({ file: rowsFileOf({ file: json, label: 'y' }), ...all });
    assert.deepEqual(fromJson.rows[1], { line: 2, input: '{"x":2}', label: '6' });
  });

  it('are refused with the reason', async () => {
    await assert.rejects(seen('empty.jsonl', ' \n'), /empty\.jsonl is empty/);
    await assert.rejects(seen('ragged.csv', 'a,y\n1,2\n3\n'), /line 3 has 1 cell instead of 2/);
    const broken = await seen('broken.jsonl', '{"x":1}\n{"x":\n');
    await assert.rejects(
      takeRows({ file: rowsFileOf({ file: broken, label: 'x' }), ...all }),
      /broken\.jsonl line 2 is no JSON/,
    );
    const short = await seen('short.csv', '1,2\n');
    await assert.rejects(takeRows({ file: rowsFileOf({ file: short }), from: 5, count: 1 }), /has no row 6/);
    const split = await seen('split.csv', 'a,b\n"x\ny",1\nz,2\n');
    await assert.rejects(
      takeRows({ file: rowsFileOf({ file: split }), ...all, copyTo: join(folder, 'c') }),
      /line break/,
    );
    await assert.rejects(
      takeRows({ file: { source: join(folder, 'gone.csv'), title: 'gone.csv', format: 'csv' }, ...all }),
      /gone\.csv cannot be read/,
    );
  });

  it('are chosen by their numbers', () => {
    assert.deepEqual(readRange('101-200', undefined), { from: 100, count: 100 });
    assert.deepEqual(readRange(' 5 to 7 ', 6), { from: 4, count: 2 });
    assert.deepEqual(readRange('3', 10), { from: 2, count: 1 });
    for (const text of ['', 'all', '0-5', '9-3', '20', '1-60000'])
      assert.ok('problem' in readRange(text, text === '20' ? 10 : undefined), text);
  });

  it('stand beside the lines of an output, or its parts where a line answers several', async () => {
    const output = async (text: string, count: number, isWhole = true) => {
      const path = join(folder, 'out');
      await writeFile(path, text);
      return readOutput({ path, count, isWhole });
    };
    assert.deepEqual(await output('1\n2\n3\n', 3), ['1', '2', '3']);
    assert.deepEqual(await output('1\n2\n3\n4\n', 2), ['1', '2']);
    assert.deepEqual(await output('1,2\n3,4\n', 4), ['1', '2', '3', '4']);
    assert.deepEqual(await output('{"predictions":[{"score":1},{"score":2}]}\n', 2), ['{"score":1}', '{"score":2}']);
    assert.deepEqual(await output('1\n2\n3', 9, false), ['1', '2']);
  });
});
