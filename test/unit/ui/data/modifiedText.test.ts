import assert from 'node:assert/strict';
import { modifiedText } from '../../../../src/ui/data/modifiedText.ts';

describe('when an object was written', () => {
  it('is told by day and minute, which stay true', () => {
    const [now, then] = [new Date(2026, 10, 21, 14, 5).getTime(), new Date(2025, 10, 21, 14, 5).getTime()];
    assert.match(modifiedText(now), /26/);
    assert.match(modifiedText(now), /0?5/);
    assert.notEqual(modifiedText(now), modifiedText(then));
    assert.notEqual(modifiedText(now), modifiedText(now + 60_000));
    assert.equal(modifiedText(now), modifiedText(now + 59_000), 'without seconds');
  });
});
