import assert from 'node:assert/strict';
import path from 'node:path';
import { workspacePythons } from '../../../src/local/workspacePythons.ts';
import { platform } from '../../../src/shared/node/platform.ts';

const root = path.resolve('/work/space');
const venv = (...parts: string[]): string => platform.venvPython(path.join(root, ...parts));
const file = path.join(root, 'models', 'boston', 'a.training-job.yaml');

describe('virtual environments of a workspace', () => {
  it('are found beside a definition and above it, nearest first, not above the workspace', () => {
    const there = new Set([
      venv('env'),
      venv('.venv'),
      venv('models', 'venv'),
      venv('..', '.venv'),
      venv('other', '.venv'),
    ]);
    assert.deepEqual(
      workspacePythons(file, root, (one) => there.has(one)),
      [venv('models', 'venv'), venv('.venv'), venv('env')],
    );
  });

  it('are not looked for around a file elsewhere', () => {
    const elsewhere = path.resolve('/other/a.training-job.yaml');
    assert.deepEqual(
      workspacePythons(elsewhere, root, () => true),
      [],
    );
  });
});
