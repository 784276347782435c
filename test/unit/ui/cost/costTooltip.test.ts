import assert from 'node:assert/strict';
import type { Billable } from '../../../../src/sagemaker/cost/billable.ts';
import { costSummary } from '../../../../src/sagemaker/cost/costSummary.ts';
import { costTooltip } from '../../../../src/ui/cost/costTooltip.ts';

describe('the tooltip of what costs money', () => {
  it('says of what waits that it does, below what costs', () => {
    const time = { created: 0, modified: 0, since: 0 };
    const item = (kind: Billable['kind'], name: string, more: Partial<Billable> = {}): Billable => ({
      ...{
        kind,
        name,
        arn: name,
        status: 'InProgress',
        instances: [{ type: 'ml.m5.large', count: 1, use: 'Hosting' }],
      },
      ...time,
      ...more,
    });
    const waiting = Array.from({ length: 20 }, (_, at) => item('processingJob', `job${at}`, { isWaiting: true }));
    const hourly = () => ({ kind: 'known', usd: 2 }) as const;
    const summary = costSummary([...waiting, item('endpoint', 'churn')], { hourly }, { now: 3_600_000, midnight: 0 });
    const rows = costTooltip(summary, { asOf: 0 }, 'dev')
      .split('\n')
      .filter((line) => line.startsWith('| '));
    assert.equal(rows[1], '| churn · endpoint | ml\\.m5\\.large | $2.00 | $2.00 |');
    assert.equal(rows[2], '| job0 · processing job | ml\\.m5\\.large | waiting |  |');
    assert.equal(rows[0], '| | Instances | An hour | Today, at least |', 'what holds for a column stands above it');
    assert.equal(rows.at(-1), '| **Together** | | **$2.00** | **$2.00** |');
    const [last] = costTooltip(summary, { asOf: 0 }, 'dev').split('\n').slice(-1);
    assert.equal(last, 'A click asks what is to be shut down.');
  });
});
