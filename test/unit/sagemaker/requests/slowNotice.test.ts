import assert from 'node:assert/strict';
import type { Asked } from '../../../../src/sagemaker/requests/asked.ts';
import { SlowNotice } from '../../../../src/sagemaker/requests/slowNotice.ts';
import { ManualClock } from '../../../support/manualClock.ts';

describe('the notice of what answers slowly', () => {
  const connection = { kind: 'aws', label: 'work', region: 'eu-west-1', accountId: '123456789012' } as const;
  const asked: Asked = { operation: 'ListModels', input: {}, connection };

  it('is one for requests that follow each other, and goes when none does', async () => {
    const clock = new ManualClock();
    const said: string[] = [];
    const notice = new SlowNotice(clock, () => {
      said.push('opened');
      return () => void said.push('closed');
    });
    for (let at = 0; at < 3; at++) {
      const shown = notice.show(asked, () => undefined);
      shown.dispose();
      await clock.advance(2_000);
    }
    assert.deepEqual(said, ['opened']);
    await clock.advance(1_000);
    assert.deepEqual(said, ['opened', 'closed']);
  });
});
