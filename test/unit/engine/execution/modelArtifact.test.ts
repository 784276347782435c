import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packEntries, readFolder } from '../../../../src/engine/execution/modelArtifact.ts';
import { platform } from '../../../../src/shared/node/platform.ts';
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

  it('leaves out what has no readable name and says so, and takes all else', async function () {
    if (!platform.hasProcFiles) this.skip(); // other systems have no such names
    const folder = await folderFor();
    await mkdir(join(folder, 'sub'));
    await writeFile(join(folder, 'good'), 'good');
    await writeFile(join(folder, 'sub/\ufffd'), 'a name like any other');
    const strange = (name: string): Buffer => Buffer.concat([Buffer.from(`${folder}/${name}`), Buffer.from([0xff])]);
    await writeFile(strange('sub/'), 'strange');
    await mkdir(strange('deep'));
    await symlink(strange('sub/'), join(folder, 'link'));
    const { entries, notes } = await readFolder(folder);
    assert.deepEqual(
      entries.map(({ name }) => name),
      ['good', 'sub/\ufffd'],
    );
    assert.match(notes[0] ?? '', /^The link 'link' leads to .* or to nothing, and is not packed/);
    assert.deepEqual(notes.slice(1), [
      "Left out because its name is not UTF-8, as a key in S3 must be; rename it: 'deep\ufffd', 'sub/\ufffd'.",
    ]);
  });

  it('takes all else when a file is removed while the folder is read', async () => {
    const folder = await folderFor();
    const names = Array.from({ length: 600 }, (_, index) => `${index}`);
    await Promise.all(names.map((name) => writeFile(join(folder, name), '')));
    await writeFile(join(folder, 'zz'), 'last');
    const reading = readFolder(folder);
    await Promise.all(names.slice(300).map((name) => rm(join(folder, name))));
    const { entries } = await reading;
    const found = new Set(entries.map(({ name }) => name));
    assert.ok(found.has('zz') && names.slice(0, 300).every((name) => found.has(name)));
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
