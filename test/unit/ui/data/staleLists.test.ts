import assert from 'node:assert/strict';
import { staleDataText, staleLists, type ListState } from '../../../../src/ui/data/staleLists.ts';

const minute = 60_000;
const now = 100 * minute;
const of = (uri: string, age?: number, problem?: string): ListState => ({
  uri,
  asOf: age === undefined ? undefined : now - age * minute,
  problem,
});
const expired = 'Listing the buckets failed: the credentials have expired; renew them and try again.';
const expiredTeam = expired.replace('the buckets', 's3://team/');

describe('how current the Data view is', () => {
  it('is not told while all is well, nor of what one may not list', () => {
    assert.equal(staleDataText([of('', 1), of('s3://team/', 2)], undefined, now), '');
    const denied = [of('', 1), of('s3://secret/', undefined, 'Access denied.')];
    assert.equal(staleDataText(denied, undefined, now), '');
    assert.deepEqual(staleLists(denied, false), []);
  });

  it('is told with the age of the oldest and the reason where the lists cannot be had', () => {
    const lists = [of('', 3, expired), of('s3://team/', 7, expiredTeam), of('s3://mine/', 1)];
    assert.equal(staleDataText(lists, undefined, now), `Not up to date, 7 min old. ${expired}`);
    assert.deepEqual(staleLists(lists, false), ['', 's3://team/']);
    assert.equal(staleDataText([of('', undefined, expired)], undefined, now), expired);
  });

  it('names what is old where that is not all', () => {
    const lists = [of('', 3), of('s3://team/', 7, expiredTeam)];
    assert.equal(staleDataText(lists, undefined, now), `s3://team/ is not up to date, 7 min old. ${expiredTeam}`);
    assert.match(
      staleDataText([...lists, of('s3://x/', 1, 'No.')], undefined, now),
      /^s3:\/\/team\/ and 1 more are not up to date, 7 min old\. Listing/,
    );
  });

  it('is told of everything where nothing can be asked', () => {
    const lists = [of('', 3), of('s3://team/', 5)];
    const lost = 'Not up to date: the local engine does not answer and is looked for.';
    assert.equal(
      staleDataText(lists, lost, now),
      'Not up to date, 5 min old. The local engine does not answer and is looked for.',
    );
    assert.deepEqual(staleLists(lists, true), ['', 's3://team/']);
    assert.equal(staleDataText([], lost, now), 'The local engine does not answer and is looked for.');
  });
});
