import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { findAlgorithm } from '../../../../src/catalog/algorithms/registry.ts';
import { trainChoices } from '../../../../src/jobs/wizard/algorithmChoices.ts';
import { surveyTable } from '../../../../src/jobs/wizard/surveyTable.ts';
import { tableProblem } from '../../../../src/jobs/wizard/tableProblems.ts';
import { takeData } from '../../../../src/jobs/wizard/takeData.ts';
import { taskOf, taskText } from '../../../../src/jobs/wizard/task.ts';
import { featuresOf, labelOf, type DataAnswer, type TrainAnswers } from '../../../../src/jobs/wizard/trainAnswers.ts';
import { UserError } from '../../../../src/shared/errors.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

describe('data given to the Train wizard', () => {
  let root: string;
  const newFolder = useTemporaryFolders();
  beforeEach(async () => {
    root = await newFolder();
    await mkdir(join(root, 'data'));
  });

  async function start(name = 'xgboost'): Promise<TrainAnswers> {
    const what = trainChoices('algorithm').find((one) => one.name === name && one.kind === 'algorithm');
    const spec = await findAlgorithm(name);
    assert.ok(what && spec);
    return { workspaceRoot: root, what, spec, data: {}, hyperparameters: {} };
  }
  async function local(name: string, content: string | Buffer): Promise<DataAnswer> {
    await writeFile(join(root, 'data', name), content);
    return { kind: 'local', path: join(root, 'data', name), isFolder: false };
  }
  async function trained(name: string, content: string | Buffer, algorithm?: string): Promise<TrainAnswers> {
    return takeData(await start(algorithm), 'train', await local(name, content), surveyTable);
  }
  async function refusal(promise: Promise<unknown>): Promise<string> {
    const error: unknown = await promise.then(
      () => assert.fail('it was taken'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof UserError, String(error));
    assert.ok(!error.message.includes(root), error.message);
    return error.message;
  }

  it('is refused at once when no model can come of it', async () => {
    const cases: [name: string, content: string | Buffer, message: RegExp][] = [
      ['empty.csv', '', /^data\/empty\.csv is empty/],
      ['headeronly.csv', 'a,b,y\n', /^data\/headeronly\.csv has a header and no rows/],
      ['onecol.csv', 'y\n1\n2\n', /^data\/onecol\.csv has one column only/],
      ['ragged.csv', 'a,y\n1,2\n3\n', /^data\/ragged\.csv line 3 has 1 cell instead of 2: make all lines alike/],
      ['words.csv', 'a,b\nx,y\n', /holds numbers to learn from/],
      ['broken.csv.gz', gzipSync('a,y\n1,2\n').subarray(0, 20), /is no whole gzip file/],
      ['not.csv.gz', 'a,y\n1,2\n', /is no whole gzip file/],
      ['picture.csv.gz', gzipSync(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')), /^data\/picture\.csv\.gz is no CSV/],
      ['latin.csv.gz', gzipSync(Buffer.from('a,größe\n1,2\n', 'latin1')), /^data\/latin\.csv\.gz is not UTF-8/],
      ['some.libsvm.gz', gzipSync('1 0:1\n'), /unpack it first/],
    ];
    for (const [name, content, message] of cases) assert.match(await refusal(trained(name, content)), message);
    // Far behind the head of the file, too.
    const long = `a,y\n${'1,2\n'.repeat(100_000)}3\n`;
    assert.match(await refusal(trained('long.csv', long)), /line 100002 has 1 cell/);
  });

  it('is not held out of too few rows', async () => {
    const tiny = await trained('tiny.csv', 'a,y\n1,2\n');
    const message = await refusal(takeData(tiny, 'validation', { kind: 'holdOut' }, surveyTable));
    assert.match(message, /^data\/tiny\.csv has 1 row, too few to hold some out/);
    const enough = await trained('enough.csv', `a,y\n${'1,2\n'.repeat(5)}`);
    assert.ok(await takeData(enough, 'validation', { kind: 'holdOut' }, surveyTable));
  });

  it('is compared with the data to measure on', async () => {
    const answers = { ...(await trained('a.csv', 'x,y\n1,cat\n2,dog\n3,cat\n4,dog\n')), label: 1 };
    const second = async (content: string) =>
      takeData(answers, 'validation', await local('b.csv', content), surveyTable);
    assert.match(await refusal(second('x,z,y\n1,1,cat\n')), /b\.csv has 3 columns and the training data have 2/);
    assert.match(
      await refusal(second('x,y\n1,cat\n1,cow\n')),
      /'y' is 'cow', a class that the training data do not have/,
    );
    assert.match(await refusal(second('x,y\n2,dog\nten,cat\n')), /'x' is 'ten', not a number/);
    assert.equal((await second('x,y\n1,cat\n')).secondTable?.rows, 1);
  });

  it('proposes a target that makes sense, and tells the task', async () => {
    const target = async (content: string) => {
      const { table, ...answers } = await trained('t.csv', content);
      assert.ok(table);
      const column = table.columns[labelOf({ ...answers, table }) ?? -1];
      assert.ok(column);
      return `${column.name}: ${taskText(taskOf(column))}`;
    };
    const rows = (cells: (row: number) => string) => Array.from({ length: 12 }, (_, row) => `${cells(row)}\n`).join('');
    const iris = ['setosa', 'versicolor', 'virginica'];
    assert.equal(
      await target(`a,b,variety\n${rows((row) => `${row / 7},2,${iris[row % 3]}`)}`),
      'variety: classification: 3 classes',
    );
    assert.equal(await target(rows((row) => `${row / 7},2,${iris[row % 3]}`)), 'column 3: classification: 3 classes');
    assert.equal(
      await target(`label,a,id\n${rows((row) => `${row % 2 ? 'yes' : 'no'},${row / 7},${row}`)}`),
      'label: classification: 2 classes',
    );
    // The last column that is neither a running number nor somebody's name.
    assert.equal(
      await target(`a,price,name,id\n${rows((row) => `1,${row / 7},n${row},${row}`)}`),
      'price: regression: a number is predicted',
    );
  });

  it('does not learn from running numbers, unless asked to', async () => {
    const answers = await trained('t.csv', ',a,y\n0,5,1.5\n1,5,2.5\n2,7,3.5\n');
    assert.deepEqual(featuresOf(answers), [1]);
    assert.deepEqual(featuresOf({ ...answers, keepsIds: true }), [0, 1]);
    assert.deepEqual(featuresOf(await trained('t.csv', 'PassengerId,Paid,y\n1,1,1\n2,2,3\n')), [1]);
  });

  it('says of a target why it cannot be predicted', async () => {
    const names = Array.from({ length: 1_001 }, (_, row) => `${row},n${row}\n`).join('');
    const problem = async (content: string, label: number, algorithm?: string) =>
      tableProblem({ ...(await trained('t.csv', content, algorithm)), label }, 't.csv');
    assert.match((await problem(`x,name\n${names}`, 1)) ?? '', /'name' is text with more than 1,000 different values/);
    assert.match((await problem('x,y\n1,\n2,3\n', 1)) ?? '', /'y' is empty in 1 row, first in line 2/);
    assert.match((await problem('x,y\n1,cat\n2,cat\n', 1)) ?? '', /'y' is always 'cat'/);
    assert.match((await problem('x,y\n1,cat\n2,dog\n', 0)) ?? '', /No column besides 'x' of t\.csv holds numbers/);
    assert.match(
      (await problem('x,y\n,1\n2,3\n', 1, 'linear-learner')) ?? '',
      /line 2: 'x' is empty, and this algorithm/,
    );
    assert.equal(await problem('x,y\n,1\n2,3\n', 1), undefined);
  });

  it('keeps a target where the same columns are given again, and not where its classes are others', async () => {
    const first = { ...(await trained('a.csv', 'x,y,z\n1,a,1\n2,b,1\n')), label: 1 };
    const again = async (content: string) => takeData(first, 'train', await local('a.csv', content), surveyTable);
    assert.equal((await again('x,y,z\n3,b,1\n4,a,1\n')).label, 1);
    assert.equal((await again('x,y,z\n3,b,1\n4,c,1\n')).label, undefined);
  });
});
