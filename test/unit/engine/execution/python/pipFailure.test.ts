import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { explainPip } from '../../../../../src/engine/execution/python/pipFailure.ts';
import { anyPythonOrSkip } from '../../../../support/pythonVenv.ts';
import { useTemporaryFolders } from '../../../../support/temporaryFolder.ts';

const installer = path.resolve(import.meta.dirname, '../../../../../src/engine/python/install_requirements.py');

describe('why requirements.txt could not be installed', () => {
  const folderFor = useTemporaryFolders();

  it('is said of a Python without pip, with what to do', async function () {
    this.timeout(20_000);
    const folder = path.join(await folderFor(), 'bare');
    await mkdir(folder);
    spawnSync(anyPythonOrSkip(this), ['-m', 'venv', '--without-pip', folder]);
    const bare = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
    const args = [installer, path.join(folder, 'environment'), path.join(folder, 'result'), 'anything'];
    const { stdout, status } = spawnSync(bare, args, { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.equal(
      explainPip(stdout.trim().split('\n')),
      `The Python ${bare} has no pip, which installs requirements.txt; add it with ${bare} -m ensurepip, or choose another interpreter`,
    );
  });
});
