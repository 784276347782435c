import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packEntries, readFolder } from '../../../../src/engine/execution/modelArtifact.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

describe('what model.tar.gz holds', () => {
  const folderFor = useTemporaryFolders();

  it('packs files, empty folders, links inside as links and files that links lead out to', async () => {
    const base = await folderFor();
    const folder = join(base, 'model');
    await mkdir(join(folder, 'v1/empty'), { recursive: true });
    await writeFile(join(base, 'shared.bin'), 'shared');
    await writeFile(join(folder, 'v1/weights'), 'abc');
    await symlink('v1', join(folder, 'latest'));
    await symlink(join(folder, 'v1/weights'), join(folder, 'v1/absolute'));
    await symlink(join(base, 'shared.bin'), join(folder, 'outside'));
    await symlink(base, join(folder, 'above'));
    await symlink('nowhere', join(folder, 'broken'));
    const archive = join(base, 'model.tar.gz');
    const { entries, notes } = await readFolder(folder);
    await packEntries(entries, archive);
    const listed = spawnSync('tar', ['-tvzf', archive], { encoding: 'utf8' }).stdout;
    const shown = listed
      .trim()
      .split('\n')
      .map((line) => `${line[0]} ${line.split(/\s+/).slice(5).join(' ')}`);
    assert.deepEqual(shown.sort(), [
      '- outside',
      '- v1/weights',
      'd v1/empty',
      'l latest -> v1',
      'l v1/absolute -> weights',
    ]);
    assert.equal(spawnSync('tar', ['-xzOf', archive, 'outside'], { encoding: 'utf8' }).stdout, 'shared');
    assert.equal(notes.length, 3);
    assert.match(notes.find((note) => note.includes("'outside'")) ?? '', /the file itself is packed/);
    assert.match(notes.find((note) => note.includes("'broken'")) ?? '', /is not packed/);
  });

  it('is a whole archive also of nothing', async () => {
    const base = await folderFor();
    const archive = join(base, 'model.tar.gz');
    await mkdir(join(base, 'model'));
    const { entries } = await readFolder(join(base, 'model'));
    assert.deepEqual(entries, []);
    await packEntries(entries, archive);
    const { status, stdout } = spawnSync('tar', ['-tzf', archive], { encoding: 'utf8' });
    assert.deepEqual([status, stdout], [0, '']);
  });
});
