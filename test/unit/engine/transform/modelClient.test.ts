import assert from 'node:assert/strict';
import { PredictorGoneError, type InvocationAnswer, type Predictor } from '../../../../src/engine/hosting/predictor.ts';
import { InvocationFailure, ModelClient } from '../../../../src/engine/transform/modelClient.ts';
import { ModelRequests } from '../../../../src/engine/transform/modelRequests.ts';
import { ManualClock } from '../../../support/manualClock.ts';

/** A model whose behaviour is a list of what it does next. */
class ScriptedModel {
  opened = 0;
  closed = 0;
  asked = 0;
  /** Requests that were under way at once, at most. */
  most = 0;
  private underWay = 0;
  /** What was said for the job's log. */
  readonly said: string[] = [];
  /** What each close allowed. */
  readonly graces: number[] = [];

  constructor(private readonly script: ('hang' | 'die' | number)[]) {}

  readonly open = (): Promise<Predictor> => {
    this.opened++;
    let isOver = false;
    return Promise.resolve({
      name: 'in-process',
      introduction: [],
      executionParameters: { maxConcurrentTransforms: 1, batchStrategy: 'MultiRecord', maxPayloadInMB: 6 },
      onDidEnd: (listener) => {
        if (isOver) listener('It ended.');
        return { dispose: () => undefined };
      },
      ping: () => Promise.resolve(true),
      invoke: () =>
        this.next().catch((error: unknown) => {
          isOver = true;
          throw error;
        }),
      usage: () => Promise.resolve(undefined),
      close: (grace = 0) => {
        this.closed++;
        this.graces.push(grace);
        return Promise.resolve();
      },
    });
  };

  private async next(): Promise<InvocationAnswer> {
    this.asked++;
    this.most = Math.max(this.most, ++this.underWay);
    await Promise.resolve();
    this.underWay--;
    const step = this.script.shift() ?? 200;
    if (step === 'hang') return new Promise(() => undefined);
    if (step === 'die') return Promise.reject(new PredictorGoneError('It ended.'));
    return Promise.resolve({ status: step, contentType: 'text/csv', body: Buffer.from(`said ${step}`) });
  }
}

const clientOf = (model: ScriptedModel, clock = new ManualClock(), maxRetries = 2): ModelClient =>
  new ModelClient(model.open, { timeout: 1000, maxRetries, clock, log: (line) => model.said.push(line) });

const failure = (status: number | undefined) => (error: unknown) =>
  error instanceof InvocationFailure && error.status === status;

describe('A client of a model', () => {
  const body = { body: Buffer.from('1') };

  it('asks again where the model failed, and not where the request is at fault', async () => {
    const model = new ScriptedModel([500, 503, 200, 400]);
    const client = clientOf(model);
    assert.equal(String(await client.invoke(body, new ModelRequests(1))), 'said 200');
    await assert.rejects(client.invoke(body, new ModelRequests(1)), failure(400));
    assert.equal(model.asked, 4);
    assert.equal(model.opened, 1);
  });

  it('gives up after so many retries, with what was said last', async () => {
    await assert.rejects(clientOf(new ScriptedModel([500, 500, 500])).invoke(body, new ModelRequests(1)), failure(500));
    await assert.rejects(
      clientOf(new ScriptedModel([500]), new ManualClock(), 0).invoke(body, new ModelRequests(1)),
      failure(500),
    );
  });

  it('loads the model anew when its program has ended', async () => {
    const model = new ScriptedModel(['die', 200]);
    assert.equal(String(await clientOf(model).invoke(body, new ModelRequests(1))), 'said 200');
    assert.equal(model.opened, 2);
    assert.deepEqual(model.said, ['It ended. The model is loaded anew where there is more to ask.']);
    await assert.rejects(
      clientOf(new ScriptedModel(['die', 'die', 'die'])).invoke(body, new ModelRequests(1)),
      failure(undefined),
    );
  });

  it('asks again alone, and for free, where the program has ended under several requests', async () => {
    const model = new ScriptedModel(['die', 'die', 'die', 200, 'die', 200]);
    const client = clientOf(model, new ManualClock(), 0);
    const requests = new ModelRequests(3);
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => client.invoke(body, requests)));
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.equal(model.most, 3);
    assert.equal(model.asked, 6);
  });

  it('ends a model that does not answer in time', async () => {
    const clock = new ManualClock();
    const model = new ScriptedModel(['hang', 200]);
    const answer = clientOf(model, clock).invoke(body, new ModelRequests(1));
    await clock.advance(999);
    assert.equal(model.closed, 0);
    await clock.advance(1);
    assert.equal(String(await answer), 'said 200');
    assert.equal(model.closed, 1);
    assert.match(model.said.join(), /^A request had no answer within InvocationsTimeoutInSeconds, 1 s\./);
    assert.equal(clock.waiting, 0);
  });

  it('opens nothing more once it is closed', async () => {
    const model = new ScriptedModel([]);
    const client = clientOf(model);
    await client.loaded();
    await client.close();
    await assert.rejects(client.invoke(body, new ModelRequests(1)), failure(undefined));
    assert.deepEqual([model.opened, model.closed], [1, 1]);
  });

  it('ends a model that is given time at once where that is asked meanwhile', async () => {
    const model = new ScriptedModel([]);
    const client = clientOf(model);
    await client.loaded();
    await Promise.all([client.close(30_000), client.close()]);
    assert.deepEqual(model.graces, [30_000, 0]);
  });
});
