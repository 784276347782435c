import assert from 'node:assert/strict';
import { confirmedOffer, offerNamed, withOwn } from '../../../../src/ui/data/placeOffers.ts';

describe('what is confirmed in the pick of places', () => {
  const bucket = { typed: 's3://data/', uri: 's3://data/' };
  const folder = { typed: 's3://data/', uri: 's3://data/boston/' };
  const file = { typed: 's3://data/', uri: 's3://data/boston.csv' };
  const own = (uri: string) => ({ typed: uri, uri });

  it('is the row in focus, which was offered for what is typed', () => {
    assert.equal(confirmedOffer(folder, 's3://data/', bucket), folder);
    assert.equal(confirmedOffer(bucket, 's3://data/', bucket), bucket);
  });

  it('is what is typed while the rows are still those of the text before', () => {
    const typed = own('s3://data/boston/');
    assert.equal(confirmedOffer(bucket, 's3://data/boston/', typed), typed);
    assert.equal(confirmedOffer(folder, 's3://data/boston/', typed), typed);
    assert.equal(confirmedOffer(file, 's3://data/boston/', typed), typed);
    assert.equal(confirmedOffer(undefined, 's3://data/boston/', typed), typed);
  });

  it('is a row of the text before that was chosen and goes on from what is typed', () =>
    assert.equal(confirmedOffer(folder, 's3://data/bos', own('s3://data/bos')), folder));

  it('is told by the next list alone where what is typed may be an object', () => {
    assert.equal(confirmedOffer(bucket, 's3://data/boston.csv', undefined), undefined);
    const rows = ['s3://data/boston.csv.bak', 's3://data/boston.csv', 's3://data/boston/'].map(own);
    assert.equal(offerNamed(rows, 's3://data/boston.csv'), rows[1]);
    assert.equal(offerNamed(rows, 's3://data/boston'), rows[2]);
    assert.equal(offerNamed(rows, 's3://data/bost'), undefined);
  });

  it('is the folder that is typed without its last slash, and not what was typed before', () => {
    const begun = (name: string) => ({ typed: `s3://data/${name}`, uri: `s3://data/${name}/` });
    const longer = begun('boston');
    const typed = begun('bos');
    assert.equal(confirmedOffer(longer, 's3://data/bos', typed), typed);
    assert.equal(confirmedOffer(typed, 's3://data/boston', longer), longer);
  });

  it('stands before what is listed, but behind the folders that its name begins', () => {
    const begun = { typed: 's3://data/bos', uri: 's3://data/bos/' };
    const listed = (...names: readonly string[]) =>
      names.map((name) => ({ typed: 's3://data/bos', uri: `s3://data/${name}` }));
    const uris = (offers: readonly { readonly uri?: string }[]) => offers.map(({ uri = '' }) => uri.slice(10));
    assert.deepEqual(uris(withOwn([begun], listed('boston/', 'bosu/'))), ['boston/', 'bosu/', 'bos/']);
    assert.deepEqual(uris(withOwn([begun], listed('bos/', 'boston/'))), ['bos/', 'bos/', 'boston/']);
    assert.deepEqual(uris(withOwn([begun], [])), ['bos/']);
    assert.deepEqual(uris(withOwn([bucket], listed('boston/'))), ['', 'boston/']);
    assert.deepEqual(uris(withOwn([], listed('boston/'))), ['boston/']);
  });
});
