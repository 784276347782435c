import assert from 'node:assert/strict';
import { relative } from 'node:path';
import * as vscode from 'vscode';

/** How VS Code was started for this run: the extension from its source, from its package, or in a folder that is not trusted. */
export const mode = process.env['TEST_HOST_MODE'] as 'source' | 'packaged' | 'trust';

/** Facts of the manifest that suites compare the running editor with. */
interface Manifest {
  readonly version: string;
  readonly contributes?: { readonly commands?: readonly { readonly command: string }[] };
}

const extensionId = 'sagemaker-workbench.sagemaker-workbench';

/** The extension under test. */
export function productExtension(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension<unknown>(extensionId);
  assert.ok(extension, `VS Code does not know ${extensionId}`);
  return extension;
}

/** Its manifest. */
export const manifest = (): Manifest => productExtension().packageJSON as Manifest;

/** Whether the extension runs from the folder of the sources. */
export function runsFromSource(): boolean {
  return relative(process.env['TEST_SOURCE_ROOT'] ?? '', productExtension().extensionPath) === '';
}
