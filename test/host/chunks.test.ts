import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { loadedChunks } from '../../src/shared/node/loadedChunks.ts';
import { productExtension } from './mode.ts';

// Named so that it runs before the suites that use the extension: it looks at what activation alone loads.
describe('activation', () => {
  it('loads the entry and nothing that is not used yet', async () => {
    await productExtension().activate();
    const chunks = loadedChunks();
    assert.ok(chunks.includes('extension.js'), chunks.join(' '));
    // A part that loads when it is used has a name of its own; pieces that several parts share have none.
    assert.deepEqual(
      chunks.filter((chunk) => chunk !== 'extension.js' && !chunk.startsWith('chunk-')),
      [],
    );
    await vscode.commands.executeCommand('sagemakerWorkbench.diagnostics.copy');
    assert.match(await vscode.env.clipboard.readText(), /"loadedChunks"/);
  });
});
