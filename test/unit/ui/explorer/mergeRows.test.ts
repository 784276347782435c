import assert from 'node:assert/strict';
import type { KindId } from '../../../../src/sagemaker/resources/resourceKind.ts';
import type { ListQuery } from '../../../../src/sagemaker/resources/listQuery.ts';
import { mergeRows, type RowSource } from '../../../../src/ui/explorer/mergeRows.ts';

/** Entries that were created at these times, newest first. */
function source(kind: KindId, created: readonly number[], hasMore = false, status = 'Completed'): RowSource {
  const entries = created.map((time) => ({ name: `${kind}${time}`, arn: `${kind}${time}`, status, created: time }));
  return { kind, entries, hasMore };
}

const merged = (sources: readonly RowSource[], limit = 100, query: ListQuery = {}) => {
  const { rows, ...rest } = mergeRows(sources, query, limit);
  return { names: rows.map(({ entry }) => entry.name), ...rest };
};

describe('rows of several kinds', () => {
  it('stand in one order', () =>
    assert.deepEqual(merged([source('trainingJob', [9, 5, 1]), source('tuningJob', [7, 3])]), {
      names: ['trainingJob9', 'tuningJob7', 'trainingJob5', 'tuningJob3', 'trainingJob1'],
      isCut: false,
      wanting: [],
    }));

  it('stand in the order that is asked for', () => {
    const query = { sortBy: 'Name', ascending: true } as const;
    const { names } = merged([source('tuningJob', [3, 7]), source('trainingJob', [1, 5])], 100, query);
    assert.deepEqual(names, ['trainingJob1', 'trainingJob5', 'tuningJob3', 'tuningJob7']);
  });

  it('end where a kind has more to load: what is loaded of others may have to stand lower', () =>
    assert.deepEqual(merged([source('trainingJob', [9, 8], true), source('tuningJob', [7, 3])]), {
      names: ['trainingJob9', 'trainingJob8'],
      isCut: false,
      wanting: ['trainingJob'],
    }));

  it('do not wait for a kind of which nothing is listed yet, but offer to load it', () =>
    assert.deepEqual(merged([source('trainingJob', [], true), source('tuningJob', [7])]), {
      names: ['tuningJob7'],
      isCut: false,
      wanting: ['trainingJob'],
    }));

  it('do not wait for a kind of which all that is loaded belongs elsewhere, but offer to load it, also where more comes', () => {
    const sources = [source('processingJob', [9, 8], true, 'InProgress'), source('trainingJob', [7, 6, 5])];
    const ended = (limit: number) => {
      const { rows, ...rest } = mergeRows(sources, {}, limit, (_, { status }) => status !== 'InProgress');
      return { names: rows.map(({ entry }) => entry.name), ...rest };
    };
    const wanting = ['processingJob'];
    assert.deepEqual(ended(3), { names: ['trainingJob7', 'trainingJob6', 'trainingJob5'], isCut: false, wanting });
    assert.deepEqual(ended(1), { names: ['trainingJob7'], isCut: true, wanting });
  });

  it('are as many as a screen holds, where a kind that has more to load ends after a few', () => {
    const sources = [source('processingJob', [9], true), source('trainingJob', [7, 6, 5])];
    const { rows, isCut, wanting } = mergeRows(sources, {}, 100, undefined, 3);
    assert.deepEqual(
      rows.map(({ entry }) => entry.name),
      ['processingJob9', 'trainingJob7', 'trainingJob6'],
    );
    assert.deepEqual({ isCut, wanting }, { isCut: false, wanting: ['processingJob'] });
  });

  it('are cut at the limit, where more of what is loaded comes', () => {
    const sources = [source('trainingJob', [9, 8, 7], true)];
    assert.deepEqual(merged(sources, 2), { names: ['trainingJob9', 'trainingJob8'], isCut: true, wanting: [] });
    assert.deepEqual(merged(sources, 3).isCut, false);
    assert.deepEqual(merged(sources, 3).wanting, ['trainingJob']);
  });

  it('leave out what does not belong to the group', () => {
    const sources = [source('trainingJob', [9, 7]), source('tuningJob', [8], false, 'InProgress')];
    const { rows } = mergeRows(sources, {}, 100, (_, { status }) => status === 'Completed');
    assert.deepEqual(
      rows.map(({ entry }) => entry.name),
      ['trainingJob9', 'trainingJob7'],
    );
  });

  it('of 10,000 that are loaded take no longer than those that are shown', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => 100_000 - index);
    const sources = [source('trainingJob', many), source('processingJob', many)];
    const start = performance.now();
    for (let times = 0; times < 100; times++) assert.equal(mergeRows(sources, {}, 100).rows.length, 100);
    assert.ok(performance.now() - start < 200, `${performance.now() - start} ms for a hundred times`);
  });
});
