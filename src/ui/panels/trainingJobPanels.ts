import * as vscode from 'vscode';
import { keyOf } from '../../connections/connectionChoice.ts';
import { Disposable } from '../../shared/disposable.ts';
import { panels } from '../contributions/ids.ts';
import { ResourceTarget } from '../resources/resourceTarget.ts';
import { messageOf } from '../../shared/errors.ts';
import { panelColumn } from './panelColumn.ts';
import { readPanelPlace, writePanelPlace } from './panelPlace.ts';
import type { PanelPlaceMemory } from './panelPlaceMemory.ts';
import { TrainingJobPanel, type PanelParts } from './trainingJobPanel.ts';
import { unrestoredTab } from './unrestoredTab.ts';

/** The open tabs of training jobs, one per job; restored after a reload of the window. */
export class TrainingJobPanels extends Disposable implements vscode.WebviewPanelSerializer {
  /** By place and name: two places may have jobs of one name. */
  private readonly open = new Map<string, TrainingJobPanel>();
  /** Of a tab that a look at the next job replaces; the editor has no such state for panels. */
  private preview: string | undefined;

  constructor(
    private readonly parts: PanelParts,
    private readonly places: PanelPlaceMemory,
  ) {
    super();
    this.register(vscode.window.registerWebviewPanelSerializer(panels.trainingJob, this));
    this.register({ dispose: () => [...this.open.values()].forEach((panel) => panel.dispose()) });
  }

  /** Opens the job's tab, or brings it to the front; it stays until it is closed. */
  show(job: ResourceTarget): void {
    const key = keyOfJob(job);
    if (this.preview === key) this.preview = undefined;
    const known = this.open.get(key);
    if (known === undefined) this.make(job, this.knownColumn() ?? freshColumn());
    else known.reveal();
  }

  /** The same for a look at it, in the tab of the job that was looked at before; a second look keeps the tab. */
  look(job: ResourceTarget): void {
    const key = keyOfJob(job);
    const hasPreview = vscode.workspace.getConfiguration().get('workbench.editor.enablePreview') !== false;
    // Which of the tabs that stood there before a reload was kept nobody knows any more: all stay.
    if (!hasPreview || this.open.has(key) || this.tabBeforeReload(job) !== undefined) return this.show(job);
    const before = this.preview === undefined ? undefined : this.open.get(this.preview);
    this.make(job, before?.column ?? this.knownColumn() ?? freshColumn());
    before?.close();
    this.preview = key;
  }

  /** Whether the job's tab is on show. */
  isInView(job: ResourceTarget): boolean {
    return job.kind === 'trainingJob' && this.open.get(keyOfJob(job))?.isInView === true;
  }

  /** @param state - What the view kept; a job goes on being followed where it is, and nowhere else. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const remembered = this.places.recall(panel.title);
    const { choice, connectionId } = readPanelPlace(state, remembered, this.parts.connections.active.choice);
    this.adopt(
      new ResourceTarget(this.parts.connections.placeOf(choice), 'trainingJob', panel.title),
      panel,
      connectionId,
    );
  }

  private make(job: ResourceTarget, column: vscode.ViewColumn): void {
    const before = this.tabBeforeReload(job);
    const panel = vscode.window.createWebviewPanel(panels.trainingJob, job.name, {
      viewColumn: before?.group.viewColumn ?? column,
      preserveFocus: true,
    });
    if (before !== undefined) void vscode.window.tabGroups.close(before, true);
    const connectionId = job.place.sessions.current?.connection.id;
    this.adopt(job, panel, connectionId);
    this.places
      .remember(job.name, writePanelPlace({ choice: job.place.choice, connectionId }))
      .catch((error: unknown) => this.parts.log.info(`The place of ${job.name} was not kept: ${messageOf(error)}`));
  }

  /** The job's tab that was not looked at since the window was reloaded: it cannot be brought to the front, but replaced. */
  private tabBeforeReload({ name, place }: ResourceTarget): vscode.Tab | undefined {
    const tabs = vscode.window.tabGroups.all.flatMap((group) =>
      group.tabs.flatMap((tab) =>
        tab.input instanceof vscode.TabInputWebview ? [{ tab, title: tab.label, viewType: tab.input.viewType }] : [],
      ),
    );
    const open = [...this.open.values()].map(({ title }) => title);
    const found = unrestoredTab(tabs, { title: name, viewType: panels.trainingJob, open })?.tab;
    const kept = readPanelPlace(undefined, this.places.recall(name), place.choice);
    const isSame = keyOf(kept.choice) === keyOf(place.choice);
    const id = place.sessions.current?.connection.id;
    return isSame && (kept.connectionId === undefined || kept.connectionId === id) ? found : undefined;
  }

  /** Panels stay together: a run does not split the window once more. */
  private knownColumn(): vscode.ViewColumn | undefined {
    const { activeTextEditor: editor, tabGroups } = vscode.window;
    return panelColumn({
      editor: editor && (editor.viewColumn ?? tabGroups.activeTabGroup.viewColumn),
      panels: [...this.open.values()].map(({ column }) => column).filter((column) => column !== undefined),
      all: tabGroups.all.map(({ viewColumn }) => viewColumn),
    });
  }

  private adopt(job: ResourceTarget, panel: vscode.WebviewPanel, connectionId: string | undefined): void {
    const key = keyOfJob(job);
    this.open.set(key, new TrainingJobPanel(job, panel, this.parts, connectionId));
    panel.onDidDispose(() => {
      this.open.delete(key);
      if (this.preview === key) this.preview = undefined;
    });
  }
}

const keyOfJob = ({ place, name }: ResourceTarget): string => `${keyOf(place.choice)} ${name}`;

function freshColumn(): vscode.ViewColumn {
  return vscode.window.activeTextEditor === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
}
