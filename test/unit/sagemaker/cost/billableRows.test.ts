import assert from 'node:assert/strict';
import type { Billable, BillableKind } from '../../../../src/sagemaker/cost/billable.ts';
import { billableRows, checkedCost, checkedText } from '../../../../src/sagemaker/cost/billableRows.ts';
import type { InstanceUse, Price } from '../../../../src/sagemaker/cost/price.ts';

const now = 10 * 3_600_000;
const prices = { hourly: (_type: string, _use: InstanceUse, usd = 1): Price => ({ kind: 'known', usd }) };
const item = (kind: BillableKind, name: string, usd: number, more: Partial<Billable> = {}): Billable => ({
  ...{ kind, name, arn: `arn:${name}`, status: 'InService', created: 0, modified: 0, since: now - 3_600_000 },
  instances: [{ type: 'ml.m5.large', count: usd, use: 'Hosting' }],
  ...more,
});
const at = (region: string, items: readonly Billable[], label = 'dev') => ({
  session: { connection: { kind: 'aws' as const, label, region }, prices },
  items,
});
const waits = item('processingJob', 'waits', 9, { status: 'InProgress', isWaiting: true });
const jobs = Array.from({ length: 300 }, (_, index) => item('trainingJob', `job-${index}`, 20));

describe('the list of what costs money', () => {
  const found = [
    at('us-east-1', [...jobs, waits, item('endpoint', 'cheap', 1)]),
    at('eu-west-1', [item('notebook', 'dear', 3)]),
  ];

  it('has what goes on until somebody ends it first, of every region, and what waits last', () => {
    const rows = billableRows(found, now);
    assert.deepEqual(
      rows.slice(0, 3).map(({ label }) => label),
      ['dear', 'cheap', 'job-0'],
    );
    assert.equal(rows.at(-1)?.label, 'waits');
    assert.deepEqual([...new Set(rows.map(({ group }) => group))], ['Endpoints, notebooks', 'Jobs', 'Waiting']);
  });

  it('names the region in each row, and the connection where there are several', () => {
    const [dear, cheap] = billableRows(found, now);
    assert.equal(dear?.detail, 'eu-west-1 · InService · for 1 h 0 min · will be stopped');
    assert.equal(cheap?.detail, 'us-east-1 · InService · for 1 h 0 min · will be deleted');
    const [other] = billableRows([...found, at('eu-west-1', [item('endpoint', 'other', 50)], 'prod')], now);
    assert.match(other?.detail ?? '', /^eu-west-1 · prod · InService/);
  });

  it('says of what waits that it does, and counts it in no sum', () => {
    const rows = billableRows(found, now);
    assert.equal(rows.at(-1)?.description, 'processing job · ml.m5.large × 9 · waiting, then $9.00 an hour');
    assert.equal(
      checkedText(rows.filter(({ label }) => /dear|waits/.test(label))),
      '2 checked, $3.00 an hour, 1 waiting',
    );
    assert.equal(checkedText([]), 'nothing checked');
    assert.equal(checkedCost(rows.filter(({ label }) => /dear|waits/.test(label))), '$3.00 an hour, 1 waiting');
  });
});
