import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { leftOutText, planUpload } from '../../../../src/sagemaker/s3/uploadPlan.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

describe('what of a folder is sent', () => {
  const folders = useTemporaryFolders();

  it('is nothing that stands elsewhere, nor .git', async function () {
    if (process.platform === 'win32') this.skip(); // links want rights there
    const home = await folders();
    const folder = join(home, 'data');
    const secrets = join(home, 'data-of-others');
    await mkdir(join(folder, '.git'), { recursive: true });
    await mkdir(join(folder, 'sub', '.git'), { recursive: true });
    await mkdir(secrets);
    await writeFile(join(folder, '.git', 'config'), 'token');
    await writeFile(join(folder, 'sub', 'a.csv'), '1');
    await writeFile(join(secrets, 'key'), 'secret');
    await symlink(join(secrets, 'key'), join(folder, 'file'));
    await symlink(secrets, join(folder, 'sub', 'folder'));
    await symlink('..', join(folder, 'up'));
    await symlink('sub/a.csv', join(folder, 'within.csv'));
    const { files, leftOut } = await planUpload([folder]);
    assert.deepEqual(
      files.map(({ key }) => key),
      ['data/sub/a.csv', 'data/within.csv'],
    );
    assert.equal(leftOutText(leftOut), '3 links that lead out of the folder, 2 .git folders');
    assert.equal(leftOutText([]), '');
  });

  it('is all of a folder or file that was itself chosen by a link', async function () {
    if (process.platform === 'win32') this.skip();
    const home = await folders();
    await mkdir(join(home, 'real'));
    await writeFile(join(home, 'real', 'a.csv'), '1');
    await symlink(join(home, 'real'), join(home, 'chosen'));
    await symlink(join(home, 'real', 'a.csv'), join(home, 'b.csv'));
    const { files, leftOut } = await planUpload([join(home, 'chosen'), join(home, 'b.csv')]);
    assert.deepEqual(
      files.map(({ key }) => key),
      ['chosen/a.csv', 'b.csv'],
    );
    assert.deepEqual(leftOut, []);
  });
});
