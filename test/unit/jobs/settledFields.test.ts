import assert from 'node:assert/strict';
import { boston, Workspace } from './workspace.ts';

describe('a field that the API rejects', () => {
  let workspace: Workspace;
  before(async () => (workspace = await Workspace.create()));
  after(() => workspace.remove());

  const rejected: [from: string, to: string, code: string, marked: string][] = [
    ['ChannelName: train', 'ChannelName: tr ain', 'wrong-form', 'tr ain'],
    ['ChannelName: train', "ChannelName: ''", 'wrong-length', "''"],
    ['  - ChannelName: train\n    ContentType', '  - ContentType', 'missing-field', 'ContentType: text/csv'],
    ['ContentType: text/csv', `ContentType: ${'x'.repeat(257)}`, 'wrong-length', 'x'.repeat(257)],
    ['num_round: 200', `num_round: ${'1'.repeat(2501)}`, 'wrong-length', '1'.repeat(2501)],
    ['eta: 0.10', `${'e'.repeat(257)}: 0.10`, 'wrong-length', 'e'.repeat(257)],
    ['TrainingJobName: boston', "TrainingJobName: ''", 'wrong-length', "''"],
    ['TrainingJobName: boston', `TrainingJobName: ${'a b'.repeat(30)}`, 'wrong-length', 'a b'.repeat(30)],
    ['xgboost:1.7-1', `xgboost:${'1'.repeat(300)}`, 'wrong-length', `xgboost:${'1'.repeat(300)}`],
  ];
  for (const [from, to, code, marked] of rejected) {
    it(`says of ${JSON.stringify(to.slice(0, 40))} once what the API has against it`, async () => {
      const text = boston.replace(from, to);
      const found = (await workspace.findings(text)).map((one) => [one.code, text.slice(one.start, one.end)]);
      assert.deepEqual(found, [[code, marked]]);
    });
  }

  it('says once that there are no channels', async () => {
    const text = boston.replace(/InputDataConfig:[^]*(?=ResourceConfig)/, 'InputDataConfig: []\n');
    const found = (await workspace.findings(text)).map((one) => [one.code, text.slice(one.start, one.end)]);
    assert.deepEqual(found, [['wrong-length', '[]']]);
  });
});
