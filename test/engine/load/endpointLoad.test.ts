import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { Endpoints } from '../../support/endpoints.ts';
import { EngineProcess } from '../../support/engineProcess.ts';
import { pythonOrSkip } from '../../support/python.ts';
import { archive } from '../../support/scriptJobs.ts';
import { bucket, putTables } from '../../support/trainingRequests.ts';
import { TransformJobs } from '../../support/transformJobs.ts';
import { waitFor } from '../../support/waitFor.ts';

/** Requests in a second. */
const rate = 50;
const slowest = 2000;
/** Of a model's container. */
const mark = 'TEST_VARIANT';

interface Call {
  readonly started: number;
  readonly ended: number;
  readonly variant?: string;
  readonly error?: Error;
}

/** Asks an endpoint at a steady rate, whether or not it answers. */
class Load {
  readonly calls: Call[] = [];
  private readonly timer: NodeJS.Timeout;
  private readonly open = new Set<Promise<void>>();

  constructor(endpoints: Endpoints, name: string) {
    this.timer = setInterval(() => {
      const started = performance.now();
      const call = endpoints
        .invoke(name)
        .then(
          ({ variant }) => this.calls.push({ started, ended: performance.now(), variant }),
          (error: Error) => this.calls.push({ started, ended: performance.now(), error }),
        )
        .then(() => void this.open.delete(call));
      this.open.add(call);
    }, 1000 / rate);
  }

  /** Asks for so long, and gives back the calls that began in that time. */
  async during(milliseconds: number): Promise<Call[]> {
    const from = performance.now();
    await new Promise((next) => setTimeout(next, milliseconds));
    const to = performance.now();
    await Promise.all(this.open);
    return this.calls.filter(({ started }) => started >= from && started < to);
  }

  async end(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.open);
  }
}

function assertSplit(calls: readonly Call[], variant: string, share: number): void {
  const hits = calls.filter((call) => call.variant === variant).length;
  const error = Math.sqrt(calls.length * share * (1 - share));
  assert.ok(calls.length > 100, `${calls.length} calls`);
  assert.ok(
    Math.abs(hits - calls.length * share) <= 5 * error,
    `${hits} of ${calls.length} went to ${variant}, whose share is ${share}`,
  );
}

/** Resolves when a process that was killed has ended, with all of its threads: until then it takes what is sent to it. @returns When. */
async function death(pid: number): Promise<number> {
  for (;;) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') X'); // it is gone
    const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
    if (/\) [ZX]/.test(stat) && threads.length <= 1) return performance.now();
    await new Promise((next) => setImmediate(next));
  }
}

/** Whether a process serves the model of the variant with two instances. */
async function isOfLarge(pid: number): Promise<boolean> {
  return (await readFile(`/proc/${pid}/environ`, 'utf8')).includes(`${mark}=large`);
}

/** But those that were in a worker's hands when it was killed. @param dead - When it had ended. */
function assertNoneLost(calls: readonly Call[], killed: number, dead: number): void {
  for (const { started, ended, error } of calls) {
    if (error === undefined) continue;
    const when = `lost from ${started} to ${ended}, killed at ${killed}, dead at ${dead}`;
    assert.ok(started <= dead && ended >= killed, `${when}: ${error}`);
    assert.match(String(error), /The container ended before it had answered/);
  }
  const late = calls.filter(({ started, ended }) => ended - started > slowest);
  assert.equal(late.length, 0, `${late.length} of ${calls.length} took more than ${slowest} ms`);
}

