import assert from 'node:assert/strict';
import { listPage, type ListDefaults } from '../../../../src/engine/services/paging.ts';
import type { ResourceSummary } from '../../../../src/engine/store/resourceSummary.ts';

const defaults: ListDefaults = { sortBy: 'CreationTime', sortOrder: 'Ascending' };
const job = (name: string, creationTime: number, status = 'Completed'): ResourceSummary => ({
  name,
  status,
  creationTime,
  lastModifiedTime: creationTime + 1,
});
const names = (items: readonly ResourceSummary[]): string[] => items.map(({ name }) => name);

describe('listPage', () => {
  const jobs = [job('c', 1), job('a', 2, 'Failed'), job('b', 2), job('d', 3)];

  it('goes through all items page by page, ties in the order of names', () => {
    const seen: string[] = [];
    for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
      const page = listPage(jobs, { MaxResults: 1, ...(token === undefined ? {} : { NextToken: token }) }, defaults);
      seen.push(...names(page.items));
      token = page.nextToken;
    }
    assert.deepEqual(seen, ['c', 'a', 'b', 'd']);
  });

  it('neither repeats nor leaves out when an item comes between two pages', () => {
    const request = { MaxResults: 2, SortOrder: 'Descending' };
    const first = listPage(jobs, request, defaults);
    const second = listPage([...jobs, job('new', 9)], { ...request, NextToken: first.nextToken ?? '' }, defaults);
    assert.deepEqual([...names(first.items), ...names(second.items)], ['d', 'b', 'a', 'c']);
  });

  it('filters by name, status and time', () => {
    assert.deepEqual(names(listPage(jobs, { NameContains: 'A' }, defaults).items), ['a']);
    assert.deepEqual(names(listPage(jobs, { StatusEquals: 'Failed' }, defaults).items), ['a']);
    assert.deepEqual(names(listPage(jobs, { CreationTimeAfter: 1, CreationTimeBefore: 3 }, defaults).items), [
      'a',
      'b',
    ]);
    assert.deepEqual(names(listPage(jobs, { LastModifiedTimeAfter: 3 }, defaults).items), ['d']);
  });

  it('refuses a token that it did not give for this order', () => {
    const { nextToken = '' } = listPage(jobs, { MaxResults: 1 }, defaults);
    for (const NextToken of ['x', '', '{}', Buffer.from('[1]').toString('base64url')]) {
      assert.throws(() => listPage(jobs, { NextToken }, defaults), { code: 'ValidationException' });
    }
    assert.throws(() => listPage(jobs, { NextToken: nextToken, SortBy: 'Name' }, defaults), {
      code: 'ValidationException',
    });
  });
});
