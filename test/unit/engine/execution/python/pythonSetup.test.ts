import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pythonDirectory, readMadeEnvironment } from '../../../../../src/shared/node/madeEnvironment.ts';
import { PythonProbe } from '../../../../../src/shared/node/probePython.ts';
import { PythonEnvironmentLoader } from '../../../../../src/shared/node/pythonEnvironmentLoader.ts';
import { pinnedRequirements, withDigest } from '../../../../../src/engine/execution/python/pythonRequirements.ts';
import { PythonSetup, type PythonSetupOutcome } from '../../../../../src/engine/execution/python/pythonSetup.ts';
import { runProgram } from '../../../../../src/engine/execution/python/runProgram.ts';
import type { RunProgram } from '../../../../../src/shared/node/programRun.ts';
import { anyPythonOrSkip } from '../../../../support/pythonVenv.ts';
import { useTemporaryFolders } from '../../../../support/temporaryFolder.ts';

/** Writes a wheel of a library called numpy, which is nothing but its name. */
const wheelProgram = `
import sys, zipfile
folder, version = sys.argv[1:]
info = f'numpy-{version}.dist-info'
with zipfile.ZipFile(f'{folder}/numpy-{version}-py3-none-any.whl', 'w') as wheel:
    wheel.writestr('numpy.py', f'__version__ = "{version}"\\n')
    wheel.writestr(f'{info}/METADATA', f'Metadata-Version: 2.1\\nName: numpy\\nVersion: {version}\\n')
    wheel.writestr(f'{info}/WHEEL', 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr(f'{info}/RECORD', '')
`;

/** Takes the pip of the Python that the environment is built on, which saves the seconds that making one takes. */
const borrowingPip: RunProgram = (program, args, options) =>
  runProgram(
    program,
    args[1] === 'venv' ? [...args.slice(0, 2), '--system-site-packages', '--without-pip', ...args.slice(2)] : args,
    options,
  );

