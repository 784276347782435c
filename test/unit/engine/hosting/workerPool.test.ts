import assert from 'node:assert/strict';
import { PredictorGoneError } from '../../../../src/engine/hosting/predictor.ts';
import { WorkerPool } from '../../../../src/engine/hosting/workerPool.ts';
import { systemClock } from '../../../../src/shared/node/systemClock.ts';
import { pythonOrSkip } from '../../../support/python.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';
import { waitFor } from '../../../support/waitFor.ts';

const programs = resolve(import.meta.dirname, '../../../../src/engine/python');

/** Answers with its process, or sleeps as many seconds as it is asked for; `hold` lets no other thread of it run meanwhile. */
const container = `
import ctypes, os, sys, time
sys.path.insert(0, ${JSON.stringify(programs)})
import serving_http

class Sleeper(serving_http.Service):
    def invoke(self, body, headers):
        what, seconds = body.decode().split()
        print(what, flush=True)
        if what == 'hold':
            ctypes.PyDLL(None).usleep(int(float(seconds) * 1e6))  # keeps the GIL
        else:
            time.sleep(float(seconds))
        return serving_http.Answer(200, 'text/plain', str(os.getpid()))

serving_http.serve(Sleeper)
`;

/** The state letter of each thread of a process (proc(5)); T is stopped. */
const threadStates = (pid: number): (string | undefined)[] =>
  readdirSync(`/proc/${pid}/task`).map((thread) =>
    /\) (\w)/.exec(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8'))?.at(1),
  );

describe('The processes of a container', function () {
  this.timeout(60_000);
  const newFolder = useTemporaryFolders();
  const open: WorkerPool[] = [];
  let lines: string[];
  beforeEach(function () {
    if (process.platform !== 'linux') this.skip(); // elsewhere it is not known what a process has read
    lines = [];
  });
  afterEach(() => Promise.all(open.splice(0).map((pool) => pool.close())));

  async function start(workers: number, callLimit?: number): Promise<WorkerPool> {
    const folder = await newFolder();
    const command = { program: python, args: ['-B', '-c', container], env: {}, cwd: folder };
    const log = (line: string): void => void lines.push(line);
    const pool = await WorkerPool.open(
      command,
      { folder, log, clock: systemClock, loadTimeout: 30_000, workers, callLimit },
      [],
    );
    open.push(pool);
    return pool;
  }
  let python: string;
  beforeEach(function () {
    python = pythonOrSkip(this);
  });

  const ask = async (pool: WorkerPool, what: string, seconds = 0): Promise<number> =>
    Number(Buffer.from((await pool.invoke({ body: Buffer.from(`${what} ${seconds}`) })).body).toString());
  const begun = (what: string): Promise<boolean> =>
    waitFor(`${what} to begin`, () => (lines.includes(what) ? true : undefined));

  it('share the requests, one at a time for each', async () => {
    const pool = await start(2);
    const pids = await Promise.all(Array.from({ length: 8 }, () => ask(pool, 'nap', 0.05)));
    assert.equal(new Set(pids).size, 2);
  });

  it('lose the request that takes too long and its process, and no other; another process takes the place', async () => {
    const pool = await start(3, 2_000);
    const stuck = assert.rejects(ask(pool, 'stuck', 300), { name: 'PredictorGoneError', wasDelivered: true });
    await begun('stuck');
    await new Promise((next) => setTimeout(next, 1000));
    const others = ['a', 'b', 'c', 'd'].map((what) => ask(pool, what, 1.2));
    await stuck;
    await Promise.all(others);
    assert.match(lines.join('\n'), /^A request took longer than 2 seconds, .*SAGEMAKER_MODEL_SERVER_TIMEOUT/m);
    await waitFor('the third process', async () => {
      const pids = await Promise.all(Array.from({ length: 6 }, () => ask(pool, 'nap', 0.05)));
      return new Set(pids).size === 3 ? true : undefined;
    });
  });

  it('give back what waits for the only one when that is stuck, or is killed', async () => {
    for (const isKilled of [false, true]) {
      lines = [];
      const pool = await start(1, isKilled ? undefined : 1_500);
      const pid = await ask(pool, 'first');
      let end = '';
      pool.onDidEnd((reason) => (end = reason));
      const lost = assert.rejects(ask(pool, 'stuck', 300), { name: 'PredictorGoneError', wasDelivered: true });
      await begun('stuck');
      const back = Array.from({ length: 8 }, () =>
        assert.rejects(ask(pool, 'waiting'), { name: 'PredictorGoneError', wasDelivered: false }),
      );
      await new Promise((next) => setTimeout(next, 300));
      if (isKilled) process.kill(pid, 'SIGKILL');
      await Promise.all([lost, ...back]);
      assert.notEqual(end, '');
      assert.equal(lines.includes('waiting'), false);
    }
  });

  it('answer what was sent to one that is dying, which had not read it', async () => {
    const pool = await start(2);
    const pids = await Promise.all([ask(pool, 'nap', 0.3), ask(pool, 'nap', 0.3)]);
    const [dying = 0, other = 0] = pids;
    process.kill(dying, 'SIGSTOP'); // takes what is sent to it and reads nothing, as while the kernel frees its memory
    await waitFor('all of it to stand still', () =>
      threadStates(dying).every((state) => state === 'T') ? true : undefined,
    );
    const answers = [ask(pool, 'one'), ask(pool, 'two')];
    await new Promise((next) => setTimeout(next, 300));
    process.kill(dying, 'SIGKILL');
    assert.deepEqual(await Promise.all(answers), [other, other]);
    assert.deepEqual(lines.filter((line) => ['one', 'two'].includes(line)).sort(), ['one', 'two']);
  });

  it('are well though a call keeps them from answering pings, for as long as a call may take', async () => {
    const pool = await start(1, 30_000);
    const answer = ask(pool, 'hold', 3);
    await begun('hold');
    assert.equal(await pool.ping(), true);
    await answer;
    process.kill(await ask(pool, 'nap'), 'SIGSTOP');
    assert.equal(await pool.ping(), false, 'nothing is in its hands');
  });

  it('do not begin what nobody waits for any more', async () => {
    const pool = await start(2);
    const slow = [ask(pool, 'slow', 1), ask(pool, 'slow', 1)];
    const given = new AbortController();
    const unwanted = assert.rejects(pool.invoke({ body: Buffer.from('unwanted 0') }, given.signal));
    given.abort(new PredictorGoneError('Nobody waits.'));
    await unwanted;
    await Promise.all(slow);
    await ask(pool, 'nap');
    assert.equal(lines.includes('unwanted'), false);
  });
});
