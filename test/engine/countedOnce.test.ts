import assert from 'node:assert/strict';
import { CostModels } from '../../src/sagemaker/cost/costModels.ts';
import type { CostModel } from '../../src/sagemaker/cost/costModel.ts';
import { CountedStore } from '../../src/sagemaker/cost/countedStore.ts';
import { findIdle } from '../../src/sagemaker/cost/idleResources.ts';
import { loadBillable } from '../../src/sagemaker/cost/loadBillable.ts';
import { Session } from '../../src/sagemaker/session.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { AwsEngine } from '../support/awsEngine.ts';
import { Endpoints } from '../support/endpoints.ts';
import { RecordingProxy } from '../support/recordingProxy.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';
import { putTables } from '../support/trainingRequests.ts';
import { TransformJobs } from '../support/transformJobs.ts';
import { waitFor } from '../support/waitFor.ts';

describe('what an account is asked for what costs money', function () {
  this.timeout(60_000);
  const folders = useTemporaryFolders();
  let aws: AwsEngine;
  let proxy: RecordingProxy;
  let endpoints: Endpoints;
  let storageFolder: string;
  let later = 0;
  const clock = { now: () => Date.now() + later, schedule: systemClock.schedule.bind(systemClock) };
  const open: { dispose(): void }[] = [];

  before(async () => {
    aws = await AwsEngine.start();
    proxy = await RecordingProxy.start(aws.engine);
    await putTables(aws.engine);
    const models = new TransformJobs(aws.engine, { runner: 'in-process' });
    await models.model('boosted');
    models.close();
    endpoints = new Endpoints(aws.engine, { runner: 'in-process' });
    await endpoints.config('one', { only: { ModelName: 'boosted' } });
    await endpoints.create('churn', 'one');
    await endpoints.settled('churn');
    storageFolder = await folders();
  });
  after(async () => {
    for (const one of open.reverse()) one.dispose();
    endpoints.close();
    await proxy.close();
    await aws.remove();
  });

  /** A window with its own session; what windows share is the folder. */
  function openWindow(): { session: Session; cost: CostModel } {
    const session = new Session(proxy.connection, clock, () => undefined, storageFolder);
    const counts = new CostModels({ clock, log: () => undefined, storageFolder });
    open.push(session, counts);
    const cost = counts.of(session);
    assert.ok(cost);
    return { session, cost };
  }

  const asked = (): string[] => proxy.passed.splice(0).map(({ operation }) => operation);
  /** Waits for a count that another window can take over: it is on disk. */
  async function counted(cost: CostModel, before?: number): Promise<number> {
    const asOf = await waitFor('the count', () => (cost.asOf === before ? undefined : cost.asOf));
    const store = new CountedStore(storageFolder, proxy.connection);
    await waitFor('what is kept', async () => ((await store.read())?.asOf === asOf ? true : undefined));
    return asOf;
  }
  const focus = (cost: CostModel): void => {
    cost.setActive(false);
    cost.setActive(true);
  };

  it('is asked by one window: another takes over what that one was told', async () => {
    const [first, second] = [openWindow(), openWindow()];
    focus(first.cost);
    const asOf = await counted(first.cost);
    assert.ok(asked().includes('ListEndpoints'));
    focus(second.cost);
    assert.equal(await counted(second.cost), asOf);
    assert.deepEqual(
      second.cost.running?.map(({ name }) => name),
      ['churn'],
    );

    later = 6 * 60_000;
    focus(second.cost);
    const next = await counted(second.cost, asOf);
    assert.ok(asked().includes('ListEndpoints'), 'five minutes later it is asked again');
    focus(first.cost);
    assert.equal(await counted(first.cost, asOf), next);
    assert.deepEqual(asked(), [], 'once for both');

    first.cost.refreshNow();
    await counted(first.cost, next);
    assert.ok(asked().includes('ListEndpoints'), 'a person who changed something is not put off');
  });

  it('is not asked for descriptions that the lists have', async () => {
    const { session } = openWindow();
    await loadBillable(session);
    assert.ok(asked().includes('DescribeEndpoint'));
    const { items } = await loadBillable(session);
    const idle = await findIdle(session, items, { hours: 1, now: Date.now() + 2 * 3_600_000 });
    assert.deepEqual(
      idle.map(({ item }) => item.name),
      ['churn'],
    );
    assert.deepEqual(
      asked().filter((operation) => operation.startsWith('Describe')),
      [],
    );
  });
});
