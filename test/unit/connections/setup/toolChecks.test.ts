import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { engineCheck } from '../../../../src/connections/setup/engineCheck.ts';
import type { CheckResult, SetupCheck } from '../../../../src/connections/setup/setupCheck.ts';
import type { SetupParts } from '../../../../src/connections/setup/setupParts.ts';
import { dockerCheck, gitCheck, jupyterCheck, pythonCheck } from '../../../../src/connections/setup/toolChecks.ts';
import { madeEnvironmentPath, jupyterDirectory } from '../../../../src/shared/node/madeEnvironment.ts';
import { platform } from '../../../../src/shared/node/platform.ts';
import { runTool } from '../../../../src/shared/node/runTool.ts';
import { anyPythonOrSkip, makeVenv, pretendInstalled } from '../../../support/pythonVenv.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

describe('the checks of the tools', function () {
  this.timeout(60_000);
  const folders = useTemporaryFolders();

  /** Programs of these names that print this, on a PATH that has nothing else. */
  async function tools(scripts: Readonly<Record<string, string>>): Promise<{ parts: SetupParts; folder: string }> {
    const folder = await folders();
    for (const [name, script] of Object.entries(scripts)) {
      await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
      await chmod(join(folder, name), 0o755);
    }
    const env = { PATH: folder };
    const run: SetupParts['run'] = (program, args, options) => runTool(program, args, { ...options, env });
    const parts = {
      env,
      stateDirectory: join(folder, 'state'),
      interpreters: async () => [],
      isTrusted: true,
      hasJupyterExtension: true,
      run,
    } as unknown as SetupParts;
    return { parts, folder };
  }
  const answerOf = (check: SetupCheck): Promise<CheckResult> => check.run(new AbortController().signal);

  before(function () {
    if (!platform.hasFileModes) this.skip(); // shell scripts stand in for programs
  });

  it('tell the client of Docker from its engine', async () => {
    const both = await tools({ docker: `echo '{"Client":{"Version":"27.1.1"},"Server":{"Version":"27.1.2"}}'` });
    assert.deepEqual(await answerOf(dockerCheck(both.parts)), {
      state: 'good',
      sentence: 'Docker 27.1.1, and its engine 27.1.2 answers.',
    });
    const alone = await tools({
      docker: `echo '{"Client":{"Version":"27.1.1"},"Server":null}'; echo 'Cannot connect' >&2; exit 1`,
    });
    const answer = await answerOf(dockerCheck(alone.parts));
    assert.equal(answer.state, 'absent');
    assert.match(answer.sentence, /^Docker 27\.1\.1: its engine does not answer/);
    assert.equal(answer.fix?.kind, 'page');
    const broken = await answerOf(dockerCheck((await tools({ docker: 'echo "no context" >&2; exit 1' })).parts));
    assert.match(broken.sentence, /docker does not work: no context/);
    assert.equal((await answerOf(dockerCheck((await tools({})).parts))).state, 'absent');
  });

  it('read the version of Git, and are content without it', async () => {
    const { parts } = await tools({ git: 'echo git version 2.39.5' });
    assert.equal((await answerOf(gitCheck(parts))).sentence, 'Git 2.39.5.');
    assert.equal((await answerOf(gitCheck((await tools({})).parts))).state, 'absent');
  });

  it('end the program that is not waited for any more', async () => {
    const { parts } = await tools({ docker: 'exec /bin/sleep 60' });
    const stop = new AbortController();
    const asked = Date.now();
    const running = dockerCheck(parts).run(stop.signal);
    setTimeout(() => stop.abort(), 200);
    await assert.rejects(running, { name: 'AbortError' });
    assert.ok(Date.now() - asked < 10_000);
  });

  it('find the first Python that has XGBoost, and else say what does not run', async function () {
    const python = anyPythonOrSkip(this);
    const { parts, folder } = await tools({});
    const none = await answerOf(pythonCheck(parts));
    assert.equal(none.state, 'warning');
    assert.match(none.sentence, /scripts do not run locally/);
    const bare = makeVenv(python, join(folder, 'bare'));
    const lacking = await answerOf(pythonCheck({ ...parts, interpreters: async () => [bare] }));
    assert.match(lacking.sentence, /^Python 3\.\d+\.\d+ has no xgboost/);
    assert.equal(lacking.fix?.kind === 'action' && lacking.fix.action, 'setUpPython');
    const whole = makeVenv(python, join(folder, 'whole'));
    pretendInstalled(whole, 'xgboost', '1.7.6');
    const found = await answerOf(pythonCheck({ ...parts, interpreters: async () => [bare, whole] }));
    assert.equal(found.state, 'good');
    assert.match(found.sentence, /with xgboost 1\.7\.6/);
  });

  it('say that Jupyter is not set up, and that one no longer works', async () => {
    const { parts } = await tools({});
    const absent = await answerOf(jupyterCheck(parts));
    assert.equal(absent.state, 'absent');
    assert.equal(absent.fix?.title, 'Set Up Jupyter');
    const directory = jupyterDirectory(parts.stateDirectory);
    await mkdir(directory, { recursive: true });
    await writeFile(madeEnvironmentPath(directory), '{"folder": "gone", "requirements": ""}');
    const broken = await answerOf(jupyterCheck(parts));
    assert.equal(broken.state, 'bad');
    assert.match(broken.sentence, /no longer works/);
  });

  it('look at the state folder without making it', async function () {
    const { parts, folder } = await tools({});
    const answer = await answerOf(engineCheck(parts));
    assert.match(answer.sentence, /^Not running; starts by itself with the first local job; .* free\.$/);
    assert.equal(answer.fix?.title, 'Start Now');
    const untrusted = await answerOf(engineCheck({ ...parts, isTrusted: false }));
    assert.equal(untrusted.fix?.title, 'Manage Workspace Trust');
    await assert.rejects(chmod(parts.stateDirectory, 0o755), { code: 'ENOENT' });
    if (process.getuid?.() === 0) return; // root may write anywhere
    await chmod(folder, 0o555);
    assert.equal((await answerOf(engineCheck(parts))).state, 'bad');
    await chmod(folder, 0o755);
  });
});
