import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { manifest, mode, productExtension, runsFromSource } from './mode.ts';

// The suites run in the order of their files' names; this one comes first, while the extension sleeps.
describe(`the extension in VS Code (${mode})`, () => {
  it('is the one this run is about', () => {
    assert.equal(runsFromSource(), mode !== 'packaged');
  });

  it('does nothing before it is used', () => {
    assert.equal(productExtension().isActive, false);
  });

  it('activates', async () => {
    await productExtension().activate();
    assert.equal(productExtension().isActive, true);
  });

  it('registers exactly the commands of its manifest', async () => {
    await productExtension().activate();
    const declared = (manifest().contributes?.commands ?? []).map(({ command }) => command);
    const registered = await vscode.commands.getCommands(true);
    // VS Code adds `<view>.focus` and the like for every view.
    const own = registered.filter((command) => /^sagemakerWorkbench\.(?!views\.)/.test(command));
    assert.notEqual(declared.length, 0);
    assert.deepEqual(own.sort(), [...declared].sort());
  });

  it('knows whether the folder is trusted', () => {
    assert.equal(vscode.workspace.isTrusted, mode !== 'trust');
  });
});
