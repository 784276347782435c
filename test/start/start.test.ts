import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

interface Result {
  readonly job: string;
  readonly status: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly stateDirectory: string;
}

const script = resolve(import.meta.dirname, '..', '..', 'scripts', 'start.mjs');

describe('npm start', () => {
  let out: string;

  beforeEach(async () => {
    out = await mkdtemp(join(tmpdir(), 'workbench-start-'));
  });

  afterEach(async () => {
    await rm(out, { recursive: true, force: true, maxRetries: 5 });
  });

  it('trains the example in a headless editor, pictures its curves and leaves nothing running', async function () {
    this.timeout(5 * 60_000);
    const { code, output } = await start(['--headless', '--out', out]);
    assert.equal(code, 0, output);
    const result = JSON.parse(await readFile(join(out, 'result.json'), 'utf8')) as Result;
    assert.match(result.job, /^boston-/);
    assert.equal(result.status, 'Completed');
    assert.equal(result.stateDirectory, join(out, 'state'));
    for (const metric of ['train:rmse', 'validation:rmse']) {
      const last = result.metrics[metric] ?? Number.NaN;
      // Predicting the mean price has an rmse of about 9.
      assert.ok(last > 0 && last < 6, `${metric} is ${last}`);
    }
    const picture = await readFile(join(out, 'curves.png'));
    assert.deepEqual([picture.readUInt32BE(16), picture.readUInt32BE(20)], [1440, 900]);
    assert.equal(existsSync(join(out, 'state', 'engine.lock')), false);
    assert.deepEqual((await readdir(out)).sort(), ['curves.png', 'result.json', 'state']);
    assert.deepEqual(await processesNaming(out), []);
  });

  it('says in one sentence that the output folder cannot be written to', async () => {
    const file = join(out, 'file');
    await writeFile(file, '');
    const { code, output } = await start(['--headless', '--out', join(file, 'below')]);
    assert.equal(code, 1);
    assert.match(output, /^\n.*below cannot be written to \(ENOTDIR\); name another folder with --out\.\n$/);
  });

  it('says in one sentence that CHROME_PATH is wrong', async function () {
    this.timeout(120_000);
    const { code, output } = await start(['--headless', '--out', out], { CHROME_PATH: join(out, 'nothing') });
    assert.equal(code, 1);
    assert.match(output, /\nCHROME_PATH names .*nothing, where there is no browser; correct or unset it\.\n$/);
  });

  it('says in one sentence that the port is taken', async function () {
    this.timeout(120_000);
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, output } = await start(['--serve', '--port', String(port)]);
    other.close();
    assert.equal(code, 1);
    assert.match(
      output,
      new RegExp(`\\nVS Code cannot be served on port ${port} \\(EADDRINUSE\\); choose another one with --port\\.\\n$`),
    );
  });

  it('names a wrong option', async () => {
    const { code, output } = await start(['--headles']);
    assert.equal(code, 1);
    assert.match(output, /^\nUnknown option '--headles'; npm start -- --help lists the options\.\n$/);
  });
});

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const child = spawn(process.execPath, [script, ...args], { env: { ...process.env, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolveOutcome) => child.once('close', (code) => resolveOutcome({ code, output })));
}

/** Command lines of running processes that name a path; Linux only, as the fuller check that nothing is left. */
async function processesNaming(path: string): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (commandLine.includes(path)) found.push(commandLine.replaceAll('\0', ' '));
  }
  return found;
}
