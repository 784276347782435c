import assert from 'node:assert/strict';
import { foldersAround, keptText, kindsText, outermost, placesText } from '../../../../src/ui/data/deletionScope.ts';
import type { DataKind } from '../../../../src/ui/data/dataTarget.ts';

const of = (kind: DataKind, key: string, bucket = 'data') => ({ kind, at: { bucket, key } });

describe('what is deleted at once', () => {
  it('is what does not go with the rest of it', () => {
    const [folder, inside, file, other, bare] = [
      of('folder', 'a/'),
      of('folder', 'a/b/'),
      of('object', 'a/x.csv'),
      of('object', 'a/x.csv', 'archive'),
      of('object', 'a'),
    ];
    assert.deepEqual(outermost([inside, file, folder, other, bare]), [folder, other, bare]);
    const bucket = of('bucket', '');
    assert.deepEqual(outermost([folder, of('prefix', ''), bucket, bare]), [bucket]);
    assert.deepEqual(outermost([of('prefix', 'a'), folder, bare]), [of('prefix', 'a')]);
  });

  it('is each place once, though it stands in several rows', () =>
    assert.deepEqual(outermost([of('folder', 'a/'), of('folder', 'a/'), of('object', 'b'), of('object', 'b')]), [
      of('folder', 'a/'),
      of('object', 'b'),
    ]));

  it('is told by kinds and by names', () => {
    assert.equal(kindsText([of('object', 'x'), of('folder', 'a/'), of('prefix', 'b')]), '2 folders and 1 object');
    assert.equal(kindsText([of('bucket', ''), of('folder', 'a/'), of('object', 'b')]), '1 bucket, 1 folder and 1 object'); // prettier-ignore
    const places = Array.from({ length: 10 }, (_, index) => ({ bucket: 'data', key: `a/${index}` }));
    assert.equal(placesText(places.slice(0, 2), '\n'), 's3://data/a/0\ns3://data/a/1');
    assert.match(placesText(places, ', '), /^s3:\/\/data\/a\/0, .*s3:\/\/data\/a\/7, and 2 more$/);
  });

  it('is asked for again once for each folder that it stood in', () => {
    const places = [of('object', 'a/1'), of('object', 'a/2'), of('folder', 'a/b/'), of('object', 'a/1', 'archive')];
    assert.deepEqual(
      foldersAround(places.map(({ at }) => at)),
      ['data', 'archive'].map((bucket) => ({ bucket, key: 'a/' })),
    );
  });

  it('is told with which buckets keep older versions, and that the others do not', () => {
    const told = (...states: ('on' | 'off' | 'unknown')[]): string =>
      keptText(new Map(states.map((state, index) => ['abc'.charAt(index), state])));
    const paid = 'are paid for, until they are deleted in the console.';
    assert.equal(told('on'), `The bucket is versioned: older versions stay, and ${paid}`);
    assert.equal(told('on', 'on'), `The buckets are versioned: older versions stay, and ${paid}`);
    assert.equal(told('off', 'off'), 'This cannot be undone.');
    assert.equal(told('unknown'), 'Whether older versions stay may not be asked.');
    const others = 'What is deleted in the others cannot be undone.';
    assert.equal(told('on', 'off', 'on'), `Older versions stay in a and c, and ${paid} ${others}`);
    assert.equal(told('off', 'unknown'), `Whether older versions stay in b may not be asked. ${others}`);
  });
});
