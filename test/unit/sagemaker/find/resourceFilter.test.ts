import assert from 'node:assert/strict';
import {
  answeringKinds,
  filterText,
  nameProblem,
  narrows,
  queryOf,
  readDates,
  readFilter,
  readTag,
} from '../../../../src/sagemaker/find/resourceFilter.ts';

const now = new Date(2026, 10, 22, 15, 30).getTime();
const day = (date: number, month = 10): number => new Date(2026, month, date).getTime();

describe('what is looked for', () => {
  it('becomes the query that the API can serve', () => {
    assert.deepEqual(queryOf({ name: 'boston', status: 'Failed', sortBy: 'Name', ascending: true }, now), {
      nameContains: 'boston',
      status: 'Failed',
      sortBy: 'Name',
      ascending: true,
    });
    assert.deepEqual(queryOf({ tag: { key: 'team' }, kinds: ['model'] }, now), {}, 'no list serves those');
  });

  it('counts days from midnight where the user is, today among them', () => {
    assert.deepEqual(queryOf({ date: { days: 1 } }, now), { createdAfter: day(22) - 1 });
    assert.deepEqual(queryOf({ date: { days: 7 } }, now), { createdAfter: day(16) - 1 });
    assert.deepEqual(queryOf({ date: { days: 30 } }, now), { createdAfter: day(24, 9) - 1 });
  });

  it('takes both days of a span in whole', () => {
    const span = { from: '2026-11-01', to: '2026-11-03' };
    assert.deepEqual(queryOf({ date: span }, now), { createdAfter: day(1) - 1, createdBefore: day(4) });
    assert.deepEqual(queryOf({ date: { to: '2026-10-31' } }, now), { createdBefore: day(1) });
  });

  it('asks no kind for a status that it never has: its API would refuse it', () => {
    const jobs = ['trainingJob', 'labelingJob'] as const;
    assert.deepEqual(answeringKinds(jobs, { status: 'Initializing' }), ['labelingJob']);
    assert.deepEqual(answeringKinds(['notebook', 'lifecycleConfig'], { status: 'InService' }), ['notebook']);
    assert.deepEqual(answeringKinds(jobs, { kinds: ['trainingJob'] }), ['trainingJob']);
    assert.deepEqual(answeringKinds(jobs, {}), jobs);
  });

  it('is said in words, an order too, which leaves nothing out', () => {
    const filter = { name: 'boston', status: 'Failed', date: { days: 7 }, tag: { key: 'team', value: 'a' } } as const;
    assert.equal(filterText(filter), 'boston · Failed · last 7 days · tag team=a');
    assert.equal(filterText({ kinds: ['tuningJob'], date: { from: '2026-11-01' } }), 'tuning jobs · since 2026-11-01');
    assert.equal(filterText({ sortBy: 'CreationTime', ascending: true }), 'oldest first');
    assert.equal(filterText({}), '');
    assert.ok(narrows({ name: 'a' }) && narrows({ tag: { key: 'a' } }));
    assert.ok(!narrows({ sortBy: 'Name' }) && !narrows({ name: '' }));
  });

  it('reads tags as a key, or as a key and a value, which may hold the sign between them', () => {
    assert.deepEqual(readTag(' team '), { key: 'team' });
    assert.deepEqual(readTag('team = a=b '), { key: 'team', value: 'a=b' });
    assert.deepEqual(readTag('team='), { key: 'team', value: '' });
    assert.deepEqual([readTag(''), readTag('=a')], [undefined, undefined]);
  });

  it('knows what no name holds, which the API would refuse', () => {
    assert.deepEqual([nameProblem('boston-2'), nameProblem('')], [undefined, undefined]);
    assert.match(nameProblem('two words') ?? '', /letters, digits and hyphens/);
    assert.match(nameProblem('a'.repeat(64)) ?? '', /63/);
    assert.deepEqual(readFilter({ name: 'two words' }), {});
  });

  it('reads days, and refuses what are none', () => {
    assert.deepEqual(readDates('2026-11-01 to 2026-11-22'), { from: '2026-11-01', to: '2026-11-22' });
    assert.deepEqual(readDates('2026-11-01 to'), { from: '2026-11-01' });
    assert.deepEqual(readDates('to 2026-11-22'), { to: '2026-11-22' });
    assert.deepEqual(readDates('2026-11-22'), { from: '2026-11-22', to: '2026-11-22' });
    for (const wrong of ['', 'to', 'yesterday', '2026-02-30', '2026-13-01', '2026-11-22 to 2026-11-01'])
      assert.equal(readDates(wrong), undefined, wrong);
  });

  it('is remembered, and what is no filter is none', () => {
    const filter = {
      name: 'boston',
      status: 'Failed',
      kinds: ['trainingJob', 'tuningJob'],
      date: { from: '2026-11-01' },
      tag: { key: 'team', value: 'a' },
      sortBy: 'Name',
      ascending: false,
    } as const;
    assert.deepEqual(readFilter(JSON.parse(JSON.stringify(filter))), filter);
    assert.deepEqual(readFilter({ date: { days: 7 } }), { date: { days: 7 } });
    for (const wrong of [
      undefined,
      null,
      'x',
      3,
      { name: 4, kinds: ['nothing'], date: 'today', tag: 'a', sortBy: 'x' },
    ])
      assert.deepEqual(readFilter(wrong), {});
  });
});
