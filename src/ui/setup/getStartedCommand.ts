import * as vscode from 'vscode';
import { sleep } from '../../shared/clock.ts';
import type { UiParts } from '../parts.ts';

/** Milliseconds until it is opened again, at the first call of a window. */
const again = [400, 800];

/**
 * **SageMaker: Get Started**: opens the walkthrough, where it was left. VS Code learns of extensions' walkthroughs only when a window first
 * opens one, and shows one of its own instead; nothing tells which is shown (its tab keeps the first one's title), so it is asked again.
 */
export function getStartedCommand(extensionId: string, { clock, walkthrough }: Pick<UiParts, 'clock' | 'walkthrough'>) {
  let isKnown = false;
  const open = () =>
    vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extensionId}#getStarted`, false);
  return async (): Promise<void> => {
    walkthrough.show();
    await open();
    if (isKnown) return;
    isKnown = true;
    for (const milliseconds of again) {
      await sleep(clock, milliseconds);
      await open();
    }
  };
}
