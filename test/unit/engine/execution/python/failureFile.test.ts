import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ErrorExcerpt } from '../../../../../src/engine/execution/python/errorExcerpt.ts';
import { writeFailureFile } from '../../../../../src/engine/execution/python/failureFile.ts';
import { useTemporaryFolders } from '../../../../support/temporaryFolder.ts';

describe('the failure file of a script', () => {
  const folderFor = useTemporaryFolders();

  async function textFor(lines: readonly string[], command: string): Promise<string> {
    const folder = await folderFor();
    const excerpt = new ErrorExcerpt();
    excerpt.add(lines.map((message) => ({ message })));
    const said = (limit: number): string => excerpt.text(limit);
    await writeFailureFile(folder, { kind: 'ExecuteUserScriptError', exitCode: 1, said, command });
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
