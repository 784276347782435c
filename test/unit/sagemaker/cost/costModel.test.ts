import assert from 'node:assert/strict';
import { CostModel } from '../../../../src/sagemaker/cost/costModel.ts';
import { costText } from '../../../../src/sagemaker/cost/costSummary.ts';
import { Emitter } from '../../../../src/shared/emitter.ts';
import type { Session } from '../../../../src/sagemaker/session.ts';
import { ManualClock } from '../../../support/manualClock.ts';

const hour = 3_600_000;

describe('what one connection costs', () => {
  it('follows a job from its wait to its end, and takes nothing for the wait', async () => {
    const noon = new Date(2026, 10, 22, 12).getTime();
    const clock = new ManualClock(noon);
    const changes = new Emitter<{ readonly isNewOrder: boolean }>();
    const never = new Emitter<void>();
    let all: object[] = [];
    const session = {
      scheduler: { add: () => ({ trigger: () => undefined, dispose: () => undefined }) },
      prices: { onDidChange: never.event, hourly: () => ({ kind: 'known', usd: 2 }) },
      lists: {
        of: (kind: string) => ({
          onDidChange: kind === 'processingJob' ? changes.event : never.event,
          all: kind === 'processingJob' ? all : [],
        }),
      },
    };
    const cost = new CostModel(session as unknown as Session, clock);
    const job = (name: string, more: object): object => ({
      ...{ name, arn: name, status: 'InProgress', created: noon - 5 * hour, modified: noon },
      ...{ instanceType: 'ml.m5.large', instanceCount: 1, ...more },
    });
    const told = async (...jobs: object[]): Promise<string | undefined> => {
      all = jobs;
      changes.fire({ isNewOrder: false });
      await clock.advance(1_000);
      return costText(cost.summary, { asOf: clock.now() });
    };
    assert.equal(await told(job('runs', {}), job('stopped', {})), undefined);
    const started = job('runs', { started: noon });
    assert.match((await told(started, job('stopped', {}))) ?? '', /^≈ \$2\.00\/h · ≥ /);
    await clock.advance(hour);
    const over = job('runs', { started: noon, status: 'Completed', ended: noon + hour });
    assert.equal(await told(over, job('stopped', { status: 'Stopped', ended: noon + hour })), '≥ $2.00 today');
    cost.dispose();
  });
});
