import * as vscode from 'vscode';
import { keyOf } from '../../connections/connectionChoice.ts';
import { Disposable } from '../../shared/disposable.ts';
import { panels } from '../contributions/ids.ts';
import { JobTarget } from '../jobs/jobTarget.ts';
import { messageOf } from '../../shared/errors.ts';
import { panelColumn } from './panelColumn.ts';
import { readPanelPlace, writePanelPlace } from './panelPlace.ts';
import type { PanelPlaceMemory } from './panelPlaceMemory.ts';
import { TrainingJobPanel, type PanelParts } from './trainingJobPanel.ts';

/** The open tabs of training jobs, one per job; restored after a reload of the window. */
export class TrainingJobPanels extends Disposable implements vscode.WebviewPanelSerializer {
  /** By place and name: two places may have jobs of one name. */
  private readonly open = new Map<string, TrainingJobPanel>();

  constructor(
    private readonly parts: PanelParts,
    private readonly places: PanelPlaceMemory,
  ) {
    super();
    this.register(vscode.window.registerWebviewPanelSerializer(panels.trainingJob, this));
    this.register({ dispose: () => [...this.open.values()].forEach((panel) => panel.dispose()) });
  }

  /** Opens the job's tab, or brings it to the front. */
  show(job: JobTarget): void {
    const known = this.open.get(keyOfJob(job));
    if (known !== undefined) return known.reveal();
    const column = this.knownColumn() ?? freshColumn();
    const panel = vscode.window.createWebviewPanel(panels.trainingJob, job.name, {
      viewColumn: column,
      preserveFocus: true,
    });
    const connectionId = job.place.sessions.current?.connection.id;
    this.adopt(job, panel, connectionId);
    this.places
      .remember(job.name, writePanelPlace({ choice: job.place.choice, connectionId }))
      .catch((error: unknown) => this.parts.log.info(`The place of ${job.name} was not kept: ${messageOf(error)}`));
  }

  /** @param state - What the view kept; a job goes on being followed where it is, and nowhere else. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const remembered = this.places.recall(panel.title);
    const { choice, connectionId } = readPanelPlace(state, remembered, this.parts.connections.active.choice);
    this.adopt(new JobTarget(this.parts.connections.placeOf(choice), panel.title), panel, connectionId);
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

  private adopt(job: JobTarget, panel: vscode.WebviewPanel, connectionId: string | undefined): void {
    const key = keyOfJob(job);
    this.open.set(key, new TrainingJobPanel(job, panel, this.parts, connectionId));
    panel.onDidDispose(() => this.open.delete(key));
  }
}

const keyOfJob = ({ place, name }: JobTarget): string => `${keyOf(place.choice)} ${name}`;

function freshColumn(): vscode.ViewColumn {
  return vscode.window.activeTextEditor === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
}
