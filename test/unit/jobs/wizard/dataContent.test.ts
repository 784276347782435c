import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { findAlgorithm } from '../../../../src/catalog/algorithms/registry.ts';
import { nodeDefinitionFiles } from '../../../../src/jobs/nodeDefinitionFiles.ts';
import { trainChoices } from '../../../../src/jobs/wizard/algorithmChoices.ts';
import { contentProblem, withFirstFile } from '../../../../src/jobs/wizard/dataContent.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

const png = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');

describe('the content of data given to the Train wizard', () => {
  let root: string;
  const newFolder = useTemporaryFolders();
  beforeEach(async () => {
    root = await newFolder();
    await mkdir(join(root, 'empty'));
  });

  async function write(name: string, content: string | Buffer): Promise<void> {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
  async function problem(name: string, isFolder: boolean, choice = 'xgboost'): Promise<string | undefined> {
    const what = trainChoices('algorithm').find((one) => one.name === choice);
    assert.ok(what);
    const spec = what.kind === 'algorithm' ? await findAlgorithm(choice) : undefined;
    const answers = { workspaceRoot: root, what, ...(spec && { spec }), data: {}, hyperparameters: {} };
    const answer = { kind: 'local', path: join(root, name), isFolder } as const;
    return contentProblem(answers, 'train', answer, nodeDefinitionFiles);
  }

  it('is refused in a file, and in a folder by the name of the file', async () => {
    const cases: [name: string, content: string | Buffer, message: RegExp][] = [
      ['picture.csv', png, /is no CSV nor other text, but binary/],
      ['picture.png', png, /is no CSV/],
      ['zeros.csv', Buffer.from('1,2\n\0,4\n'), /is no CSV/],
      ['latin.csv', Buffer.from('größe,y\n1,2\n', 'latin1'), /is not UTF-8: open it in its encoding/],
      ['utf16.csv', Buffer.from('\ufeffa,y\n1,2\n', 'utf16le'), /is not UTF-8/],
      ['text.parquet', 'a,y\n1,2\n', /is no whole Parquet file/],
      ['cut.parquet', 'PAR1 and no end', /is no whole Parquet file/],
      ['headless.parquet', 'no start and PAR1', /is no whole Parquet file/],
      ['empty.parquet', '', /is no whole Parquet file/],
    ];
    for (const [name, content, message] of cases) {
      await write(`in-${name}/${name}`, content);
      const title = `in-${name}/${name} `;
      for (const said of [await problem(title.trim(), false), await problem(`in-${name}`, true)]) {
        assert.match(said ?? '', message, name);
        assert.ok(said?.startsWith(title), said);
      }
    }
  });

  it('is refused in a folder without files, that is gone, or with files of another format', async () => {
    assert.match((await problem('empty', true)) ?? '', /'empty' holds no files/);
    assert.match((await problem('empty', true, 'sklearn')) ?? '', /'empty' holds no files/);
    assert.match((await problem('gone', true)) ?? '', /'gone'/);
    await write('packed/a.csv.gz', gzipSync('1,2\n'));
    assert.match((await problem('packed', true)) ?? '', /^packed\/a\.csv\.gz is no CSV/);
    assert.equal(await problem('packed/a.csv.gz', false), undefined);
    await write('lines/a.jsonl', '{}\n');
    assert.match((await problem('lines', true)) ?? '', /^lines\/a\.jsonl: .*does not read application\/jsonlines/);
  });

  it('is taken where the algorithm reads it, or a script', async () => {
    await write('good/a.csv', 'größe,y\n1,2\n');
    await write('good/b.csv', `x${'ü'.repeat(40_000)}\n`); // a character is cut at the end of the head
    await write('columns/a.parquet', 'PAR1 columns PAR1');
    await write('pictures/a.png', png);
    assert.equal(await problem('good', true), undefined);
    assert.equal(await problem('columns', true), undefined);
    assert.equal(await problem('pictures', true, 'sklearn'), undefined);
    assert.equal(await problem('pictures/a.png', false, 'sklearn'), undefined);
  });

  it('of a folder is told by its first file', async () => {
    await write('many/b.libsvm', '1 0:1\n');
    await write('many/a.libsvm', '1 0:1\n');
    const answers = { workspaceRoot: root, data: {}, hyperparameters: {} };
    const folder = { kind: 'local', path: join(root, 'many'), isFolder: true } as const;
    const looked = await withFirstFile(answers, folder, nodeDefinitionFiles);
    assert.deepEqual(looked, { ...folder, firstFile: join(root, 'many', 'a.libsvm') });
    const empty = { ...folder, path: join(root, 'empty') };
    assert.deepEqual(await withFirstFile(answers, empty, nodeDefinitionFiles), empty);
  });
});
