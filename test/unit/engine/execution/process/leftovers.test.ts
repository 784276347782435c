import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, readlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { killLeftovers, workFolderVariable } from '../../../../../src/engine/execution/process/leftovers.ts';
import { mountsOfThisMachine } from '../../../../../src/engine/execution/python/hostMounts.ts';
import { platform } from '../../../../../src/shared/node/platform.ts';
import { useTemporaryFolders } from '../../../../support/temporaryFolder.ts';
import { waitFor } from '../../../../support/waitFor.ts';

describe('killLeftovers', () => {
  const newFolder = useTemporaryFolders();

  it('ends what a script has only just left in the background, before it returns', async function () {
    if (!platform.hasProcFiles) return this.skip();
    for (let round = 0; round < 30; round++) {
      const folder = join(tmpdir(), `leftovers-${process.pid}-${round}`);
      const script = spawn('bash', ['-c', 'nohup sleep 1000 >/dev/null 2>&1 & echo $!'], {
        env: { ...process.env, [workFolderVariable]: folder },
        stdio: ['ignore', 'pipe', 'ignore'],
        detached: true,
      });
      const printed = text(script.stdout);
      await once(script, 'exit');
      const killed = await killLeftovers(folder); // now and then in the middle of its execve
      const pid = (await printed).trim();
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      assert.deepEqual({ killed, isGone: environment === '' }, { killed: 1, isGone: true }, `round ${round}`);
    }
  });

  it('knows who left its group, its environment and its output by the mounts that it has', async function () {
    const root = await newFolder();
    /** One that has ended and that nobody waited for has no program any more. */
    const isRunning = (pid: number): Promise<boolean> =>
      readlink(`/proc/${pid}/exe`).then(
        () => true,
        () => false,
      );
    const start = async (name: string) => {
      const folder = join(root, name, 'container one');
      const mlRoot = join(folder, 'ml');
      await mkdir(mlRoot, { recursive: true });
      const host = { name: 'algo-1', folder, mlRoot, group: { name: '', instanceType: '', hosts: ['algo-1'] } };
      const { wrap } = await mountsOfThisMachine().prepare({ host, hosts: [host] }, { asOptMl: true });
      const hidden = 'setsid env -i sleep 1000 >/dev/null 2>&1 & echo $!';
      const { program, args, env } = wrap({ program: 'bash', args: ['-c', hidden], env: {}, cwd: root });
      const script = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
      const pid = Number(await text(script.stdout));
      await waitFor('its environment to be gone', async () =>
        (await readFile(`/proc/${pid}/environ`, 'utf8')) === '' ? true : undefined,
      );
      return { pid, isWrapped: program !== 'bash' };
    };
    if (!platform.hasProcFiles) return this.skip();
    const [ours, other] = [await start('1'), await start('12')];
    try {
      if (!ours.isWrapped) return this.skip(); // no mount namespaces here
      assert.equal(await killLeftovers(join(root, '1')), 1);
      assert.deepEqual([await isRunning(ours.pid), await isRunning(other.pid)], [false, true]);
      assert.equal(await killLeftovers(root), 1);
    } finally {
      for (const { pid } of [ours, other]) if (await isRunning(pid)) process.kill(pid, 'SIGKILL');
    }
  });

  it('leaves a process of another folder alone', async function () {
    if (!platform.hasProcessGroups) return this.skip();
    const folder = join(tmpdir(), `leftovers-${process.pid}`);
    const other = spawn('sleep', ['1000'], { env: { ...process.env, [workFolderVariable]: `${folder}-2` } });
    await once(other, 'spawn');
    assert.equal(await killLeftovers(folder), 0);
    assert.equal(other.exitCode, null);
    const ended = once(other, 'exit');
    assert.equal(await killLeftovers(`${folder}-2`), 1);
    await ended;
  });
});
