import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileContent } from '../../../../src/engine/store/fileContent.ts';
import { sleep } from '../../../../src/shared/clock.ts';
import { systemClock } from '../../../../src/shared/node/systemClock.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

describe('fileContent', () => {
  const folders = useTemporaryFolders();

  it('gives a file’s bytes', async () => {
    const path = join(await folders(), 'file');
    await writeFile(path, 'x'.repeat(200_000));
    assert.equal((await buffer(fileContent(path))).length, 200_000);
  });

  it('fails where it is read, however long after, when the file is not there', async () => {
    const content = fileContent(join(await folders(), 'nowhere'));
    await sleep(systemClock, 50); // a stream would have thrown into the process by now
    await assert.rejects(buffer(content), { code: 'ENOENT' });
  });
});
