import assert from 'node:assert/strict';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { madeEnvironmentPath, pythonDirectory } from '../../../../src/shared/node/madeEnvironment.ts';
import { PythonProbe } from '../../../../src/shared/node/probePython.ts';
import type { PythonEnvironment } from '../../../../src/engine/execution/python/pythonEnvironment.ts';
import { PythonEnvironmentLoader } from '../../../../src/shared/node/pythonEnvironmentLoader.ts';
import { runProgram } from '../../../../src/engine/execution/python/runProgram.ts';
import type { RunProgram } from '../../../../src/shared/node/programRun.ts';
import { anyPythonOrSkip, makeVenv, pretendInstalled } from '../../../support/pythonVenv.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

describe('the interpreter of a job', () => {
  const temporaryFolder = useTemporaryFolders();
  let python: string;
  let state: string;
  let starts = 0;

  before(function () {
    python = anyPythonOrSkip(this);
  });

  beforeEach(async () => {
    state = await temporaryFolder();
    starts = 0;
  });

  const counted: RunProgram = (...args) => {
    starts++;
    return runProgram(...args);
  };
  const loader = (places: { interpreter?: string | undefined; searchPath?: string } = {}): PythonEnvironmentLoader =>
    new PythonEnvironmentLoader(
      { stateDirectory: state, interpreter: places.interpreter, searchPath: places.searchPath ?? path.dirname(python) },
      new PythonProbe(counted),
    );

  it('is the one that the job asks for, then that of --python, then the one made here, then that of PATH', async () => {
    const [mine, option, made] = ['mine', 'option', 'python/made'].map((name) =>
      makeVenv(python, path.join(state, name)),
    );
    await writeFile(madeEnvironmentPath(pythonDirectory(state)), JSON.stringify({ folder: 'made', requirements: '' }));
    const all = loader({ interpreter: option });
    assert.deepEqual(shown(await all.find(mine)), [mine, 'chosen for this job']);
    assert.deepEqual(shown(await all.find()), [option, 'named by --python']);
    assert.deepEqual(shown(await loader().find()), [made, 'made by setup-python']);
    await rm(madeEnvironmentPath(pythonDirectory(state)));
    assert.deepEqual(shown(await loader().find()), [python, 'found on PATH']);
  });

  it('tells the version and the libraries that are installed, without importing them', async () => {
    const interpreter = makeVenv(python, path.join(state, 'venv'));
    pretendInstalled(interpreter, 'xgboost', '1.7.6');
    pretendInstalled(interpreter, 'scikit-learn', '1.5.2');
    const found = await loader().find(interpreter);
    assert.ok(typeof found === 'object');
    assert.match(found.version, /^3\.\d+\.\d+$/);
    assert.deepEqual(found.libraries, { xgboost: '1.7.6', sklearn: '1.5.2' });
  });

  it('asks an interpreter once, and again after something was installed', async () => {
    const interpreter = makeVenv(python, path.join(state, 'venv'));
    const one = loader();
    await one.find(interpreter);
    assert.deepEqual(libraries(await one.find(interpreter)), {});
    assert.equal(starts, 1);
    pretendInstalled(interpreter, 'torch', '2.3.0');
    assert.deepEqual(libraries(await one.find(interpreter)), { torch: '2.3.0' });
    assert.equal(starts, 2);
  });

  it('follows a launcher to the interpreter that it starts, each time anew', async () => {
    const interpreter = makeVenv(python, path.join(state, 'venv'));
    const launcher = await script(path.join(state, 'shim'), `exec '${interpreter}' "$@"`);
    const one = loader();
    assert.deepEqual(shown(await one.find(launcher)), [interpreter, 'chosen for this job']);
    await one.find(launcher);
    assert.equal(starts, 2);
  });

  it('reads the answer of an interpreter whose environment prints something of its own', async () => {
    const launcher = await script(path.join(state, 'chatty'), `echo Welcome; exec '${python}' "$@"`);
    assert.deepEqual(shown(await loader().find(launcher)), [python, 'chosen for this job']);
  });

  it('is not misled by a json.py in the current folder', async () => {
    await writeFile(path.join(state, 'json.py'), 'raise SystemExit(3)\n');
    const before = process.cwd();
    process.chdir(state);
    try {
      assert.deepEqual(shown(await loader().find(python)), [python, 'chosen for this job']);
    } finally {
      process.chdir(before);
    }
  });

  it('is said to be too old, missing, no file, not Python', async () => {
    const old = await script(
      path.join(state, 'python3.7'),
      `echo '{"executable": "/usr/bin/python3.7", "version": [3, 7, 3], "libraries": {}, "folders": []}'`,
    );
    assert.equal(
      await loader().find(old),
      `${old} is Python 3.7.3, and the local engine needs Python 3.9 or newer; choose another interpreter.`,
    );
    const missing = path.join(state, 'nowhere');
    assert.equal(await loader().find(missing), `There is no Python interpreter at ${missing}; choose another one.`);
    assert.equal(
      await loader().find(state),
      `${state} cannot be started as a Python interpreter (EACCES); choose another one.`,
    );
    assert.equal(await loader().find('/bin/ls'), '/bin/ls is no Python interpreter; choose another one.');
    const broken = await script(path.join(state, 'broken'), 'echo no such prefix >&2; exit 1');
    assert.equal(
      await loader().find(broken),
      `${broken} does not work as a Python interpreter (no such prefix); choose another one.`,
    );
  });

  it('passes over what is too old on PATH, and over nothing that was chosen', async () => {
    const folder = path.join(state, 'bin');
    await mkdir(folder);
    const old = await script(
      path.join(folder, 'python3'),
      `echo '{"executable": "/usr/bin/python3.7", "version": [3, 7, 3], "libraries": {}, "folders": []}'`,
    );
    const both = [folder, path.dirname(python)].join(path.delimiter);
    assert.deepEqual(shown(await loader({ searchPath: both }).find()), [python, 'found on PATH']);
    assert.match(problem(await loader({ searchPath: both, interpreter: old }).find()), /is Python 3\.7\.3/);
    assert.match(problem(await loader({ searchPath: folder }).find()), /is Python 3\.7\.3/);
    assert.equal(
      await loader({ searchPath: state }).find(),
      'No Python 3.9 or newer is on PATH; install one, or name one with sagemaker-local --python.',
    );
  });

  it('says so when the environment made here lost its Python', async () => {
    const interpreter = makeVenv(python, path.join(pythonDirectory(state), 'made'));
    await writeFile(madeEnvironmentPath(pythonDirectory(state)), JSON.stringify({ folder: 'made', requirements: '' }));
    await rm(interpreter);
    assert.match(
      problem(await loader().find()),
      /no longer works.*set it up again with sagemaker-local setup-python\.$/,
    );
  });
});

function shown(found: PythonEnvironment | string): unknown {
  return typeof found === 'string' ? found : [found.interpreter, found.origin];
}

function problem(found: PythonEnvironment | string): string {
  assert.ok(typeof found === 'string');
  return found;
}

function libraries(found: PythonEnvironment | string): unknown {
  return typeof found === 'string' ? found : found.libraries;
}

async function script(file: string, body: string): Promise<string> {
  await writeFile(file, `#!/bin/sh\n${body}\n`);
  await chmod(file, 0o755);
  return file;
}
