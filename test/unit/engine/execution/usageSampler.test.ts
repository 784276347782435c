import assert from 'node:assert/strict';
import { UsageSampler } from '../../../../src/engine/execution/usageSampler.ts';
import { ManualClock } from '../../../support/manualClock.ts';

describe('What programs use', () => {
  it('is looked at together, whenever they began', async () => {
    const clock = new ManualClock();
    const began = clock.now();
    const looks: number[][] = [];
    const samplers: UsageSampler[] = [];
    for (let at = 0; at < 4; at++) {
      const times: number[] = [];
      looks.push(times);
      const usage = () => Promise.resolve({ cpuSeconds: clock.now() / 1000, memoryBytes: 1 });
      const take = ({ timestamp }: { readonly timestamp: number }): void => void times.push(timestamp);
      samplers.push(new UsageSampler({ usage }, clock, take, { first: 10_000, every: 60_000, isTogether: true }));
      await clock.advance(13_000);
    }
    await clock.advance(300_000);
    for (const sampler of samplers) sampler.dispose();
    assert.equal(clock.waiting, 0);
    const later = looks.map((times) => times.filter((time) => time > began + 130_000));
    assert.ok((later[0]?.length ?? 0) >= 3, String(later[0]));
    for (const times of later) assert.deepEqual(times, later[0]);
    for (const [first = 0, second = 0] of looks) assert.ok(second - first >= 15_000, `${first} ${second}`);
  });
});
