import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SdkClients } from '../../../../src/sagemaker/clients.ts';
import type { Connection } from '../../../../src/sagemaker/connection.ts';
import { priceText, usdText } from '../../../../src/sagemaker/cost/price.ts';
import { instancePrices } from '../../../../src/sagemaker/cost/priceList.ts';
import { PriceModel } from '../../../../src/sagemaker/cost/priceModel.ts';
import { pricingRegion } from '../../../../src/sagemaker/pricingRegion.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import {
  pricedConnection,
  priceListItem,
  startPricingServer,
  type PricingServer,
} from '../../../support/pricingServer.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

const day = 24 * 3_600_000;

describe('what an hour costs', () => {
  const folders = useTemporaryFolders();
  let server: PricingServer;
  let clock: ManualClock;
  const opened: { dispose(): void }[] = [];
  const told: string[] = [];

  beforeEach(async () => {
    server = await startPricingServer();
    clock = new ManualClock();
    told.length = 0;
  });
  afterEach(() => {
    opened.splice(0).forEach((one) => one.dispose());
    server.close();
  });

  function model(more: Partial<Connection> = {}, storageFolder?: string): PriceModel {
    const clients = new SdkClients({ ...pricedConnection(server), ...more });
    const made = new PriceModel({ clients, clock, log: (line) => told.push(line), storageFolder });
    opened.push(made, clients);
    return made;
  }

  it('is asked for when it is first wanted, once per type, page by page', async () => {
    const prices = model();
    let changes = 0;
    prices.onDidChange(() => changes++);
    assert.deepEqual(server.asked, [], 'nothing is asked before');
    assert.deepEqual(prices.hourly('ml.m5.large', 'Hosting'), { kind: 'asking' });
    assert.deepEqual(prices.hourly('ml.m5.large', 'Notebook'), { kind: 'asking' });
    await prices.settled();
    assert.deepEqual(prices.hourly('ml.m5.large', 'Hosting', 2), { kind: 'known', usd: 0.23 });
    for (const use of ['Notebook', 'Training', 'Tuning', 'Processing', 'Transform'] as const)
      assert.deepEqual(prices.hourly('ml.m5.large', use), { kind: 'known', usd: 0.115 }, use);
    assert.deepEqual(server.asked, ['eu-west-1 ml.m5.large']);
    assert.equal(changes, 1);
  });

  it('is unknown where the list has none, and is never guessed', async () => {
    const prices = model();
    prices.hourly('ml.t3.medium', 'Hosting');
    prices.hourly('ml.z9.huge', 'Training');
    await prices.settled();
    assert.deepEqual(prices.hourly('ml.t3.medium', 'Hosting'), { kind: 'unknown' }, 'not offered for that use');
    assert.deepEqual(prices.hourly('ml.t3.medium', 'Notebook'), { kind: 'known', usd: 0.05 });
    assert.deepEqual(prices.hourly('ml.z9.huge', 'Training'), { kind: 'unknown' });
    assert.deepEqual(prices.hourly('local', 'Training'), { kind: 'unknown' });
  });

  it('is free on the local engine, and unknown where requests go elsewhere or the partition has no list', () => {
    assert.deepEqual(model({ kind: 'local' }).hourly('ml.m5.large', 'Hosting'), { kind: 'free' });
    const elsewhere = { endpoint: 'http://127.0.0.1:9', serviceEndpoints: {} };
    assert.deepEqual(model(elsewhere).hourly('ml.m5.large', 'Hosting'), { kind: 'unknown' });
    for (const region of ['cn-north-1', 'us-gov-west-1', 'us-iso-east-1'])
      assert.deepEqual(model({ region }).hourly('ml.m5.large', 'Hosting'), { kind: 'unknown' }, region);
    assert.deepEqual(server.asked, []);
  });

  it('is unknown without the permission, which is asked for again only after half an hour', async () => {
    const prices = model();
    server.refuse(true);
    prices.hourly('ml.m5.large', 'Hosting');
    prices.hourly('ml.g5.2xlarge', 'Hosting');
    await prices.settled();
    assert.deepEqual(prices.hourly('ml.m5.large', 'Hosting'), { kind: 'unknown' });
    assert.equal(server.asked.length, 1, 'what was refused for one is not asked for the next');
    assert.match(told.join(), /not authorized to perform: pricing:GetProducts/);
    server.refuse(false);
    await clock.advance(31 * 60_000);
    assert.deepEqual(prices.hourly('ml.m5.large', 'Hosting'), { kind: 'asking' });
    await prices.settled();
    assert.deepEqual(prices.hourly('ml.m5.large', 'Hosting'), { kind: 'known', usd: 0.115 });
  });

  it('is kept for a week by region, for every account and window', async () => {
    const folder = await folders();
    const first = model({}, folder);
    first.hourly('ml.m5.large', 'Hosting');
    first.hourly('ml.g5.2xlarge', 'Training');
    await first.settled();
    assert.deepEqual(await readdir(join(folder, 'prices')), ['eu-west-1.json']);
    assert.doesNotMatch(await readFile(join(folder, 'prices', 'eu-west-1.json'), 'utf8'), /123456789012|AKIA/);
    await clock.advance(6 * day);
    const other = model({ id: 'aws:210987654321:eu-west-1', accountId: '210987654321' }, folder);
    other.hourly('ml.g5.2xlarge', 'Training');
    await other.settled();
    assert.deepEqual(other.hourly('ml.g5.2xlarge', 'Training'), { kind: 'known', usd: 1.515 });
    assert.equal(server.asked.length, 2);
    const america = model({ region: 'us-east-1' }, folder);
    america.hourly('ml.m5.large', 'Hosting');
    await america.settled();
    assert.equal(server.asked[2], 'us-east-1 ml.m5.large');
    await clock.advance(2 * day);
    const later = model({}, folder);
    later.hourly('ml.m5.large', 'Hosting');
    await later.settled();
    assert.equal(server.asked.length, 4);
  });

  it('is read from the product of its own use, on demand', () => {
    const product = (component: string, amount: number, usagetype?: string): string =>
      priceListItem('us-east-1', 'ml.m5.large', component, amount, usagetype);
    const found = instancePrices(
      [
        product('Hosting', 0, undefined), // a free trial
        product('Hosting', 0.115),
        product('Hosting', 0.2, 'USE1-AsyncInf:ml.m5.large'),
        product('Training', 0.3, 'Train:ml.m5.large'), // without a region, as of us-east-1 in older lists
        product('Training', 9, 'USE1-Train:ml.m5.xlarge'),
        product('Hosting', 7, 'USE1-Studio:JupyterLab-ml.m5.large'),
      ],
      'ml.m5.large',
    );
    assert.deepEqual(found, { Hosting: 0.115, Training: 0.3, Tuning: 0.3 });
  });

  it('is asked for in the nearest region that has the list', () => {
    const regions = ['eu-west-1', 'us-west-2', 'ap-northeast-1', 'sa-east-1', 'me-south-1', 'af-south-1'];
    assert.deepEqual(regions.map(pricingRegion), [
      'eu-central-1',
      'us-east-1',
      'ap-south-1',
      'us-east-1',
      'ap-south-1',
      'eu-central-1',
    ]);
  });

  it('is said as a person says it', () => {
    assert.deepEqual([0, 0.0004, 0.05, 0.115, 1.375, 42, 4210.4].map(usdText), [
      '$0.00',
      'less than $0.001',
      '$0.05',
      '$0.115',
      '$1.38',
      '$42.00',
      '$4,210',
    ]);
    assert.equal(priceText({ kind: 'known', usd: 0.115 }), '$0.115 an hour');
    assert.equal(priceText({ kind: 'unknown' }), 'price unknown');
  });
});
