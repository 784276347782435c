import assert from 'node:assert/strict';
import { confirmedOffer, offerNamed } from '../../../../src/ui/data/placeOffers.ts';

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
});
