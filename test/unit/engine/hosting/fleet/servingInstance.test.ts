import assert from 'node:assert/strict';
import { ServingInstance } from '../../../../../src/engine/hosting/fleet/servingInstance.ts';
import { PredictorGoneError, type Predictor } from '../../../../../src/engine/hosting/predictor.ts';
import { UnhealthyContainer } from '../../../../../src/engine/hosting/unhealthyContainer.ts';
import { JobFailure } from '../../../../../src/engine/execution/jobFailure.ts';
import { ManualClock } from '../../../../support/manualClock.ts';
import { ScriptedPredictor } from '../../../../support/scriptedPredictor.ts';

const request = { body: Buffer.from('1') };

describe('An instance of a variant', () => {
  let clock: ManualClock;
  let opened: Predictor[];
  let next: () => Predictor;
  let lines: string[];
  let instance: ServingInstance;
  beforeEach(() => {
    clock = new ManualClock();
    opened = [];
    lines = [];
    next = () => new ScriptedPredictor();
    instance = new ServingInstance({
      stream: 'variant/i-1',
      clock,
      log: (line) => lines.push(line),
      startupLimit: 240_000,
      measure: () => undefined,
      open: async () => {
        const predictor = next();
        opened.push(predictor);
        return predictor;
      },
    });
  });

  it('takes requests once its container says that it is well', async () => {
    const container = new ScriptedPredictor();
    container.isWell = false;
    next = () => container;
    const started = instance.start();
    await clock.advance(30_000);
    assert.equal(instance.isWell, false);
    await assert.rejects(instance.invoke(request), { name: 'PredictorGoneError', wasDelivered: false });
    container.isWell = true;
    await clock.advance(1_000);
    await started;
    assert.equal((await instance.invoke(request)).status, 200);
  });

  it('does not start with a container that never answers its pings, and leaves nothing of it', async () => {
    const container = new ScriptedPredictor();
    container.isWell = false;
    next = () => container;
    const started = assert.rejects(instance.start(), UnhealthyContainer);
    await clock.advance(241_000);
    await started;
    assert.deepEqual(container.closed, [0]);
    assert.equal(clock.waiting, 0);
    assert.equal(container.isWatched, false);
  });

  it('starts a container that ended again after longer and longer pauses, up to a minute', async () => {
    const first = new ScriptedPredictor();
    next = () => first;
    await instance.start();
    next = () => {
      throw new JobFailure('No memory is left.');
    };
    const failures: string[] = [];
    instance.onDidFail((reason) => failures.push(reason));
    first.die();
    await clock.advance(0);
    assert.deepEqual(failures, ['It ended.']);
    assert.deepEqual(first.closed, [0], 'what it left is ended');
    await clock.advance(500 + 1000 + 2000 + 4000 + 8000 + 16_000 + 32_000 + 60_000 + 60_000);
    const pauses = lines.map((line) => Number(/again in ([\d.]+) s/.exec(line)?.[1]));
    assert.deepEqual(pauses, [0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
    let recovered = 0;
    instance.onDidRecover(() => recovered++);
    next = () => new ScriptedPredictor();
    await clock.advance(60_000);
    assert.deepEqual([recovered, instance.isWell, opened.length], [1, true, 2]);
  });

  it('begins with the shortest pause again when a container was well', async () => {
    await instance.start();
    for (let at = 0; at < 3; at++) {
      await clock.advance(10_000);
      (opened[at] as ScriptedPredictor).die();
      await clock.advance(500);
      assert.equal(opened.length, at + 2);
    }
  });

  it('begins with the shortest pause again when a container has answered a request, but not with an error of its own', async () => {
    await instance.start();
    const pauses = async (status: number): Promise<number[]> => {
      lines.length = 0;
      for (let time = 0; time < 3; time++) {
        const container = opened.at(-1) as ScriptedPredictor;
        container.status = status;
        await instance.invoke(request);
        container.die();
        await clock.advance(4_000);
      }
      return lines.map((line) => Number(/again in ([\d.]+) s/.exec(line)?.[1]));
    };
    assert.deepEqual(await pauses(200), [0.5, 0.5, 0.5]);
    assert.deepEqual(await pauses(400), [0.5, 0.5, 0.5]);
    assert.deepEqual(await pauses(500), [1, 2, 4]);
  });

  it('starts a container anew that does not answer three pings in a row, and not one that misses two', async () => {
    await instance.start();
    const [container] = opened as ScriptedPredictor[];
    assert.ok(container);
    container.isWell = false;
    await clock.advance(20_000);
    container.isWell = true;
    await clock.advance(10_000);
    container.isWell = false;
    await clock.advance(29_999);
    assert.equal(instance.isWell, true);
    await clock.advance(1);
    assert.equal(instance.isWell, false);
    assert.deepEqual(container.closed, [0]);
    await clock.advance(500);
    assert.deepEqual([instance.isWell, opened.length], [true, 2]);
  });

  it('asks a container that is well no more often than every ten seconds', async () => {
    await instance.start();
    await clock.advance(60_000);
    assert.equal((opened[0] as ScriptedPredictor).pings, 1 + 6);
  });

  it('says in its log that AWS would not pass on so large an answer', async () => {
    const container = new ScriptedPredictor();
    next = () => container;
    await instance.start();
    container.answerBytes = 6_291_456;
    await instance.invoke(request);
    assert.deepEqual(lines, []);
    container.answerBytes++;
    assert.equal((await instance.invoke(request)).status, 200);
    assert.match(lines.join(), /^The container answered with 6291457 bytes; AWS passes on at most 6291456/);
  });

  it('retires when its requests are answered, within the time that a client waits', async () => {
    const container = new ScriptedPredictor(false);
    next = () => container;
    await instance.start();
    const answered = instance.invoke(request);
    const retired = instance.retire(30_000);
    await clock.advance(5_000);
    assert.deepEqual(container.closed, []);
    container.answer();
    assert.equal((await answered).status, 200);
    await retired;
    assert.deepEqual(container.closed, [30_000]);
    assert.equal(clock.waiting, 0);
  });

  it('retires though a request is never answered', async () => {
    const container = new ScriptedPredictor(false);
    next = () => container;
    await instance.start();
    const lost = assert.rejects(instance.invoke(request), PredictorGoneError);
    const retired = instance.retire(30_000);
    await clock.advance(60_000);
    await retired;
    assert.deepEqual(container.closed, [30_000]);
    container.die();
    await lost;
    assert.equal(clock.waiting, 0);
  });

  for (const [when, prepare] of [
    ['it waits for the next ping', async () => undefined],
    ['it waits for the next start', async () => (opened[0] as ScriptedPredictor).die()],
  ] as const)
    it(`leaves no timer and starts nothing when it is closed while ${when}`, async () => {
      await instance.start();
      await prepare();
      await instance.close(0);
      assert.equal(clock.waiting, 0);
      await clock.advance(120_000);
      assert.equal(opened.length, 1);
    });

  it('ends a container that comes up after it was closed', async () => {
    let come: (predictor: Predictor) => void = () => undefined;
    const late = new ServingInstance({
      stream: 'variant/i-2',
      clock,
      log: () => undefined,
      startupLimit: 240_000,
      measure: () => undefined,
      open: () => new Promise((resolve) => (come = resolve)),
    });
    const started = assert.rejects(late.start());
    const closed = late.close(0);
    const container = new ScriptedPredictor();
    come(container);
    await Promise.all([started, closed]);
    assert.deepEqual([container.closed, late.isWell, clock.waiting], [[0], false, 0]);
  });
});
