import assert from 'node:assert/strict';
import { panelColumn } from '../../../../src/ui/panels/panelColumn.ts';

describe('the column of a new panel', () => {
  it('is that of the other panels', () => {
    assert.equal(panelColumn({ editor: 1, panels: [2], all: [1, 2, 3] }), 2);
    assert.equal(panelColumn({ editor: undefined, panels: [2], all: [1, 2] }), 2);
    assert.equal(panelColumn({ editor: 2, panels: [2, 3], all: [1, 2, 3] }), 3);
  });

  it('is another one that is there when the text in use stands among the panels', () => {
    assert.equal(panelColumn({ editor: 2, panels: [2], all: [1, 2] }), 1);
    assert.equal(panelColumn({ editor: 2, panels: [2], all: [1, 2, 3] }), 3);
  });

  it('is the nearest, to the left where nothing is to the right', () => {
    assert.equal(panelColumn({ editor: 3, panels: [], all: [1, 2, 3] }), 2);
    assert.equal(panelColumn({ editor: 1, panels: [], all: [1, 2, 3] }), 2);
  });

  it('is a new one where there is only the text, and the one in use where there is none', () => {
    assert.equal(panelColumn({ editor: 1, panels: [], all: [1] }), undefined);
    assert.equal(panelColumn({ editor: undefined, panels: [], all: [1, 2] }), undefined);
  });
});
