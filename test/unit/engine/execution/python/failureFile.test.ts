import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ErrorExcerpt } from '../../../../../src/engine/execution/python/errorExcerpt.ts';
import { writeFailureFile } from '../../../../../src/engine/execution/python/failureFile.ts';
import { hintsOf } from '../../../../../src/engine/execution/python/failureHints.ts';
import { useTemporaryFolders } from '../../../../support/temporaryFolder.ts';

describe('the failure file of a script', () => {
  const folderFor = useTemporaryFolders();

  async function textFor(lines: readonly string[], command: string): Promise<string> {
    const folder = await folderFor();
    const excerpt = new ErrorExcerpt();
    excerpt.add(lines.map((message) => ({ message })));
    const said = (limit: number): string => excerpt.text(limit);
    const surroundings = { channels: [], libraries: {} };
    await writeFailureFile(folder, { kind: 'ExecuteUserScriptError', exitCode: 1, said, command, surroundings });
    return readFile(join(folder, 'output', 'failure'), 'utf8');
  }

  const traceback = [
    'Traceback (most recent call last):',
    ...Array.from({ length: 60 }, (_, line) => `  File "/code/train.py", line ${line}, in step`),
    `ValueError: begin ${'y'.repeat(3000)} end`,
  ];

  it('gives up frames first, then the middle of the error, and last of the command', async () => {
    const plain = await textFor(traceback, 'python train.py');
    assert.ok(plain.length <= 980, `${plain.length}`);
    assert.match(plain, /line 59, in step\n ValueError: begin y+…y+ end"\nCommand "python train\.py"$/);
    const long = await textFor(traceback, `python train.py --list ${'1 '.repeat(2000)}--last`);
    assert.ok(long.length <= 980, `${long.length}`);
    assert.match(long, /ValueError: begin y+…y+ end"\nCommand "python train\.py --list [1 ]+…[1 ]+--last"$/);
  });
});

describe('what to do about a failure of a script', () => {
  const surroundings = { channels: ['train', 'test'], libraries: { sklearn: '1.2.2' } };
  const cases: [said: string, hint: RegExp | undefined][] = [
    ["ModuleNotFoundError: No module named 'sklearn'", /^Add scikit-learn to a requirements\.txt/],
    ["ModuleNotFoundError: No module named 'other'", /^Add other \(or the package that holds it\) to/],
    [
      "ModuleNotFoundError: No module named 'sklearn.foo'",
      /^The sklearn 1\.2\.2 that Python found has no module sklearn\.foo$/,
    ],
    ["ModuleNotFoundError: No module named 'own.part'", /^The own that Python found has no module own\.part$/],
    ["KeyError: 'SM_CHANNEL_VALIDATION'", /this job has the channels train, test$/],
    ["KeyError: 'price'", undefined],
    [
      "FileNotFoundError: [Errno 2] No such file or directory: '/opt/ml/input/data/train.csv'",
      /read SM_MODEL_DIR, SM_OUTPUT_DIR/,
    ],
    ["Traceback (most recent call last):\n open('/opt/ml/x') if no else 1\n ValueError: other", undefined],
    ["FileNotFoundError: No such file: '/home/me/opt/ml/model/x'", undefined],
  ];
  for (const [said, hint] of cases)
    it(said, () => {
      const hints = hintsOf(said, surroundings);
      assert.equal(hints.length, hint === undefined ? 0 : 1);
      if (hint !== undefined) assert.match(hints[0] ?? '', hint);
    });
});
