import assert from 'node:assert/strict';
import { unrestoredTab } from '../../../../src/ui/panels/unrestoredTab.ts';

describe('a tab that the editor has not restored yet', () => {
  const tab = (title: string, viewType = 'mainThreadWebview-workbench.job') => ({ title, viewType });
  const wanted = { title: 'a', viewType: 'workbench.job' };
  const tabs = [tab('b'), tab('a', 'mainThreadWebview-workbench.predictions'), tab('a')];

  it('is found by its title and what it shows', () => {
    assert.equal(unrestoredTab(tabs, { ...wanted, open: ['b'] }), tabs[2]);
    assert.equal(unrestoredTab(tabs, { ...wanted, title: 'c', open: [] }), undefined);
  });

  it('is not taken for one that is known, nor one of two', () => {
    assert.equal(unrestoredTab(tabs, { ...wanted, open: ['a'] }), undefined);
    assert.equal(unrestoredTab([...tabs, tab('a')], { ...wanted, open: [] }), undefined);
  });
});
