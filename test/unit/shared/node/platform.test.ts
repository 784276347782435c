import assert from 'node:assert/strict';
import { isProcessAlive, platformFor } from '../../../../src/shared/node/platform.ts';

describe('the platforms', () => {
  it('keep the state where each keeps such things', () => {
    const where = (name: NodeJS.Platform, env: NodeJS.ProcessEnv = {}) =>
      platformFor(name, env, '/home/me').defaultStateDirectory.replaceAll('\\', '/');
    assert.equal(where('linux'), '/home/me/.local/share/sagemaker-local');
    assert.equal(where('linux', { XDG_DATA_HOME: '/data' }), '/data/sagemaker-local');
    for (const ignored of ['', 'data', './data'])
      assert.equal(where('linux', { XDG_DATA_HOME: ignored }), '/home/me/.local/share/sagemaker-local', ignored);
    assert.equal(where('darwin'), '/home/me/Library/Application Support/sagemaker-local');
    assert.equal(where('win32', { LOCALAPPDATA: '/c/local' }), '/c/local/sagemaker-local');
  });

  it('set a variable as their shells do', () => {
    assert.equal(platformFor('linux', {}, '/').exportLine('A', 'b'), "export A='b'");
    assert.equal(platformFor('win32', {}, '/').exportLine('A', 'b'), "$env:A = 'b'");
  });

  it('tell a process that lives from one that does not', () => {
    assert.equal(isProcessAlive(process.pid), true);
    assert.equal(isProcessAlive(2 ** 22 + 1), false);
  });
});
