import assert from 'node:assert/strict';
import { UserError } from '../../../src/shared/errors.ts';
import { nextStepsOf } from '../../../src/ui/nextSteps.ts';

describe('nextStepsOf', () => {
  const titles = (error: unknown) => nextStepsOf(error).map(({ title }) => title);

  it('offers a folder and the example where there is no folder', () =>
    assert.deepEqual(titles(new UserError('Open the folder.', { about: 'folder' })), [
      'Open Folder',
      'Open the Boston Housing Example',
    ]));

  it('offers the log where the editor has no place to go on', () => {
    for (const error of [new UserError('It failed.'), new Error('deep'), undefined])
      assert.deepEqual(titles(error), ['Show Log']);
  });
});
