import assert from 'node:assert/strict';
import { KnownResources } from '../../../../src/sagemaker/resources/knownResources.ts';
import type { ResourceEntry } from '../../../../src/sagemaker/resources/resourceEntry.ts';
import { jobState } from '../../../../src/sagemaker/resources/resourceKind.ts';

describe('what a description told of a state that has passed', () => {
  const running: ResourceEntry = { name: 'job', arn: 'arn', status: 'InProgress', created: 1, modified: 2 };
  const ended: ResourceEntry = { ...running, status: 'Completed', modified: 3 };
  let known: KnownResources<ResourceEntry>;
  beforeEach(() => {
    known = new KnownResources<ResourceEntry>(jobState, () => true);
    known.take([running]);
    known.take([ended]);
  });
  const reason = (): string | undefined => known.get('job')?.failureReason;

  it('is better than nothing, and leaves the new state to be asked', () => {
    assert.equal(known.learnOf(running, { failureReason: 'old' }), true);
    assert.equal(reason(), 'old');
    assert.equal(known.isDescribed(ended), false);
  });

  it('takes nothing back that was told of the new state since', () => {
    known.learnOf(ended, { failureReason: 'new' });
    assert.equal(known.learnOf(running, { failureReason: 'old' }), false);
    assert.equal(reason(), 'new');
    assert.deepEqual(known.detailsOf({ ...ended, failureReason: 'new' }), { failureReason: 'new' });
  });
});
