import assert from 'node:assert/strict';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { askPython } from '../../src/local/engineControl.ts';
import { setupPythonProcess } from '../../src/local/setupPythonProcess.ts';
import { EngineProcess, runEngine } from '../support/engineProcess.ts';
import { anyPythonOrSkip, makeVenv, pretendInstalled } from '../support/pythonVenv.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';

const entry = path.resolve(import.meta.dirname, '../../dist/engine.js');

describe("the engine's Python", function () {
  this.timeout(60_000);
  const folderFor = useTemporaryFolders();
  let python: string;

  before(function () {
    python = anyPythonOrSkip(this);
  });

  it('tells who may ask which interpreter a job would get', async () => {
    const [own, wished] = [
      makeVenv(python, path.join(await folderFor(), 'own')),
      makeVenv(python, path.join(await folderFor(), 'é b')),
    ];
    pretendInstalled(wished, 'scikit-learn', '1.5.2');
    const engine = await EngineProcess.start(undefined, ['--python', own]);
    try {
      const { endpoint, accessKeyId, secretAccessKey } = engine.announcement;
      const credentials = { accessKeyId, secretAccessKey };
      const answer = await askPython(endpoint, credentials, wished);
      assert.ok(answer !== undefined && 'environment' in answer);
      assert.equal(answer.environment.interpreter, wished);
      assert.deepEqual(answer.environment.libraries, { sklearn: '1.5.2' });
      const ownAnswer = await askPython(endpoint, credentials, undefined);
      assert.ok(ownAnswer !== undefined && 'environment' in ownAnswer);
      assert.equal(ownAnswer.environment.origin, 'named by --python');
      assert.deepEqual(await askPython(endpoint, credentials, '/no/such/python'), {
        problem: 'There is no Python interpreter at /no/such/python; choose another one.',
      });
      assert.equal(await askPython(endpoint, { ...credentials, secretAccessKey: 'guessed' }, wished), undefined);
    } finally {
      await engine.remove();
    }
  });

  it('is set up by a command that says what is wrong with what it was given', async () => {
    const state = await folderFor();
    const missing = await runEngine(['setup-python', '--state', state, '--python', '/no/such/python']);
    assert.equal(missing.code, 1);
    assert.equal(missing.stderr, 'There is no Python interpreter at /no/such/python; choose another one.\n');
    const unknown = await runEngine(['setup-pithon']);
    assert.equal(unknown.stderr, "sagemaker-local does not know 'setup-pithon'; see sagemaker-local --help.\n");
  });

  it('leaves nothing half after Ctrl+C', async () => {
    const state = await folderFor();
    const child = spawn(process.execPath, [entry, 'setup-python', '--state', state, '--python', python], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number];
    assert.equal(code, 130);
    assert.match(said, /Cancelled; nothing was left behind\.\n$/);
    assert.deepEqual(await readdir(path.join(state, 'python')), []);
  });

  it('is no longer set up when the editor cancels', async () => {
    const state = await folderFor();
    const cancelled = new AbortController();
    const report = (): void => cancelled.abort();
    assert.equal(
      await setupPythonProcess({
        verb: 'setup-python',
        entry,
        stateDirectory: state,
        report,
        signal: cancelled.signal,
      }),
      false,
    );
    assert.deepEqual(await readdir(path.join(state, 'python')), []);
  });
});