describe('setting up Python', function () {
  this.timeout(180_000);
  const temporaryFolder = useTemporaryFolders();
  let python: string;
  let state: string;
  let wheels: string;
  let said: string[];

  before(function () {
    python = anyPythonOrSkip(this);
  });

  beforeEach(async () => {
    [state, wheels, said] = [await temporaryFolder(), await temporaryFolder(), []];
    for (const version of ['1.0', '2.0']) execFileSync(python, ['-c', wheelProgram, wheels, version]);
  });

  function setUp(
    options: {
      requirements?: string[];
      modules?: string[];
      base?: string;
      signal?: AbortSignal;
      env?: NodeJS.ProcessEnv;
      run?: RunProgram;
    } = {},
  ): Promise<PythonSetupOutcome> {
    const { requirements = ['numpy==1.0'], base = python, signal = new AbortController().signal } = options;
    const probe = new PythonProbe(runProgram);
    return new PythonSetup({
      directory: pythonDirectory(state),
      verb: 'setup-python',
      modules: options.modules ?? [],
      supportedPythons: '3.9 to 3.14',
      env: options.env ?? { ...process.env, PIP_NO_INDEX: '1', PIP_FIND_LINKS: wheels },
      bases: new PythonEnvironmentLoader({ stateDirectory: undefined, interpreter: undefined, searchPath: '' }, probe),
      probe,
      run: options.run ?? runProgram,
      requirementsFor: () => withDigest(requirements),
      report: (line) => said.push(line),
    }).make(base, signal);
  }

  const folders = async (): Promise<string[]> =>
    (await readdir(pythonDirectory(state))).filter((name) => name !== 'environment.json');

  it('makes an environment that the engine then finds, says what it does, and does it once', async () => {
    const made = await setUp();
    assert.equal(made.wasThere, false);
    assert.deepEqual(made.facts.libraries, { numpy: '1.0' });
    assert.match(said.join('\n'), /^Making a Python 3[^\n]+\nInstalling 1 packages…\nLoading the libraries once…$/);
    const loader = new PythonEnvironmentLoader(
      { stateDirectory: state, interpreter: undefined, searchPath: '' },
      new PythonProbe(runProgram),
    );
    assert.deepEqual(await loader.find(), { ...made.facts, origin: 'made by setup-python' });
    assert.deepEqual(await setUp(), { facts: made.facts, wasThere: true });
    assert.equal((await folders()).length, 1);
  });

  it('makes it anew for other libraries, for one that is broken, and clears away what was replaced before', async () => {
    const first = await setUp({ run: borrowingPip });
    const second = await setUp({ requirements: ['numpy==2.0'] });
    assert.deepEqual(second.facts.libraries, { numpy: '2.0' });
    await rm(second.facts.interpreter);
    const third = await setUp({ requirements: ['numpy==2.0'], run: borrowingPip });
    assert.equal(third.wasThere, false);
    assert.equal(
      (await readMadeEnvironment(pythonDirectory(state)))?.folder,
      path.basename(path.resolve(third.facts.interpreter, '../..')),
    );
    assert.notEqual(first.facts.interpreter, third.facts.interpreter);
  });

  it('removes what a killed run left half, and leaves alone what another process is making', async () => {
    const dead = execFileSync(python, ['-c', 'import os; print(os.getpid())'], { encoding: 'utf8' }).trim();
    await mkdir(path.join(pythonDirectory(state), `3.11.7-${dead}-abcdef`), { recursive: true });
    await mkdir(path.join(pythonDirectory(state), `3.11.7-${process.pid}-abcdef`), { recursive: true });
    await setUp({ run: borrowingPip });
    const left = await folders();
    assert.equal(left.includes(`3.11.7-${dead}-abcdef`), false);
    assert.equal(left.includes(`3.11.7-${process.pid}-abcdef`), true);
  });

  it('counts an environment only when what it is for can be loaded', async () => {
    await assert.rejects(setUp({ modules: ['jupyterlab'], run: borrowingPip }), /No module named 'jupyterlab'/);
    assert.deepEqual(await folders(), []);
    assert.equal((await setUp({ modules: ['json'], run: borrowingPip })).wasThere, false);
  });

  it('lets two at once end with one that works', async () => {
    const both = await Promise.all([setUp(), setUp()]);
    assert.deepEqual(
      both.map(({ facts }) => facts.libraries),
      [{ numpy: '1.0' }, { numpy: '1.0' }],
    );
    assert.equal((await setUp()).wasThere, true);
  });

  it('leaves nothing when it is cancelled, and ends what it started', async () => {
    const cancelled = new AbortController();
    let ended = false;
    const run: RunProgram = async (program, args, options) => {
      if (!args.includes('pip')) return borrowingPip(program, args, options);
      setTimeout(() => cancelled.abort(), 50);
      try {
        return await runProgram(program, ['-c', 'import time; time.sleep(600)'], options);
      } finally {
        ended = true;
      }
    };
    await assert.rejects(setUp({ signal: cancelled.signal, run }), { name: 'AbortError' });
    assert.equal(ended, true);
    assert.deepEqual(await folders(), []);
    assert.equal(await readMadeEnvironment(pythonDirectory(state)), undefined);
  });

  it('keeps the old one when a new one cannot be made', async () => {
    const old = await setUp();
    await assert.rejects(setUp({ requirements: ['numpy==3.0'], run: borrowingPip }), {
      name: 'UserError',
      message: `The Python package index has no ready-made numpy 3.0 for ${python} on this machine; set up with another Python.`,
    });
    assert.deepEqual(await setUp(), { facts: old.facts, wasThere: true });
    assert.equal((await folders()).length, 1);
  });

  it('says so when the package index cannot be reached', async () => {
    const env = { ...process.env, PIP_FIND_LINKS: '', PIP_INDEX_URL: 'http://127.0.0.1:9/simple', PIP_RETRIES: '0' };
    await assert.rejects(setUp({ env, run: borrowingPip }), {
      message:
        'The Python package index cannot be reached; check the network or proxy of this machine, or name an index of your own with pip config set global.index-url, then set up again.',
    });
    assert.deepEqual(await folders(), []);
  });

  it('says so when what is installed cannot be loaded', async () => {
    execFileSync(python, [
      '-c',
      wheelProgram.replace('__version__ = ', 'raise ImportError("no such symbol") #'),
      wheels,
      '1.0',
    ]);
    await assert.rejects(setUp({ run: borrowingPip }), {
      message: 'The installed libraries cannot be loaded (ImportError: no such symbol); set up with another Python.',
    });
    assert.equal(await readMadeEnvironment(pythonDirectory(state)), undefined);
  });

  it('installs into the environment whatever the user’s pip is told', async () => {
    const elsewhere = path.join(state, 'elsewhere');
    const env = {
      ...process.env,
      PIP_NO_INDEX: '1',
      PIP_FIND_LINKS: wheels,
      PIP_TARGET: elsewhere,
      PYTHONPATH: wheels,
    };
    assert.deepEqual((await setUp({ env })).facts.libraries, { numpy: '1.0' });
  });

  it('says what Debian lacks', async () => {
    const bare = path.join(state, 'python3');
    const answer = JSON.stringify({ executable: bare, version: [3, 11, 2], libraries: {}, folders: [] });
    const complaint = 'The virtual environment was not created successfully because ensurepip is not available.';
    await writeFile(
      bare,
      `#!/bin/sh\nif [ "$1" = -c ]; then echo '${answer}'; else echo '${complaint}'; exit 1; fi\n`,
      {
        mode: 0o755,
      },
    );
    await assert.rejects(setUp({ base: bare }), {
      message: `${bare} cannot make virtual environments, since its venv part is not installed; on Debian and Ubuntu install it with 'sudo apt install python3-venv', then set up again.`,
    });
  });
});

describe('the pinned libraries', () => {
  it('hold everything at one version, for every Python from the oldest on', () => {
    for (const version of ['3.9.0', '3.10.1', '3.11.7', '3.12.9', '3.13.0', '3.14.2']) {
      const { requirements = [] } = pinnedRequirements(version) ?? {};
      assert.ok(requirements.includes('xgboost==1.7.6'), version);
      for (const requirement of requirements) assert.match(requirement, /^[a-z-]+==[\w.]+$/);
    }
    assert.equal(pinnedRequirements('3.99.0'), undefined);
  });
});
