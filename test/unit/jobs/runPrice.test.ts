import assert from 'node:assert/strict';
import { runPrice } from '../../../src/jobs/aws/runPrice.ts';
import type { ResolvedJob } from '../../../src/jobs/resolve.ts';
import { SdkClients } from '../../../src/sagemaker/clients.ts';
import { PriceModel } from '../../../src/sagemaker/cost/priceModel.ts';
import { systemClock } from '../../../src/shared/node/systemClock.ts';
import { pricedConnection, startPricingServer, type PricingServer } from '../../support/pricingServer.ts';

describe('the price in the confirm of a run', () => {
  let server: PricingServer;
  let clients: SdkClients;
  let prices: PriceModel;

  before(async () => {
    server = await startPricingServer();
    clients = new SdkClients(pricedConnection(server));
    prices = new PriceModel({ clients, clock: systemClock, log: () => undefined });
  });
  after(() => {
    prices.dispose();
    clients.dispose();
    server.close();
  });

  const ask = (more: object, job: object = {}) => {
    const training = { request: { ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2 }, ...more } };
    return runPrice({ request: job, trainings: [training] } as unknown as ResolvedJob, prices, systemClock);
  };

  it('is waited for, and is that of all instances', async () =>
    assert.equal(await ask({}), 'Price: $0.23 an hour, on demand'));

  it('is that of one training job of a tuning job', async () =>
    assert.equal(
      await ask({}, { HyperParameterTuningJobConfig: {} }),
      'Price of each training job: $0.23 an hour, on demand',
    ));

  it('is said to be unknown where it is', async () => {
    assert.match((await ask({ EnableManagedSpotTraining: true })) ?? '', /^Price: unknown for Spot instances/);
    assert.equal(await ask({ ResourceConfig: { InstanceType: 'ml.z9.large' } }), 'Price: unknown');
    assert.equal(await ask({ ResourceConfig: { InstanceGroups: [] } }), undefined);
  });
});
