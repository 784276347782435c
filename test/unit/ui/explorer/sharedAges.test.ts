import assert from 'node:assert/strict';
import { ageText } from '../../../../src/ui/explorer/looks/texts.ts';
import { SharedAges } from '../../../../src/ui/explorer/sharedAges.ts';

describe('the ages of views that stand below each other', () => {
  const now = 1_700_000_000_000;
  const seconds = (age: number): number => now - age * 1_000;

  it('are one where they lost touch at once, and their own where one was not looked at for long', () => {
    const ages = new SharedAges();
    let told = 0;
    ages.onDidChange(() => told++);
    const lost = { notebooks: seconds(55), jobs: seconds(70), models: seconds(40), endpoints: seconds(600) };
    for (const [view, asOf] of Object.entries(lost)) ages.tell('aws:1', view, asOf);
    assert.equal(told, 4);
    const texts = Object.values(lost).map((asOf) => ageText(now - ages.common('aws:1', asOf)));
    assert.deepEqual(texts, ['1 min', '1 min', '1 min', '10 min']);
    assert.equal(ages.common('aws:2', seconds(55)), seconds(55), 'of another connection nothing is taken');
    ages.tell('aws:1', 'jobs', seconds(70));
    assert.equal(told, 4, 'the same again is no news');
    ages.forget('jobs');
    assert.equal(ages.common('aws:1', seconds(40)), seconds(55));
  });
});
