import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { storageError, writeFileAtomic } from '../../../../src/engine/store/atomicFile.ts';
import { UserError } from '../../../../src/shared/errors.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

describe('writeFileAtomic', () => {
  const folders = useTemporaryFolders();

  it('lets a reader see one whole content or another, and leaves nothing else behind', async () => {
    const folder = await folders();
    const path = join(folder, 'state.json');
    const contents = Array.from({ length: 20 }, (_, n) => String(n).repeat(100_000));
    await writeFileAtomic(path, contents[0] ?? '');
    let isWriting = true;
    const reading = (async () => {
      while (isWriting) assert.ok(contents.includes(await readFile(path, 'utf8')));
    })();
    for (const content of contents) await writeFileAtomic(path, content);
    isWriting = false;
    await reading;
    assert.equal(await readFile(path, 'utf8'), contents.at(-1));
    assert.deepEqual(await readdir(folder), ['state.json']);
  });

  it('keeps the old content when it cannot write', async () => {
    const folder = await folders();
    await assert.rejects(writeFileAtomic(join(folder, 'none', 'x'), 'new'), { code: 'ENOENT' });
    assert.deepEqual(await readdir(folder), []);
  });
});

describe('storageError', () => {
  it('names the directory and what to do, and keeps the cause', () => {
    for (const code of ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM']) {
      const cause = Object.assign(new Error('system'), { code });
      const error = storageError('/state', cause);
      assert.ok(error instanceof UserError && error.cause === cause);
      assert.match(error.message, /^The local engine cannot write to \/state: .*; .*choose another state directory\.$/);
    }
    const other = new Error('other');
    assert.equal(storageError('/state', other), other);
  });
});
