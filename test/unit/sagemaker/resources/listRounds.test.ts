import assert from 'node:assert/strict';
import type { ResourceListModel } from '../../../../src/sagemaker/resources/resourceListModel.ts';
import type { ManualClock } from '../../../support/manualClock.ts';
import type { ScriptedService } from '../../../support/scriptedKind.ts';
import { useScriptedList } from '../../../support/scriptedList.ts';

describe('the rounds of a list', () => {
  let clock: ManualClock;
  let service: ScriptedService;
  let model: ResourceListModel;
  const { fill, show } = useScriptedList((list) => ({ clock, service, model } = list));

  it('serve with one answer who sees the list and who wants to know, in whatever order', async () => {
    fill(3);
    model.setVisible(true);
    model.refreshNow();
    await clock.advance(2_000);
    assert.deepEqual(service.asked.splice(0), ['list']);
    model.setVisible(false);
    await clock.advance(60_000);
    model.refreshNow();
    model.setVisible(true);
    await clock.advance(2_000);
    assert.deepEqual(service.asked, ['list']);
  });

  it('tell that all is known that runs only when that was asked for', async () => {
    fill(150, 'InProgress');
    const known: string[] = [];
    model.onDidChange(() => known.push(`${model.entries.length} ${model.knowsRunning}`));
    await show();
    assert.deepEqual(known.slice(0, 2), ['100 false', '150 true']);
  });
});
