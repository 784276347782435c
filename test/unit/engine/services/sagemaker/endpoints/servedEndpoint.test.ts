import assert from 'node:assert/strict';
import type { EndpointRecord } from '../../../../../../src/engine/services/sagemaker/endpoints/endpointRecord.ts';
import { ServedEndpoint } from '../../../../../../src/engine/services/sagemaker/endpoints/servedEndpoint.ts';
import { JobFailure } from '../../../../../../src/engine/execution/jobFailure.ts';
import { ManualClock } from '../../../../../support/manualClock.ts';
import { startScripted, variantOf } from '../../../../../support/scriptedDeployment.ts';
import { ScriptedPredictor } from '../../../../../support/scriptedPredictor.ts';
import { useTemporaryFolders } from '../../../../../support/temporaryFolder.ts';

const request = { body: Buffer.from('1') };
const minute = 60_000;
const planOf = (configName: string, ...variants: ReturnType<typeof variantOf>[]) => ({ configName, variants });
const first = planOf('first', variantOf('a'));
const second = planOf('second', variantOf('a'));

describe('An endpoint', () => {
  const temporaryFolder = useTemporaryFolders();
  let clock: ManualClock;
  let folder: string;
  /** Of each configuration that is deployed. */
  let make: (configName: string) => ScriptedPredictor;
  let opened: ScriptedPredictor[];
  let deployed: number;
  let store: () => Promise<void>;
  let erase: () => Promise<void>;
  let events: string[];
  beforeEach(async () => {
    clock = new ManualClock();
    folder = await temporaryFolder();
    opened = [];
    deployed = 0;
    events = [];
    make = () => new ScriptedPredictor();
    store = async () => undefined;
    erase = async () => void events.push('erased');
  });

  function endpointOf(more: Partial<EndpointRecord> = {}): ServedEndpoint {
    const record: EndpointRecord = {
      ...{ name: 'one', arn: 'arn', wish: { runner: 'auto' }, status: 'InService', plan: first },
      ...{ tags: [], creationTime: 0, lastModifiedTime: 0 },
      ...more,
    };
    return new ServedEndpoint(record, {
      clock,
      random: () => 0,
      report: (line) => events.push(line),
      store: () => store(),
      erase: () => erase(),
      gone: () => events.push('gone'),
      deploy: async ({ configName, variants }, signal) => {
        deployed++;
        const made = (): ScriptedPredictor => {
          const container = make(configName);
          opened.push(container);
          return container;
        };
        return startScripted(variants, { clock, folder, signal, make: made });
      },
    });
  }

  /** Lets what reads and writes files come to its end. */
  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((next) => setTimeout(next, 1));
  }

  async function ask(endpoint: ServedEndpoint, target?: string): Promise<number> {
    const { answer } = await endpoint.invoke(request, target, minute);
    return (await answer).status;
  }

  function broken(): never {
    throw new JobFailure('It is missing.');
  }

  it('that an engine finds in an update answers as soon as the old set is up, whatever the update waits for', async () => {
    const deploymentConfig = {
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: {
          Type: 'CANARY',
          CanarySize: { Type: 'CAPACITY_PERCENT', Value: 10 },
          WaitIntervalInSeconds: 600,
        },
      },
    } as const;
    const next = { ...second, kind: 'deployment', startTime: 0 } as const;
    const endpoint = endpointOf({ status: 'Updating', next, deploymentConfig });
    endpoint.open();
    const began = clock.now();
    assert.equal(await ask(endpoint), 200);
    assert.equal(clock.now(), began);
    await until(() => endpoint.stage === 'Baking');
    assert.equal(await ask(endpoint), 200);
    await endpoint.abandon();
    assert.equal(clock.waiting, 0);
  });

  it('keeps a request for no longer than it may wait in all, for the model and for its answer', async () => {
    const container = new ScriptedPredictor(false);
    container.isWell = false;
    make = () => container;
    const endpoint = endpointOf();
    endpoint.open();
    const late = assert.rejects(ask(endpoint), { name: 'InvocationTimeoutError' });
    await until(() => container.pings > 0);
    await clock.advance(10_000);
    const lateToo = assert.rejects(ask(endpoint), { name: 'InvocationTimeoutError' });
    await clock.advance(50_000);
    await late;
    container.isWell = true;
    await clock.advance(1_000);
    await until(() => endpoint.countOf('a') === 1);
    await clock.advance(8_999);
    assert.equal(container.isAsked, true);
    await clock.advance(1);
    await lateToo;
    await endpoint.abandon();
    assert.equal(clock.waiting, 0);
  });

  it('whose model cannot be loaded when the engine starts stays in service, says why, and is brought up when it can', async () => {
    make = broken;
    const endpoint = endpointOf({ failureReason: 'An update failed.' });
    endpoint.open();
    const waiting = ask(endpoint);
    for (const [at, pause] of [1_000, 2_000, 4_000, 8_000].entries()) {
      await until(() => deployed === at + 1 && clock.waiting === 2);
      assert.deepEqual(
        [endpoint.record.status, endpoint.failureReason],
        ['InService', 'Production variant a: It is missing.'],
      );
      await clock.advance(pause - 1);
      assert.equal(deployed, at + 1);
      if (pause === 8_000) make = () => new ScriptedPredictor();
      await clock.advance(1);
    }
    assert.equal(await waiting, 200);
    assert.deepEqual([endpoint.record.status, endpoint.failureReason], ['InService', 'An update failed.']);
    assert.deepEqual(events, ['The endpoint one is not served: Production variant a: It is missing.']);
    await endpoint.abandon();
    assert.equal(clock.waiting, 0);
  });

  it('that does not come up is updated to what does; it is not brought up twice', async () => {
    make = (configName) => (configName === 'first' ? broken() : new ScriptedPredictor());
    const endpoint = endpointOf();
    endpoint.open();
    await until(() => deployed === 1 && clock.waiting === 1);
    await endpoint.update(second, undefined);
    assert.equal(await ask(endpoint), 200);
    await until(() => endpoint.record.status === 'InService');
    assert.deepEqual([endpoint.record.plan.configName, endpoint.failureReason], ['second', undefined]);
    await clock.advance(minute);
    assert.equal(deployed, 2);
    await endpoint.abandon();
  });

  it('that does not come up, and cannot be updated either, is brought up when it can', async () => {
    make = broken;
    const endpoint = endpointOf();
    endpoint.open();
    await until(() => deployed === 1 && clock.waiting === 1);
    await endpoint.update(second, undefined);
    await until(() => endpoint.record.status === 'InService');
    make = (configName) => (configName === 'second' ? broken() : new ScriptedPredictor());
    await clock.advance(2_000);
    assert.equal(await ask(endpoint), 200);
    assert.equal(endpoint.record.plan.configName, 'first');
    await endpoint.abandon();
  });

  it('that cannot be served when it is created is Failed, and not tried again', async () => {
    make = broken;
    const endpoint = endpointOf({ status: 'Creating' });
    endpoint.open();
    await until(() => endpoint.record.status === 'Failed');
    assert.deepEqual([endpoint.failureReason, clock.waiting], ['Production variant a: It is missing.', 0]);
  });

  it('gives no request to a variant of weight 0 while that still answers what it has in hand', async () => {
    make = () => new ScriptedPredictor(false);
    const endpoint = endpointOf({ plan: planOf('first', variantOf('a', 1, 2), variantOf('b')) });
    endpoint.open();
    const inHand = [ask(endpoint), ask(endpoint)];
    await until(() => opened.filter(({ isAsked }) => isAsked).length === 2);
    await endpoint.adjust(planOf('first', variantOf('a', 0, 1), variantOf('b', 1, 2)));
    await until(() => opened.length === 4 && endpoint.countOf('a') === 1);
    const { variant, answer } = await endpoint.invoke(request, undefined, minute);
    assert.deepEqual([variant, endpoint.record.status], ['b', 'Updating']);
    for (const container of opened) container.answer();
    assert.deepEqual(await Promise.all([...inHand, answer.then(({ status }) => status)]), [200, 200, 200]);
    await until(() => endpoint.record.status === 'InService');
    assert.deepEqual([endpoint.countOf('a'), endpoint.countOf('b')], [1, 2]);
    await endpoint.abandon();
  });

  it('is deleted where its record cannot be written but removed, and goes on where it cannot be removed either', async () => {
    const endpoint = endpointOf();
    endpoint.open();
    assert.equal(await ask(endpoint), 200);
    store = () => Promise.reject(new Error('The disk is full.'));
    const usual = erase;
    erase = () => Promise.reject(new Error('The disk is read-only.'));
    await assert.rejects(endpoint.delete(), /The disk is full/);
    assert.equal(endpoint.record.status, 'InService');
    assert.equal(await ask(endpoint), 200);
    erase = usual;
    await endpoint.delete();
    assert.deepEqual([events, opened[0]?.closed], [['erased'], []]);
    await until(() => events.includes('gone'));
    assert.deepEqual([events, opened[0]?.closed, clock.waiting], [['erased', 'erased', 'gone'], [30_000], 0]);
  });
});