describe(`an endpoint that is asked ${rate} times a second`, function () {
  this.timeout(120_000);
  let engine: EngineProcess;
  let endpoints: Endpoints;
  let load: Load | undefined;
  beforeEach(async function () {
    const interpreter = pythonOrSkip(this);
    engine = await EngineProcess.start();
    await putTables(engine);
    const models = new TransformJobs(engine, { runner: 'in-process' });
    await models.model('boosted', { Environment: { [mark]: 'large' } });
    await models.model('light', { Environment: { [mark]: 'small' } });
    await models.put('broken/model.tar.gz', 'no archive');
    await models.put('unloadable/model.tar.gz', await archive({ 'xgboost-model': 'no model' }));
    for (const name of ['broken', 'unloadable'])
      await models.createModel(name, { ModelDataUrl: `s3://${bucket}/${name}/model.tar.gz` });
    models.close();
    endpoints = new Endpoints(engine, { runner: 'python', interpreter });
    const variants = {
      large: { ModelName: 'boosted', InitialVariantWeight: 3, InitialInstanceCount: 2 },
      small: { ModelName: 'light', InitialVariantWeight: 1 },
    };
    await endpoints.config('first', variants);
    await endpoints.config('second', variants);
    for (const name of ['broken', 'unloadable']) await endpoints.config(name, { only: { ModelName: name } });
    await endpoints.create('asked', 'first');
    const { EndpointStatus, FailureReason } = await endpoints.settled('asked');
    assert.equal(EndpointStatus, 'InService', FailureReason);
    load = new Load(endpoints, 'asked');
  });
  afterEach(async () => {
    await load?.end();
    endpoints.close();
    await engine.remove();
  });

  it('loses none through an update, a weight change, the kill of a worker and a scale-in, but those in the killed one’s hands', async () => {
    const running = load as Load;
    assertSplit(await running.during(4000), 'large', 0.75);
    await endpoints.update('asked', 'second');
    assert.equal((await endpoints.settled('asked')).EndpointConfigName, 'second');
    assertSplit(await running.during(4000), 'large', 0.75);
    await endpoints.adjust('asked', { VariantName: 'small', DesiredWeight: 3 });
    await endpoints.settled('asked');
    assertSplit(await running.during(4000), 'large', 0.5);
    // One of two: what a variant's only worker is asked waits until that is started again.
    const servers = await endpoints.servers();
    const [paired = 0] = (await Promise.all(servers.map(async (pid) => ((await isOfLarge(pid)) ? [pid] : [])))).flat();
    process.kill(paired, 'SIGKILL');
    const killed = performance.now();
    const dead = await death(paired);
    assertSplit(await running.during(4000), 'large', 0.5);
    assert.equal((await endpoints.servers()).length, 3, 'the worker is started again');
    await endpoints.adjust('asked', { VariantName: 'large', DesiredInstanceCount: 1 });
    const { ProductionVariants = [] } = await endpoints.settled('asked');
    assert.deepEqual(
      ProductionVariants.map(({ CurrentInstanceCount }) => CurrentInstanceCount),
      [1, 1],
    );
    assert.equal((await endpoints.servers()).length, 2);
    assertSplit(await running.during(4000), 'large', 0.5);
    await running.end();

    assertNoneLost(running.calls, killed, dead);
  });

  it('goes back to what served when a worker of the new set ends while it is watched, and loses what that had in hand', async () => {
    const running = load as Load;
    const before = await endpoints.servers();
    await endpoints.update('asked', 'second', {
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: {
          Type: 'CANARY',
          CanarySize: { Type: 'CAPACITY_PERCENT', Value: 50 },
          WaitIntervalInSeconds: 600,
        },
      },
    });
    const isBaking = async (): Promise<true | undefined> => {
      const { PendingDeploymentSummary } = await endpoints.describe('asked');
      const [variant] = PendingDeploymentSummary?.ProductionVariants ?? [];
      return variant?.VariantStatus?.[0]?.Status === 'Baking' ? true : undefined;
    };
    await waitFor('the canary', isBaking, 60_000); // three models load beside the requests, on however busy a machine
    await running.during(1000);
    const [fresh = 0] = (await endpoints.servers()).filter((pid) => !before.includes(pid));
    process.kill(fresh, 'SIGKILL');
    const killed = performance.now();
    const dead = await death(fresh);
    const { EndpointStatus, EndpointConfigName, FailureReason } = await endpoints.settled('asked');
    assert.deepEqual([EndpointStatus, EndpointConfigName], ['InService', 'first']);
    assert.match(
      FailureReason ?? '',
      /^The primary container for production variant (large|small) did not pass the ping/,
    );
    assertSplit(await running.during(3000), 'large', 0.75);
    assert.deepEqual(await endpoints.servers(), before, 'nothing of the new set runs');
    await running.end();
    assertNoneLost(running.calls, killed, dead);
  });

  it('loses none when it is updated to a model that cannot be loaded, goes on with the old one, and says why', async () => {
    const running = load as Load;
    await running.during(500);
    for (const [config, reason] of [
      ['broken', /^Production variant only: .*archive/],
      [
        'unloadable',
        /^The primary container for production variant only did not pass the ping health check\. .* no model /,
      ],
    ] as const) {
      await endpoints.update('asked', config);
      const { EndpointStatus, EndpointConfigName, FailureReason } = await endpoints.settled('asked');
      assert.deepEqual([EndpointStatus, EndpointConfigName], ['InService', 'first']);
      assert.match(FailureReason ?? '', reason);
    }
    assert.equal((await endpoints.servers()).length, 3, 'nothing of the new set runs');
    assertSplit(await running.during(3000), 'large', 0.75);
    await running.end();
    assert.deepEqual(
      running.calls.filter(({ error, started, ended }) => error !== undefined || ended - started > slowest),
      [],
    );
  });
});
