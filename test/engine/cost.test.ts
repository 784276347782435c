import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { byTuningJob, priceOf, type Billable } from '../../src/sagemaker/cost/billable.ts';
import { CostModel } from '../../src/sagemaker/cost/costModel.ts';
import { costText } from '../../src/sagemaker/cost/costSummary.ts';
import { CountedStore } from '../../src/sagemaker/cost/countedStore.ts';
import { endBillables, endedText } from '../../src/sagemaker/cost/endBillable.ts';
import { findIdle } from '../../src/sagemaker/cost/idleResources.ts';
import { idlesText } from '../../src/sagemaker/cost/idleText.ts';
import { loadBillable } from '../../src/sagemaker/cost/loadBillable.ts';
import { Session } from '../../src/sagemaker/session.ts';
import { createTuningJob } from '../../src/sagemaker/tuningJobs.ts';
import { messageOf } from '../../src/shared/errors.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { useEngine } from '../support/engineFixture.ts';
import { Endpoints } from '../support/endpoints.ts';
import { startPricingServer, type PricingServer } from '../support/pricingServer.ts';
import { waitForStatus, xgboostRequest } from '../support/trainingRequests.ts';
import { TransformJobs } from '../support/transformJobs.ts';
import { waitFor } from '../support/waitFor.ts';

const endless = { num_round: '1000000' };

