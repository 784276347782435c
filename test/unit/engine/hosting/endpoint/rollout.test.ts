import assert from 'node:assert/strict';
import { JobFailure } from '../../../../../src/engine/execution/jobFailure.ts';
import type { Deployment } from '../../../../../src/engine/hosting/endpoint/deployment.ts';
import { EndpointTraffic } from '../../../../../src/engine/hosting/endpoint/endpointTraffic.ts';
import { allAtOnce, rollOut, type RolloutPolicy } from '../../../../../src/engine/hosting/endpoint/rollout.ts';
import { UnhealthyContainer } from '../../../../../src/engine/hosting/unhealthyContainer.ts';
import { ManualClock } from '../../../../support/manualClock.ts';
import { startScripted, variantOf } from '../../../../support/scriptedDeployment.ts';
import { ScriptedPredictor } from '../../../../support/scriptedPredictor.ts';
import { seededRandom } from '../../../../support/seededRandom.ts';
import { useTemporaryFolders } from '../../../../support/temporaryFolder.ts';

const canary: RolloutPolicy = { canaryShare: 0.25, canaryWait: 300_000, terminationWait: 120_000 };

describe('A deployment that replaces another', () => {
  const temporaryFolder = useTemporaryFolders();
  let clock: ManualClock;
  let folder: string;
  let traffic: EndpointTraffic;
  let old: Deployment;
  let events: string[];
  let fresh: ScriptedPredictor[];
  let stop: AbortController;
  /** Timers of the old set: its next ping. */
  let timers: number;
  beforeEach(async () => {
    clock = new ManualClock();
    folder = await temporaryFolder();
    traffic = new EndpointTraffic(seededRandom(3));
    events = [];
    fresh = [];
    stop = new AbortController();
    old = await startScripted(
      [variantOf('old')],
      parts(() => new ScriptedPredictor()),
    );
    traffic.direct([{ deployment: old, variants: [variantOf('old')], share: 1 }]);
    timers = clock.waiting;
  });

  const parts = (make: () => ScriptedPredictor, signal = stop.signal) => ({ clock, folder, signal, make });

  function made(): ScriptedPredictor {
    const container = new ScriptedPredictor();
    fresh.push(container);
    return container;
  }

  function begin(policy: RolloutPolicy, make = made): Promise<Deployment> {
    return rollOut({
      clock,
      traffic,
      policy,
      old: { deployment: old, variants: [variantOf('old')] },
      start: async (signal) => ({
        deployment: await startScripted([variantOf('new')], parts(make, signal)),
        variants: [variantOf('new')],
      }),
      stage: (stage) => events.push(stage),
      rollingBack: async (reason) => void events.push(reason),
      signal: stop.signal,
    });
  }

  /** Share of the requests that the new set gets. */
  async function share(): Promise<number> {
    let hits = 0;
    for (let at = 0; at < 2000; at++) {
      const { variant, answer } = traffic.invoke({ body: Buffer.from('1') }, undefined, 1000);
      await answer;
      if (variant === 'new') hits++;
    }
    return hits / 2000;
  }

  /** Lets what reads and writes files come to its end. */
  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((next) => setTimeout(next, 1));
  }

  it('gets all requests at once when nothing else is said', async () => {
    const deployment = await begin(allAtOnce);
    assert.equal(await share(), 1);
    assert.deepEqual(events, ['Creating', 'ActivatingTraffic']);
    await deployment.close();
    assert.equal(clock.waiting, timers);
  });

  it('gets a part of them first, then all, and is watched until the old set may end', async () => {
    const rollout = begin(canary);
    await until(() => events.includes('Baking'));
    const part = await share();
    assert.ok(Math.abs(part - 0.25) < 5 * Math.sqrt((0.25 * 0.75) / 2000), String(part));
    await clock.advance(299_000);
    assert.ok((await share()) < 0.5);
    await clock.advance(1_000);
    assert.equal(await share(), 1);
    assert.deepEqual(events, ['Creating', 'ActivatingTraffic', 'Baking', 'ActivatingTraffic', 'Baking']);
    await clock.advance(120_000);
    await (await rollout).close();
    assert.equal(clock.waiting, timers);
  });

  for (const [when, wait] of [
    ['with a part of the requests', 10_000],
    ['with all of them', 310_000],
  ] as const)
    it(`gives them back when it fails ${when}`, async () => {
      const rollout = assert.rejects(
        begin(canary),
        /^JobFailure: The primary container for production variant new did not pass/,
      );
      await until(() => events.includes('Baking'));
      await clock.advance(wait);
      fresh[0]?.die();
      await rollout;
      assert.equal(await share(), 0);
      assert.match(events.at(-1) ?? '', /It ended\.$/);
      assert.deepEqual(fresh[0]?.closed, [0], 'nothing of it runs');
      assert.equal(clock.waiting, timers);
    });

  it('never gets one when it does not come up', async () => {
    const failing = () => {
      throw new UnhealthyContainer('ClientError: The model cannot be loaded: it is empty.');
    };
    await assert.rejects(begin(canary, failing), {
      message:
        'The primary container for production variant new did not pass the ping health check. Please check CloudWatch logs for this endpoint. The model cannot be loaded: it is empty.',
    });
    assert.equal(await share(), 0);
    assert.equal(clock.waiting, timers);
  });

  it('names the variant that is refused, not its log, where nothing was started', async () => {
    const failing = () => {
      throw new JobFailure('ClientError: No Python was found.');
    };
    await assert.rejects(begin(canary, failing), { message: 'Production variant new: No Python was found.' });
  });

  it('is given up when its time is over', async () => {
    const rollout = assert.rejects(
      begin({ ...canary, limit: 60_000 }),
      /within 60 s \(MaximumExecutionTimeoutInSeconds\)/,
    );
    await until(() => events.includes('Baking'));
    await clock.advance(60_000);
    await rollout;
    assert.equal(await share(), 0);
    assert.equal(clock.waiting, timers);
  });

  it('is given up while it starts', async () => {
    const container = new ScriptedPredictor();
    container.isWell = false;
    const rollout = assert.rejects(begin(canary, () => container));
    await until(() => container.pings > 0);
    stop.abort();
    await rollout;
    assert.deepEqual(container.closed, [0]);
    assert.equal(clock.waiting, timers);
  });
});
