import assert from 'node:assert/strict';
import type { KindId } from '../../../../src/sagemaker/resources/resourceKind.ts';
import { badgeCount } from '../../../../src/ui/explorer/badgeCount.ts';
import { viewSpecs } from '../../../../src/ui/explorer/viewSpecs.ts';

const listOf = (count: number, isLoaded = true, error?: Error) => ({ count: () => count, isLoaded, error });

describe('the count of a badge', () => {
  it('is that of all kinds of the view that can be in the state', () => {
    const asked: KindId[] = [];
    const lists = (kind: KindId) => {
      asked.push(kind);
      return listOf(kind === 'trainingJob' ? 29 : 1);
    };
    assert.equal(badgeCount(viewSpecs.jobs, lists), 34);
    asked.length = 0;
    assert.equal(badgeCount(viewSpecs.endpoints, lists), 1);
    assert.deepEqual(asked, ['endpoint']);
    assert.equal(badgeCount(viewSpecs.models, lists), undefined);
  });

  it('is not told before every kind is known, but for those that cannot be had', () => {
    const missing = (error?: Error) => (kind: KindId) => (kind === 'autoMlJob' ? listOf(0, false, error) : listOf(2));
    assert.equal(badgeCount(viewSpecs.jobs, missing()), undefined);
    assert.equal(badgeCount(viewSpecs.jobs, missing(new Error('denied'))), 10);
  });
});
