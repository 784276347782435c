import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JupyterLoader } from '../../../../src/engine/notebooks/jupyterLoader.ts';
import { jupyterDirectory, madeEnvironmentPath } from '../../../../src/shared/node/madeEnvironment.ts';
import { jupyterPythons, jupyterRequirements } from '../../../../src/engine/execution/python/jupyterRequirements.ts';
import { runProgram } from '../../../../src/engine/execution/python/runProgram.ts';
import { anyPythonOrSkip, makeVenv } from '../../../support/pythonVenv.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

describe('the Python of notebook instances', function () {
  this.timeout(60_000);
  const temporaryFolder = useTemporaryFolders();
  let state: string;
  beforeEach(async () => (state = await temporaryFolder()));

  const find = (interpreter?: string) => new JupyterLoader({ stateDirectory: state, interpreter }, runProgram).find();

  /** Lets an environment say that it has packages, which are empty. */
  async function pretend(interpreter: string, ...packages: string[]): Promise<void> {
    const { stdout } = await runProgram(interpreter, ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))']);
    for (const name of packages) {
      await mkdir(join(stdout.trim(), name));
      await writeFile(join(stdout.trim(), name, '__init__.py'), '');
    }
  }

  it('is the one that setup-jupyter made, with or without JupyterLab', async function () {
    const made = makeVenv(anyPythonOrSkip(this), join(jupyterDirectory(state), 'made'));
    await writeFile(madeEnvironmentPath(jupyterDirectory(state)), JSON.stringify({ folder: 'made', requirements: '' }));
    const again = `run sagemaker-local setup-jupyter --state '${state}' again, then start the instance again.`;
    assert.equal(await find(), `${made} has no Jupyter server; ${again}`);
    await pretend(made, 'jupyter_server');
    assert.equal(await find(), `${made} has no ipykernel; ${again}`);
    await pretend(made, 'ipykernel');
    assert.deepEqual(await find(), { interpreter: made, hasLab: false });
    await pretend(made, 'jupyterlab');
    assert.deepEqual(await find(), { interpreter: made, hasLab: true });
  });

  it('is the one that --jupyter names, and nothing else then', async () => {
    const problem = await find('/no/such/python');
    assert.ok(typeof problem === 'string');
    assert.match(
      problem,
      /^\/no\/such\/python does not work as the Python of Jupyter \(.*ENOENT.*\); install jupyterlab and ipykernel there, or leave out --jupyter and run /,
    );
  });

  it('holds everything at one version, beside what jobs have', () => {
    assert.equal(jupyterPythons, '3.11 to 3.14');
    assert.equal(jupyterRequirements('3.10.1'), undefined);
    for (const version of ['3.11.7', '3.14.0']) {
      const { requirements } = jupyterRequirements(version) ?? assert.fail(version);
      const names = requirements.map(
        (requirement) => /^([a-z0-9-]+)==[\w.]+(; sys_platform [!=]= '\w+')?$/.exec(requirement)?.[1],
      );
      assert.equal(new Set(names).size, requirements.length, 'each once, and pinned');
      for (const needed of ['jupyterlab', 'jupyter-server', 'ipykernel', 'boto3', 'xgboost', 'pandas'])
        assert.ok(names.includes(needed), needed);
    }
  });
});