// An engine that poses as AWS, with the price list beside it.
describe('what costs money', function () {
  this.timeout(60_000);
  let session: Session;
  let endpoints: Endpoints;
  let pricing: PricingServer;
  let create: (name: string, hyperparameters?: Record<string, string>) => Promise<void>;

  useEngine(async ({ engine, client }) => {
    pricing = await startPricingServer();
    const { endpoint: _endpoint, ...place } = engine.connection;
    const own = engine.announcement.endpoint;
    const services = { sagemaker: own, s3: own, cloudwatch: own, cloudwatch_logs: own, pricing: pricing.endpoint };
    session = new Session(
      { ...place, id: 'aws:000000000000:us-east-1', kind: 'aws', serviceEndpoints: services },
      systemClock,
      () => undefined,
    );
    endpoints = new Endpoints(engine, { runner: 'in-process' });
    const models = new TransformJobs(engine, { runner: 'in-process' });
    await models.model('boosted');
    models.close();
    for (const name of ['shared', 'own']) await endpoints.config(name, { only: { ModelName: 'boosted' } });
    await endpoints.config('wide', {
      a: { ModelName: 'boosted', InitialInstanceCount: 2 },
      b: { ModelName: 'boosted' },
    });
    for (const [name, config] of [
      ['called', 'shared'],
      ['silent', 'shared'],
      ['wide', 'wide'],
    ] as const)
      await endpoints.create(name, config);
    create = async (name, hyperparameters = {}) =>
      void (await client.send(new CreateTrainingJobCommand(xgboostRequest(name, hyperparameters))));
    await create('over', { num_round: '5' });
    await create('runs', endless);
    await waitForStatus(client, 'over', 'Completed');
    await waitForStatus(client, 'runs', 'Training');
    for (const name of ['called', 'silent', 'wide']) await endpoints.settled(name);
  });
  after(() => {
    session.dispose();
    endpoints.close();
    pricing.close();
  });

  const names = (items: readonly Billable[]): string[] => items.map(({ kind, name }) => `${kind} ${name}`).sort();

  it('is found with its instances: what runs, and of today what is over', async () => {
    const { items, missing } = await loadBillable(session);
    assert.deepEqual(names(items), ['endpoint called', 'endpoint silent', 'endpoint wide', 'trainingJob runs']);
    assert.deepEqual(missing, []);
    const wide = items.find(({ name }) => name === 'wide');
    assert.deepEqual(wide?.instances, [
      { type: 'ml.m5.large', count: 2, use: 'Hosting' },
      { type: 'ml.m5.large', count: 1, use: 'Hosting' },
    ]);
    const today = await loadBillable(session, { since: Date.now() - 3_600_000 });
    const over = today.items.find(({ name }) => name === 'over');
    assert.ok(over?.until !== undefined && over.until >= over.since);
  });

  it('is summed up with its prices, and follows what the lists tell', async () => {
    const cost = new CostModel(session, systemClock);
    cost.setActive(true);
    const text = (): string | undefined => costText(cost.summary, cost.count);
    // Five instances that host and one that trains, $0.115 each.
    await waitFor('the sum', () => (/^≈ \$0\.69\/h · ≥ /.test(text() ?? '') ? true : undefined));
    assert.ok(cost.summary.today > 0 && cost.summary.today < 0.69);
    assert.deepEqual(pricing.asked, ['us-east-1 ml.m5.large']);
    await session.clients.sagemaker();
    const jobs = session.lists.of('trainingJob');
    jobs.setVisible(true);
    await create('another', endless);
    await waitFor('the job', () => {
      jobs.refreshNow();
      return /^≈ \$0\.805\/h/.test(text() ?? '') ? true : undefined;
    });
    const [another] = cost.summary.rows.filter(({ item }) => item.name === 'another').map(({ item }) => item);
    assert.ok(another);
    await endBillables(session.clients, [another]);
    await waitFor('its end', () => {
      jobs.refreshNow();
      return /^≈ \$0\.69\/h/.test(text() ?? '') ? true : undefined;
    });
    assert.ok(
      cost.summary.rows.some(({ item, today }) => item.name === 'another' && item.until !== undefined && today > 0),
      'what it has cost today stays',
    );
    jobs.setVisible(false);
    cost.dispose();
  });

  it('is counting until all is counted, and what was counted is kept with its age', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cost-'));
    const store = new CountedStore(folder, session.connection);
    let later = 0;
    const clock = { ...systemClock, now: () => Date.now() + later, schedule: systemClock.schedule.bind(systemClock) };
    const first = new CostModel(session, clock, { store });
    const early: (string | undefined)[] = [];
    first.onDidChange(() => first.asOf === undefined && early.push(costText(first.summary, first.count)));
    first.setActive(true);
    await waitFor('all', async () => (await store.read())?.items.length);
    assert.ok(early.length > 0);
    for (const text of early) assert.match(text ?? '', /^(≥ .* · )?counting…$/);
    const sum = costText(first.summary, first.count);
    assert.match(sum ?? '', /^≈ \$0\.69\/h · ≥ /);
    first.dispose();
    const { asOf } = (await store.read()) ?? {};

    const again = new CostModel(session, clock, { store });
    again.setActive(true);
    await waitFor('what was kept', () => (again.asOf === asOf ? true : undefined));
    assert.equal(costText(again.summary, again.count)?.split(' · ')[0], sum?.split(' · ')[0]);
    assert.deepEqual([again.count.isCounting, again.count.age], [false, undefined], 'not asked for anew');
    again.dispose();

    later = 2 * 3_600_000;
    const old = new CostModel(session, clock, { store });
    const texts: (string | undefined)[] = [];
    old.onDidChange(() => texts.push(costText(old.summary, old.count)));
    old.setActive(true);
    await waitFor('a new count', () => (old.count.age === undefined && old.asOf !== undefined ? true : undefined));
    assert.match(texts.join('\n'), /^≈ \$0\.69\/h · 2 h 0 min ago · counting…$/m);
    old.dispose();
    const elsewhere = { ...session.connection, id: 'aws:000000000000:eu-west-1', region: 'eu-west-1' };
    assert.equal(await new CountedStore(folder, elsewhere).read(), undefined, 'of another region nothing');
    await rm(folder, { recursive: true });
  });

  it('is idle where nobody calls it, by the metric of its variants', async () => {
    await endpoints.invoke('called');
    const { items } = await loadBillable(session);
    const later = { hours: 1, now: Date.now() + 3_600_000 - 60_000 };
    assert.deepEqual(await findIdle(session, items, later), [], 'too young');
    const idle = await waitFor('the metric', async () => {
      const found = await findIdle(session, items, { hours: 1, now: Date.now() + 3_600_000 });
      return found.some(({ item }) => item.name === 'called') ? undefined : found;
    });
    assert.deepEqual(names(idle.map(({ item }) => item)), ['endpoint silent', 'endpoint wide']);
    assert.match(idle[0]?.why ?? '', /had no invocation in 1 h 0 min/);
    for (const { item } of idle) priceOf(item, session.prices);
    await session.prices.settled();
    idle.sort((a, b) => a.item.name.localeCompare(b.item.name));
    assert.equal(
      idlesText(idle, session.prices),
      '2 endpoints seem not to be used, $0.46 an hour together: silent and wide.',
    );
    const many = Array.from({ length: 15 }, () => idle).flat();
    assert.match(idlesText(many, session.prices), /^30 endpoints .*: silent, wide, silent and 27 more\.$/);
  });

  it('is stopped, and told where something still runs', async () => {
    const { items } = await loadBillable(session);
    const ended = items.filter(({ name }) => name === 'runs');
    const gone: Billable = { ...(ended[0] as Billable), kind: 'trainingJob', name: 'over' };
    const refused: Billable = { ...(ended[0] as Billable), kind: 'notebook', name: 'not a name' };
    const results = await endBillables(session.clients, [...ended, gone, refused]);
    assert.deepEqual(
      results.filter(({ error }) => error !== undefined).map(({ item }) => item.name),
      ['not a name'],
    );
    assert.match(
      endedText(results, messageOf),
      /^2 of 3 are being shut down; the notebook instance not a name still runs \(.+\)\.$/,
    );
    await waitFor('the rest', async () => {
      const left = names((await loadBillable(session)).items);
      return left.join() === 'endpoint called,endpoint silent,endpoint wide' ? true : undefined;
    });
  });

  it('is a tuning job’s as a whole, with the instances of its training jobs', async () => {
    const { TrainingJobName: _name, HyperParameters, ...definition } = xgboostRequest('search', endless);
    await createTuningJob(session.clients, {
      HyperParameterTuningJobName: 'search',
      HyperParameterTuningJobConfig: {
        Strategy: 'Random',
        HyperParameterTuningJobObjective: { MetricName: 'validation:rmse', Type: 'Minimize' },
        ResourceLimits: { MaxNumberOfTrainingJobs: 4, MaxParallelTrainingJobs: 2 },
        ParameterRanges: { ContinuousParameterRanges: [{ Name: 'gamma', MinValue: '0', MaxValue: '5' }] },
      },
      TrainingJobDefinition: { ...definition, StaticHyperParameters: HyperParameters } as never,
    });
    const [search] = await waitFor('its training jobs', async () => {
      const { items } = await loadBillable(session);
      const tuning = byTuningJob(items).filter(({ kind }) => kind !== 'endpoint');
      return tuning[0]?.instances.length === 2 ? tuning : undefined;
    });
    assert.ok(search);
    assert.equal(search.name, 'search');
    assert.deepEqual(priceOf(search, session.prices), { kind: 'known', usd: 0.23 });
    await endBillables(session.clients, [search]);
    await waitFor('the end of all', async () => {
      const { items } = await loadBillable(session);
      return items.every(({ kind }) => kind === 'endpoint') ? true : undefined;
    });
  });
});
