import assert from 'node:assert/strict';
import { SdkClients } from '../../src/sagemaker/clients.ts';
import { ResourceListModel } from '../../src/sagemaker/resources/resourceListModel.ts';
import { kindOf } from '../../src/sagemaker/resources/resourceKinds.ts';
import { Scheduler } from '../../src/sagemaker/scheduler.ts';
import { asAction, type SlowRequests } from '../../src/sagemaker/requests/actionContext.ts';
import { deedOf } from '../../src/sagemaker/requests/asked.ts';
import { withRank } from '../../src/sagemaker/budget/requestRank.ts';
import { problemText } from '../../src/sagemaker/serviceProblem.ts';
import { searchedKind } from '../../src/sagemaker/find/searchedKind.ts';
import { sleep } from '../../src/shared/clock.ts';
import { ViewLists } from '../../src/ui/explorer/viewLists.ts';
import { AwsEngine } from '../support/awsEngine.ts';
import { fastClock } from '../support/fastClock.ts';
import { broken, expired, FaultProxy, throttled, type Fault } from '../support/faultProxy.ts';
import { waitFor } from '../support/waitFor.ts';

describe('what a person asks of a service that does not answer as it should', function () {
  this.timeout(60_000);
  let aws: AwsEngine;
  let proxy: FaultProxy;
  let clients: SdkClients;
  const shown: string[] = [];
  let cancel: (() => void) | undefined;
  let open = 0;
  const slow: SlowRequests = {
    show: (asked, give) => {
      shown.push(deedOf(asked));
      cancel = give;
      open++;
      return { dispose: () => open-- };
    },
  };

  before(async () => (aws = await AwsEngine.start()));
  after(() => aws.remove());
  beforeEach(async () => {
    proxy = await FaultProxy.start(aws.engine);
    // 25 seconds are one here.
    clients = new SdkClients(proxy.connection, undefined, fastClock(25));
    shown.length = 0;
    cancel = undefined;
  });
  afterEach(async () => {
    clients.dispose();
    await proxy.close();
    assert.equal(open, 0, 'nothing is shown any more');
  });

  const describeIt = () => asAction(slow, () => kindOf('trainingJob').describe(clients, 'prices'));
  const told = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => assert.fail('It did not fail.'),
      (error: unknown) => problemText(error),
    );

  it('is shown while it is silent, and given up in a sentence', async () => {
    proxy.always({ kind: 'silence' });
    const began = Date.now();
    assert.match(
      await told(describeIt()),
      /^Reading the training job prices \(\S+ of .+, account \d+\) failed: AWS did not answer in 25 seconds; try again\.$/,
    );
    assert.ok(Date.now() - began < 5_000);
    assert.deepEqual(shown, ['Reading the training job prices']);
  });

  for (const where of ['with its turn', 'where nothing is counted'])
    it(`is given up too when the answer breaks off without an end, ${where}`, async () => {
      const turns = where === 'with its turn' ? { take: async () => undefined } : undefined;
      const stalled = new SdkClients(proxy.connection, turns, fastClock(25));
      proxy.always({ kind: 'stall' });
      const began = Date.now();
      const work = asAction(slow, () => kindOf('trainingJob').describe(stalled, 'prices'));
      assert.match(await told(work), /AWS did not answer in 25 seconds/);
      assert.ok(Date.now() - began < 5_000);
      stalled.dispose();
    });

  it('can be cancelled', async () => {
    proxy.always({ kind: 'silence' });
    const asked = told(describeIt());
    while (cancel === undefined) await new Promise((next) => setTimeout(next, 10));
    cancel();
    assert.match(await asked, /it was cancelled before there was an answer/);
  });

  it('is shown of a list where the list was asked for, and not where a command only set it off', async () => {
    proxy.always({ kind: 'wait', milliseconds: 200 }); // five seconds
    const clock = fastClock(25);
    const scheduler = new Scheduler(clock, () => undefined);
    const list = new ResourceListModel(kindOf('model'), { clients, scheduler, clock });
    await asAction(slow, () => list.refreshed());
    assert.deepEqual(shown, []);
    asAction(slow, () => list.refreshNow(slow));
    await list.refreshed();
    assert.ok(list.isLoaded);
    assert.deepEqual([...new Set(shown)], ['Listing the models']);
    list.dispose();
    scheduler.dispose();
  });

  it('is not shown while it waits for its turn, which is no slow answer', async () => {
    const clock = fastClock(25);
    const turns = { take: () => sleep(clock, 5_000) };
    const waiting = new SdkClients(proxy.connection, turns, clock);
    const describeThere = () => asAction(slow, () => kindOf('trainingJob').describe(waiting, 'prices'));
    assert.match(await told(describeThere()), /not found/);
    assert.deepEqual(shown, []);
    proxy.times(1, { kind: 'wait', milliseconds: 200 }); // five seconds
    assert.match(await told(describeThere()), /not found/);
    assert.deepEqual(shown, ['Reading the training job prices']);
    waiting.dispose();
  });

  it('is no longer shown of a view whose place was left', async () => {
    proxy.always({ kind: 'silence' });
    const clock = fastClock(25);
    const scheduler = new Scheduler(clock, () => undefined);
    const [model, job] = (['model', 'transformJob'] as const).map(
      (id) => new ResourceListModel(kindOf(id), { clients, scheduler, clock }),
    );
    assert.ok(model && job);
    const lists = new ViewLists(new Map([['model', model]]));
    lists.refreshNow(slow);
    await waitFor('the notice', () => (open > 0 ? true : undefined));
    lists.dispose();
    assert.equal(open, 0);
    const others = new ViewLists(new Map([['transformJob', job]]));
    others.refreshNow(slow);
    others.dispose();
    await sleep(clock, 5_000);
    assert.deepEqual(shown, ['Listing the models']);
    scheduler.dispose();
    model.dispose();
    job.dispose();
  });

  it('is named by what is looked through, of a search too', async () => {
    proxy.always({ kind: 'wait', milliseconds: 200 }); // five seconds
    const tag = { key: 'team' };
    for (const id of ['trainingJob', 'tuningJob'] as const)
      await asAction(slow, async () => searchedKind(id, tag)?.list(clients, {}));
    assert.deepEqual(shown, ['Searching the training jobs', 'Searching the tuning jobs']);
  });

  it('is asked on where nobody waits for it', async () => {
    proxy.times(1, { kind: 'wait', milliseconds: 2_000 });
    await assert.rejects(withRank('visible', describeIt), (error: unknown) =>
      /Requested resource not found/.test(problemText(error)),
    );
    assert.deepEqual(shown, []);
  });

  const sentences: readonly [what: string, fault: Fault, sentence: RegExp][] = [
    ['asked too much', throttled, /AWS is asked too much at the moment; wait a minute and try again\.$/],
    ['broken', broken, /AWS had an error of its own \(HTTP 500: .+\); try again\.$/],
    ['expired', expired, /the credentials have expired; renew them and try again\.$/],
    ['cut', { kind: 'cut', after: 'request' }, /the connection was cut; try again\.$/],
    ['cut in its answer', { kind: 'cut', after: 'half the answer' }, /the connection was cut; try again\.$/],
    ['another page', { kind: 'not JSON' }, /what answered is not AWS; look for a proxy/],
  ];
  for (const [what, fault, sentence] of sentences) {
    it(`says in one sentence what is the matter: ${what}`, async () => {
      proxy.always(fault);
      const text = await told(describeIt());
      assert.match(text, /^Reading the training job prices \(/);
      assert.match(text, sentence);
      assert.ok(!text.includes('\n') && !text.includes('$response'), text);
    });
  }

  it('says of a change whose answer is lost that it may have been done', async () => {
    proxy.always({ kind: 'cut', after: 'request' });
    const work = asAction(slow, async () => kindOf('model').remove?.(clients, 'churn'));
    assert.match(
      await told(work),
      /^Deleting the model churn .* the connection was cut; it may have been done all the same: look before you try again\.$/,
    );
  });
});
