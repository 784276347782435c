import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pythonOrSkip } from '../../../support/python.ts';
import { waitFor } from '../../../support/waitFor.ts';

const programs = resolve(import.meta.dirname, '../../../../src/engine/python');

/** A model whose loading reads stdin and starts a program, which both say so in the log. */
const model = `
import subprocess, sys
sys.path.insert(0, ${JSON.stringify(programs)})
import serving_http

class Model(serving_http.Service):
    pass

def load():
    helper = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])
    print('helper', helper.pid, repr(sys.stdin.read()))
    return Model()

serving_http.serve(load)
`;

describe('A Python program that serves a model', function () {
  this.timeout(20_000);
  const running: ChildProcess[] = [];
  afterEach(() => running.splice(0).forEach((child) => child.kill('SIGKILL')));

  /** What a program without a model of its own says first, and the first line of its log. */
  async function started(python: string, variables: Readonly<Record<string, string>>): Promise<[unknown, string]> {
    const plain = `import sys\nsys.path.insert(0, ${JSON.stringify(programs)})\nimport serving_http\nserving_http.serve(lambda: print('loaded') or serving_http.Service())\n`;
    const child = spawn(python, ['-B', '-c', plain], { env: { ...process.env, ...variables } });
    running.push(child);
    const [[announced], [said]] = (await Promise.all(
      [child.stdout, child.stderr].map((input) => once(createInterface({ input }), 'line')),
    )) as [[string], [string]];
    return [JSON.parse(announced), said];
  }

  it('listens elsewhere, and says so, where another has the port that its model asks for', async function () {
    const python = pythonOrSkip(this);
    const [first] = await started(python, {});
    const { port } = first as { port: number };
    const [second, said] = await started(python, { SAGEMAKER_BIND_TO_PORT: String(port) });
    const other = (second as { port: number }).port;
    assert.notEqual(other, port);
    assert.equal((await fetch(`http://127.0.0.1:${other}/ping`)).status, 200);
    assert.match(said, new RegExp(`^Port ${port} \\(SAGEMAKER_BIND_TO_PORT\\) .* listens on ${other}\\.$`));
  });

  for (const name of ['SAGEMAKER_BIND_TO_PORT', 'SAGEMAKER_MODEL_SERVER_WORKERS'])
    it(`names ${name} where that is no number`, async function () {
      assert.deepEqual((await started(pythonOrSkip(this), { [name]: 'two' }))[0], {
        unloadable: `${name} is 'two', which is no whole number: change it in the model's Environment`,
      });
    });

  it('ends with its engine, and takes along what the script has started; the script finds its stdin empty', async function () {
    if (process.platform === 'win32') this.skip(); // no process groups
    const child = spawn(pythonOrSkip(this), ['-B', '-c', model], {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      env: { ...process.env, SAGEMAKER_LOCAL_ENGINE_ON_STDIN: '1' },
    });
    const exited = once(child, 'exit');
    const [[announced], [said]] = (await Promise.all(
      [child.stdout, child.stderr].map((input) => once(createInterface({ input }), 'line')),
    )) as [[string], [string]];
    assert.match(announced, /^\{"port": \d+\}$/);
    const [, helper] = /^helper (\d+) ''$/.exec(said) ?? [];
    assert.ok(helper !== undefined, said);
    assert.equal(child.exitCode, null);
    child.stdin.destroy(); // as when the engine is killed
    assert.deepEqual(await exited, [null, 'SIGKILL']);
    await waitFor('the end of the helper', () => (isAlive(Number(helper)) ? undefined : true), 5_000);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // nobody has this number
  }
}
