import assert from 'node:assert/strict';
import { bostonTuning } from './tuningWorkspace.ts';
import { boston, Workspace } from './workspace.ts';

describe('the name of a channel in a definition', () => {
  let workspace: Workspace;
  before(async () => (workspace = await Workspace.create()));
  after(() => workspace.remove());

  for (const [kind, definition] of [
    ['training-job', boston],
    ['tuning-job', bostonTuning],
  ] as const)
    for (const name of ['.', '..'])
      it(`'${name}' of a ${kind} has no folder of its own`, async () => {
        const text = definition.replace('ChannelName: validation', `ChannelName: '${name}'`);
        const found = (await workspace.findings(text, kind)).find(({ code }) => code === 'channel-without-folder');
        assert.ok(found);
        assert.equal(text.slice(found.start, found.end), `'${name}'`);
        assert.equal(found.severity, 'error');
        assert.equal(
          found.message,
          `A channel cannot be called '${name}', since it gets a folder of its name in /opt/ml/input/data; call it 'train', for example.`,
        );
      });

  it('may have dots', async () => {
    const text = boston.replace('ChannelName: validation', 'ChannelName: ..validation.v1');
    assert.deepEqual(
      (await workspace.findings(text)).map(({ code }) => code),
      ['unknown-channel'],
    );
  });
});
