import assert from 'node:assert/strict';
import { ServingProcess, type ServingProcessOptions } from '../../../../src/engine/hosting/servingProcess.ts';
import { UnhealthyContainer } from '../../../../src/engine/hosting/unhealthyContainer.ts';
import { systemClock } from '../../../../src/shared/node/systemClock.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';
import { waitFor } from '../../../support/waitFor.ts';

const announce = `console.log(JSON.stringify({ port: 1 }));`;
const stayAlive = `setInterval(() => undefined, 1000);`;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // nobody has this number
  }
}

describe('A program that serves a model', function () {
  this.timeout(20_000);
  const newFolder = useTemporaryFolders();
  const running: ServingProcess[] = [];
  afterEach(() => Promise.all(running.splice(0).map((one) => one.close(0))));

  async function start(script: string, options: Partial<ServingProcessOptions> = {}): Promise<ServingProcess> {
    const folder = await newFolder();
    const { process: started } = await ServingProcess.start(
      { program: process.execPath, args: ['-e', script], env: {}, cwd: folder },
      { folder, log: () => undefined, clock: systemClock, loadTimeout: 10_000, ...options },
    );
    running.push(started);
    return started;
  }

  it('that does not announce itself in time is ended', async () => {
    await assert.rejects(start(stayAlive, { loadTimeout: 300 }), (error: Error) => {
      assert.ok(error instanceof UnhealthyContainer);
      assert.match(error.message, /not loaded within/);
      return true;
    });
  });

  it('that is not wanted any more is ended while it loads', async () => {
    const stop = new AbortController();
    const started = assert.rejects(start(stayAlive, { signal: stop.signal }), UnhealthyContainer);
    setTimeout(() => stop.abort(), 100);
    await started;
  });

  it('that ignores SIGTERM is killed after its grace', async () => {
    const stubborn = await start(`process.on('SIGTERM', () => console.log('no'));${announce}${stayAlive}`);
    const began = performance.now();
    await stubborn.close(400);
    const took = performance.now() - began;
    assert.ok(took >= 390 && took < 5_000, `${took} ms`);
    assert.equal(isAlive(stubborn.pid), false);
  });

  it('that heeds SIGTERM may say its last words', async () => {
    const lines: string[] = [];
    const polite = await start(
      `process.on('SIGTERM', () => { console.log('bye'); process.exit(); });${announce}${stayAlive}`,
      {
        log: (line) => void lines.push(line),
      },
    );
    const began = performance.now();
    await polite.close(10_000);
    assert.ok(performance.now() - began < 5_000);
    assert.deepEqual(lines, ['bye']);
  });

  it('is known to have ended though what it started holds its output open, and takes that along', async () => {
    const lines: string[] = [];
    const child = `const child = require('node:child_process').spawn(process.execPath, ['-e', '${stayAlive}'], { detached: true, stdio: 'inherit' });`;
    const parent = await start(`${child}${announce}console.log(child.pid);${stayAlive}`, {
      log: (line) => void lines.push(line),
    });
    const grandchild = Number(await waitFor('the child', () => lines[0]));
    let ends = 0;
    parent.onDidEnd(() => ends++);
    process.kill(parent.pid, 'SIGKILL');
    await waitFor('its end', () => (ends > 0 ? true : undefined), 2_000);
    assert.equal(isAlive(grandchild), true);
    await parent.close(0);
    await waitFor('the end of the child', () => (isAlive(grandchild) ? undefined : true), 2_000);
    let late = '';
    parent.onDidEnd((reason) => (late = reason));
    assert.match(late, /SIGKILL/);
  });

  it('that floods its log waits for it, and loses no line', async () => {
    const flood = `
      for (let at = 0; at < 400000; at += 100)
        process.stderr.write(Array.from({ length: 100 }, (_, more) => 'line ' + (at + more) + ' ' + 'x'.repeat(40) + '\\n').join(''));`;
    let given = 0;
    let last = '';
    let unstored = 0;
    let most = 0;
    let batch: Promise<void> | undefined;
    await start(`${announce}${flood}${stayAlive}`, {
      // As the log store: what comes within a short time is written together.
      log: (line) => {
        given++;
        last = line;
        unstored += line.length;
        most = Math.max(most, unstored);
        batch ??= new Promise((resolve) =>
          setTimeout(() => {
            batch = undefined;
            unstored = 0;
            resolve();
          }, 20),
        );
        return batch;
      },
    });
    await waitFor('the last line', () => (last.startsWith('line 399999 ') ? true : undefined), 15_000);
    assert.equal(given, 400_000);
    assert.ok(most < 1_000_000, `${most} bytes were not stored`);
  });
});
