import assert from 'node:assert/strict';
import { cloneFolder } from '../../../../src/engine/notebooks/cloneRepository.ts';

describe('a repository is cloned into a folder', () => {
  it('of the last part of its URL', () => {
    assert.equal(cloneFolder({ url: 'https://git.example/team/Models-1.x.git' }), 'Models-1.x');
    assert.equal(cloneFolder({ url: 'https://git.example/team/models/' }), 'models');
  });

  it('inside the instance’s own, or not at all; a password in the URL is not told', () => {
    for (const url of [
      'https://me:secret@git.example/',
      'https://me:secret@git.example/a/%2e%2e',
      'https://x/a%2Fb',
      'https://x/..git',
    ])
      assert.throws(() => cloneFolder({ url }), {
        name: 'JobFailure',
        message: /^The repository https:\/\/[^@]* has no name to clone it by; correct its URL\.$/,
      });
    assert.throws(
      () => cloneFolder({ url: 'https://[secret/x' }),
      /^JobFailure: The URL of a code repository cannot be read; correct it\.$/,
    );
  });
});
