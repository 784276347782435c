import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isProcessAlive } from '../../../../src/shared/node/platform.ts';
import type { Command } from '../../../../src/engine/execution/process/childGroup.ts';
import { runLifecycleScript } from '../../../../src/engine/notebooks/lifecycleScript.ts';
import { NotebookLog } from '../../../../src/engine/notebooks/notebookLog.ts';
import { notebookSpace } from '../../../../src/engine/notebooks/notebookSpace.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';
import { waitFor } from '../../../support/waitFor.ts';

describe('a lifecycle script', function () {
  this.timeout(30_000);
  const temporaryFolder = useTemporaryFolders();
  const clock = new ManualClock();

  async function run(content: string, signal = new AbortController().signal) {
    const state = await temporaryFolder();
    const space = notebookSpace('Mine', state, join(state, 'work'));
    await mkdir(space.folder, { recursive: true });
    await mkdir(space.work, { recursive: true });
    const lines: string[] = [];
    const logs = {
      append: async (_group: string, _stream: string, added: readonly { message: string }[]) =>
        void lines.push(...added.map(({ message }) => message)),
    };
    const log = new NotebookLog('Mine', logs, clock, () => undefined);
    const env = { PATH: process.env['PATH'] ?? '', HOME: space.home };
    const parts = { space, instanceArn: 'arn:i', env, wrap: (command: Command) => command, log, clock, signal };
    const running = runLifecycleScript({ hook: 'OnStart', content, configArn: 'arn:c' }, parts);
    running.catch(() => undefined);
    const pid = (): Promise<number> =>
      waitFor('the script', async () => {
        const text = await readFile(join(space.folder, 'pid'), 'utf8').catch(() => '');
        return text.endsWith('\n') ? Number(text) : undefined;
      });
    return { running, pid, lines, home: space.home };
  }

  it('that takes longer than five minutes is ended, and the instance told so in the service’s words', async () => {
    const { running, pid } = await run('echo $$ > pid\nsleep 1000');
    const started = await pid();
    await clock.advance(5 * 60_000 - 1);
    assert.equal(isProcessAlive(started), true);
    await clock.advance(1);
    await assert.rejects(running, {
      name: 'JobFailure',
      message:
        "Notebook Instance Lifecycle Config 'arn:c' for Notebook Instance 'arn:i' took longer than 5 minutes. Please check your CloudWatch logs (log group /aws/sagemaker/NotebookInstances, stream Mine/LifecycleConfigOnStart) for more details.",
    });
    assert.equal(isProcessAlive(started), false);
  });

  it('ends with the instance', async () => {
    const ending = new AbortController();
    const { running, pid } = await run('echo $$ > pid\nsleep 1000', ending.signal);
    const started = await pid();
    ending.abort();
    await assert.rejects(running, /failed: its OnStart script ended with SIGKILL/);
    assert.equal(isProcessAlive(started), false);
  });

  it('is done when it ends, whatever it left in the background, whose output goes on', async () => {
    const { running, pid, lines } = await run('(sleep 0.3; echo later; exit 3) &\necho $! > pid\necho now');
    await running;
    assert.equal(lines.includes('later'), false);
    await waitFor('the rest', () => (lines.includes('later') ? true : undefined));
    assert.deepEqual(lines, ['now', 'later']);
    assert.equal(typeof (await pid()), 'number');
  });

  it('that turns into the user of an instance on AWS goes on as the user who is there, in its home', async () => {
    const { running, lines, home } = await run(`set -e
sudo -u ec2-user -i <<'EOF'
WORD=inner
pwd
echo "$WORD"
EOF
sudo -nHu ec2-user -- echo -u kept
sudo -uivan echo attached
NAME=outer sudo --user=ec2-user -E MORE=1 sh -c 'echo $NAME $MORE'
sudo -u ec2-user false || echo "status $?"`);
    await running;
    await waitFor('its output', () => (lines.length >= 6 ? true : undefined));
    assert.deepEqual(lines, [home, 'inner', '-u kept', 'attached', 'outer 1', 'status 1']);
  });

  it('that fails and names what only an instance on AWS has is told so', async () => {
    const { running } = await run('set -e\nsource /home/ec2-user/anaconda3/bin/activate python3');
    await assert.rejects(
      running,
      /It names \/home\/ec2-user, which is not on this machine, nor is its anaconda3: write ~/,
    );
  });
});
