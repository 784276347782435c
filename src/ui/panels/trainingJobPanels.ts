import * as vscode from 'vscode';
import { Disposable } from '../../shared/disposable.ts';
import { panels } from '../contributions/ids.ts';
import { TrainingJobPanel, type PanelParts } from './trainingJobPanel.ts';

/** The open tabs of training jobs, one per job; restored after a reload of the window. */
export class TrainingJobPanels extends Disposable implements vscode.WebviewPanelSerializer {
  private readonly open = new Map<string, TrainingJobPanel>();

  constructor(private readonly parts: PanelParts) {
    super();
    this.register(vscode.window.registerWebviewPanelSerializer(panels.trainingJob, this));
    this.register({ dispose: () => [...this.open.values()].forEach((panel) => panel.dispose()) });
  }

  /** Opens the job's tab, or brings it to the front. */
  show(jobName: string): void {
    const known = this.open.get(jobName);
    if (known !== undefined) return known.reveal();
    const column = this.columnOfOthers() ?? freshColumn();
    this.adopt(
      jobName,
      vscode.window.createWebviewPanel(panels.trainingJob, jobName, { viewColumn: column, preserveFocus: true }),
    );
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.adopt(panel.title, panel);
  }

  /** Panels stay together: a run does not split the window once more. */
  private columnOfOthers(): vscode.ViewColumn | undefined {
    const columns = [...this.open.values()].map(({ column }) => column).filter((column) => column !== undefined);
    return columns.find((column) => column !== vscode.window.activeTextEditor?.viewColumn);
  }

  private adopt(jobName: string, panel: vscode.WebviewPanel): void {
    const adopted = new TrainingJobPanel(jobName, panel, this.parts);
    this.open.set(jobName, adopted);
    panel.onDidDispose(() => this.open.delete(jobName));
  }
}

function freshColumn(): vscode.ViewColumn {
  return vscode.window.activeTextEditor === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
}
