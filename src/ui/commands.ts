import * as vscode from 'vscode';
import type { Log } from './log.ts';

/** Registers a command whose failure is told once, in one sentence. */
export function registerCommand(log: Log, id: string, run: (...args: unknown[]) => unknown): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
    try {
      return await run(...args);
    } catch (error) {
      log.tell(id, error);
      return undefined;
    }
  });
}
