import * as vscode from 'vscode';
import type { SetupFix } from '../../connections/setup/setupCheck.ts';
import type { SetupModel } from '../../connections/setup/setupModel.ts';
import { setupItem, setupTitle, type SetupItem } from './setupItems.ts';

const again: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('refresh'), tooltip: 'Check Again' };
const copy: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('copy'), tooltip: 'Copy Results' };

/** Shows the checks while they run. @returns The fix that was chosen; undefined when the list was left. */
export async function showSetupList(model: SetupModel): Promise<SetupFix | undefined> {
  const pick = vscode.window.createQuickPick<SetupItem>();
  pick.placeholder = 'Enter, or the button of a row, does what the row offers; until then nothing is changed';
  pick.buttons = [again, copy];
  pick.keepScrollPosition = true;
  pick.matchOnDetail = true;
  const draw = (): void => {
    const { rows } = model;
    const at = pick.activeItems[0]?.row;
    pick.items = rows.map(setupItem);
    const active = pick.items.find(({ row }) => row === at);
    if (active !== undefined) pick.activeItems = [active];
    pick.title = setupTitle(rows);
    pick.busy = rows.some(({ result }) => result === undefined);
  };
  const watch = model.onDidChange(draw);
  draw();
  try {
    return await new Promise<SetupFix | undefined>((resolve) => {
      pick.onDidAccept(() => {
        const fix = pick.activeItems[0]?.fix;
        if (fix !== undefined) resolve(fix);
      });
      pick.onDidTriggerItemButton(({ item }) => item.fix && resolve(item.fix));
      pick.onDidTriggerButton((button) => (button === again ? void model.run() : void copyReport(model)));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
      void model.run();
    });
  } finally {
    watch.dispose();
    pick.dispose();
  }
}

async function copyReport(model: SetupModel): Promise<void> {
  await vscode.env.clipboard.writeText(model.report());
  void vscode.window.showInformationMessage('SageMaker: The results are on the clipboard, without secrets.');
}
