import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { killLeftovers, workFolderVariable } from '../../../../../src/engine/execution/process/leftovers.ts';
import { platform } from '../../../../../src/shared/node/platform.ts';

describe('killLeftovers', () => {
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
