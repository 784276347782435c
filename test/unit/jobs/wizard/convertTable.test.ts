import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { convertTable, type TableConversion } from '../../../../src/jobs/wizard/convertTable.ts';
import { UserError } from '../../../../src/shared/errors.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

describe('a table brought into the form that SageMaker reads', () => {
  let folder: string;

  const newFolder = useTemporaryFolders();
  beforeEach(async () => {
    folder = await newFolder();
  });

  async function convert(content: string | Buffer, change: Partial<TableConversion> = {}, name = 'table.csv') {
    const conversion: TableConversion = {
      source: join(folder, name),
      title: name,
      delimiter: ',',
      skip: 1,
      width: 3,
      columns: [
        { index: 2, name: 'y' },
        { index: 0, name: 'a' },
      ],
      hasLabel: true,
      takesMissing: true,
      trainPath: join(folder, 'train.csv'),
      ...change,
    };
    await writeFile(conversion.source, content);
    const counts = await convertTable(conversion);
    const read = async (path?: string) => (path === undefined ? '' : readFile(path, 'utf8'));
    return { ...counts, train: await read(conversion.trainPath), validation: await read(change.validationPath) };
  }

  it('has the label first, no header and no columns that are left out', async () => {
    const { train, trainRows } = await convert('a,city,y\n1,"Paris, France",10\r\nNA,Rome, 20 \n\n-3e2,,30');
    assert.equal(train, '10,1\n20,\n30,-3e2\n');
    assert.equal(trainRows, 3);
  });

  it('is unpacked, and written with commas', async () => {
    const { train } = await convert(gzipSync('a\tb\ty\n1\t2\t3\n'), { delimiter: '\t' }, 'table.tsv.gz');
    assert.equal(train, '3,1\n');
  });

  it('holds out one row of every five, the same ones each time and none twice', async () => {
    const rows = Array.from({ length: 100_000 }, (_, row) => `${row},x,${row}\n`);
    const options = { validationPath: join(folder, 'validation.csv') };
    const first = await convert(`a,b,y\n${rows.join('')}`, options);
    assert.deepEqual([first.trainRows, first.validationRows], [80_000, 20_000]);
    const all = `${first.train}${first.validation}`.trim().split('\n');
    assert.equal(new Set(all).size, 100_000);
    const places = first.validation
      .trim()
      .split('\n')
      .map((line) => Number(line.split(',')[0]) % 5);
    for (const place of [0, 1, 2, 3, 4]) {
      const share = places.filter((one) => one === place).length / places.length;
      assert.ok(share > 0.18 && share < 0.22, `place ${place} of five is held out ${share} of the time`);
    }
    assert.deepEqual(await convert(`a,b,y\n${rows.join('')}`, options), first);
  });

  it('has the number of its class in place of a text', async () => {
    const { train } = await convert('a,b,y\n1,x,dog\n2,x, cat \n3,x,dog\n', { classes: ['cat', 'dog'] });
    assert.equal(train, '1,1\n0,2\n1,3\n');
  });

  const refused: [name: string, content: string, change: Partial<TableConversion>, message: RegExp][] = [
    [
      'has text in a number’s column',
      'a,b,y\n1,x,2\nten,x,3\n',
      {},
      /^table\.csv line 3: 'a' is 'ten', not a number; leave that column out\.$/,
    ],
    ['has a row without its label', 'a,b,y\n1,x,\n', {}, /line 2: 'y' is empty, but every row needs its label/],
    [
      'lacks a value that is needed',
      'a,b,y\n,x,1\n',
      { takesMissing: false },
      /'a' is empty, and this algorithm takes no missing values/,
    ],
    ['has a row of another length', 'a,b,y\n1,2\n', {}, /line 2 has 2 cells instead of 3/],
    ['has a class that was not there before', 'a,b,y\n1,x,cow\n', { classes: ['cat'] }, /'y' is 'cow', which is none/],
    ['has no rows', 'a,b,y\n', {}, /holds no rows to train on/],
    ['is too short to hold rows out', 'a,b,y\n1,x,2\n', { validationPath: '' }, /too few rows/],
  ];
  for (const [name, content, change, message] of refused) {
    it(`is refused when it ${name}`, async () => {
      const validation = change.validationPath === undefined ? {} : { validationPath: join(folder, 'v.csv') };
      await assert.rejects(convert(content, { ...change, ...validation }), (error) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it('says when the file cannot be written', async () => {
    await assert.rejects(convert('a,b,y\n1,x,2\n', { trainPath: join(folder, 'none', 'train.csv') }), {
      code: 'ENOENT',
    });
  });
});
