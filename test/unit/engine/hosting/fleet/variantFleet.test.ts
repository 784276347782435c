import assert from 'node:assert/strict';
import { JobFailure } from '../../../../../src/engine/execution/jobFailure.ts';
import { InvocationTimeoutError, VariantFleet } from '../../../../../src/engine/hosting/fleet/variantFleet.ts';
import { PredictorGoneError, type Predictor } from '../../../../../src/engine/hosting/predictor.ts';
import { ManualClock } from '../../../../support/manualClock.ts';
import { ScriptedPredictor } from '../../../../support/scriptedPredictor.ts';

const request = { body: Buffer.from('1') };
const timeout = 60_000;

describe('The instances of a variant', () => {
  let clock: ManualClock;
  let opened: ScriptedPredictor[];
  let open: () => Promise<Predictor>;
  let fleet: VariantFleet;
  let made: number;
  const container = (at: number): ScriptedPredictor => opened[at] as ScriptedPredictor;
  beforeEach(() => {
    clock = new ManualClock();
    opened = [];
    made = 0;
    open = async () => {
      const predictor = new ScriptedPredictor(false);
      opened.push(predictor);
      return predictor;
    };
    fleet = new VariantFleet({
      clock,
      nextInstance: () => ({
        stream: `variant/i-${++made}`,
        clock,
        log: () => undefined,
        startupLimit: 240_000,
        measure: () => undefined,
        open: () => open(),
      }),
    });
  });

  it('take turns, and who has the fewest requests in hand is next', async () => {
    await fleet.scale(3);
    const streams: string[] = [];
    const ask = () => fleet.invoke(request, timeout, (stream) => streams.push(stream));
    const first = [ask(), ask(), ask(), ask()];
    assert.deepEqual(streams, ['variant/i-1', 'variant/i-2', 'variant/i-3', 'variant/i-1']);
    container(1).answer();
    await first[1];
    const last = ask();
    assert.equal(streams.at(-1), 'variant/i-2');
    for (const one of opened) one.answer();
    await Promise.all([...first, last]);
  });

  it('answer a request that waited until a container was started again', async () => {
    await fleet.scale(1);
    container(0).die();
    const answer = fleet.invoke(request, timeout);
    await clock.advance(500);
    container(1).answer();
    assert.equal((await answer).status, 200);
  });

  it('answer a request that waited until there was another instance', async () => {
    await fleet.scale(1);
    open = () => Promise.reject(new JobFailure('No memory is left.'));
    container(0).die();
    const answer = fleet.invoke(request, timeout);
    await clock.advance(5_000);
    open = async () => {
      const predictor = new ScriptedPredictor();
      opened.push(predictor);
      return predictor;
    };
    await fleet.scale(2);
    assert.equal((await answer).status, 200);
    await fleet.close();
    assert.equal(clock.waiting, 0);
  });

  it('fail a request that a container died with, and give one that it never had to another', async () => {
    await fleet.scale(2);
    const lost = fleet.invoke(request, timeout);
    const kept = fleet.invoke(request, timeout);
    container(0).die();
    await assert.rejects(lost, PredictorGoneError);
    container(1).answer();
    assert.equal((await kept).status, 200);
  });

  it('answer no later than their time limit, and leave no timer then', async () => {
    await fleet.scale(1);
    const lost = assert.rejects(fleet.invoke(request, timeout), PredictorGoneError);
    container(0).die();
    await lost;
    const waiting = assert.rejects(fleet.invoke(request, 200), InvocationTimeoutError);
    await clock.advance(200);
    await waiting;
    await fleet.close();
    assert.equal(clock.waiting, 0);
  });

  it('wait no longer than that for a container that does not answer', async () => {
    await fleet.scale(1);
    const late = assert.rejects(fleet.invoke(request, timeout), InvocationTimeoutError);
    await clock.advance(timeout);
    await late;
    await fleet.close(); // at once: nothing is in its hands any more
    assert.equal(clock.waiting, 0);
  });

  it('end at once where nobody waits for the answers in hand any more', async () => {
    await fleet.scale(1);
    const lost = assert.rejects(fleet.invoke(request, timeout), PredictorGoneError);
    const closed = fleet.close(5_000);
    fleet.cutOff();
    await Promise.all([lost, closed]);
    assert.deepEqual([container(0).closed, clock.waiting], [[5_000], 0]);
  });

  it('end, when there are to be fewer, once their requests are answered; first those that do not answer', async () => {
    await fleet.scale(3);
    container(0).die();
    const answers = [fleet.invoke(request, timeout), fleet.invoke(request, timeout)];
    const fewer = fleet.scale(1);
    await clock.advance(0);
    assert.equal(fleet.count, 1);
    assert.deepEqual(container(2).closed, []);
    container(2).answer();
    container(1).answer();
    await Promise.all([...answers, fewer]);
    assert.deepEqual([container(1).closed, container(2).closed], [[], [30_000]]);
  });

  it('are as many as before when one of more cannot be started', async () => {
    await fleet.scale(1);
    const usual = open;
    open = () => (opened.length < 2 ? usual() : Promise.reject(new JobFailure('No memory is left.')));
    await assert.rejects(fleet.scale(3), /No memory is left/);
    assert.equal(fleet.count, 1);
    assert.deepEqual(container(1).closed, [0]);
  });

  it('are as many as are wanted though one of more had to be started twice; a first one is not', async () => {
    const usual = open;
    let starts = 0;
    open = () => (++starts === 2 ? Promise.reject(new JobFailure('It was killed.')) : usual());
    await fleet.scale(1);
    await fleet.scale(3);
    assert.deepEqual([fleet.count, starts], [3, 4]);
    await fleet.scale(0);
    starts = 1;
    await assert.rejects(fleet.scale(1), /It was killed/);
    assert.deepEqual([fleet.count, starts], [0, 2]);
  });

  it('answer what is in their hands before they end', async () => {
    await fleet.scale(1);
    const answer = fleet.invoke(request, timeout);
    const closed = fleet.close();
    await clock.advance(500);
    assert.deepEqual(container(0).closed, []);
    container(0).answer();
    assert.equal((await answer).status, 200);
    await closed;
    assert.deepEqual([container(0).closed, fleet.count, clock.waiting], [[30_000], 0, 0]);
  });

  it('give back what waits when they end', async () => {
    await fleet.scale(1);
    container(0).die();
    const waiting = assert.rejects(fleet.invoke(request, timeout), { name: 'PredictorGoneError', wasDelivered: false });
    await fleet.close();
    await waiting;
    assert.equal(clock.waiting, 0);
  });

  it('are given up while they start', async () => {
    const starting = assert.rejects(fleet.scale(2));
    fleet.stop();
    await starting;
    assert.deepEqual([fleet.count, clock.waiting], [0, 0]);
    assert.deepEqual(
      opened.map(({ closed }) => closed),
      [[0], [0]],
    );
  });
});
