import assert from 'node:assert/strict';
import { toldStale } from '../../../../src/ui/explorer/toldStale.ts';

class Row {
  isSaid = false;

  constructor(public isStale: boolean) {}

  tellStale(isSaid: boolean): boolean {
    const isNews = isSaid !== this.isSaid;
    this.isSaid = isSaid;
    return isNews;
  }
}

const isStale = (row: Row): boolean => row.isStale;

describe('what is said aloud of rows that are not up to date', () => {
  it('is nothing where the whole view is not, and else said of each that is not', () => {
    const rows = [new Row(true), new Row(false), new Row(true)];
    const [first, second, third] = rows as [Row, Row, Row];
    assert.deepEqual(toldStale(rows, rows, isStale), [first, third]);
    assert.deepEqual(toldStale(rows, rows, isStale), [], 'which is no news the next time');
    second.isStale = true;
    assert.deepEqual(toldStale(rows, rows, isStale), [first, third]);
    assert.ok(rows.every(({ isSaid }) => !isSaid));
    first.isStale = false;
    assert.deepEqual(toldStale(rows, rows, isStale), [second, third]);
  });

  it('is said of a row below another, where the rows of the view are up to date', () => {
    const below = new Row(true);
    assert.deepEqual(toldStale([below], [new Row(false)], isStale), [below]);
  });
});
