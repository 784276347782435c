import { join } from 'node:path';
import * as vscode from 'vscode';
import { keyOf } from '../../connections/connectionChoice.ts';
import { Disposable } from '../../shared/disposable.ts';
import { panels } from '../contributions/ids.ts';
import type { UiParts } from '../parts.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';
import type { OpenedPredictions } from './openedPredictions.ts';
import type { PredictionsPanel } from './predictionsPanel.ts';
import { writePredictionsPlace } from './predictionsPlace.ts';

/** The open tabs of predictions; restored after a reload of the window. */
export class PredictionsPanels extends Disposable implements vscode.WebviewPanelSerializer {
  /** Of texts that are sent to an endpoint there is one tab for each. */
  private readonly texts = new Map<string, PredictionsPanel>();

  constructor(private readonly parts: UiParts) {
    super();
    this.register(vscode.window.registerWebviewPanelSerializer(panels.predictions, this));
  }

  /** Where the rows of predictions are kept. */
  get folder(): string {
    return join(this.parts.storageFolder, 'predictions');
  }

  /** The tab in which texts are sent to an endpoint, where it is open. */
  textsOf(endpoint: ResourceTarget): PredictionsPanel | undefined {
    return this.texts.get(keyOfTarget(endpoint));
  }

  /** Opens a new tab beside the text in use. */
  async open(opened: OpenedPredictions): Promise<PredictionsPanel> {
    const { target, model } = opened;
    const column = vscode.window.activeTextEditor === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
    const of =
      model.rows.length > 0 && model.subject.kind === 'endpoint'
        ? `${target.name}: ${model.subject.source}`
        : target.name;
    return this.adopt(vscode.window.createWebviewPanel(panels.predictions, of, { viewColumn: column }), opened);
  }

  /** @param state - What the view kept: the endpoint or job, and the name of its rows. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { restorePredictions } = await import('./restorePredictions.ts');
    const opened = await restorePredictions(state, this.folder, this.parts);
    if (opened === undefined) panel.dispose();
    else await this.adopt(panel, opened);
  }

  private async adopt(panel: vscode.WebviewPanel, opened: OpenedPredictions): Promise<PredictionsPanel> {
    const { PredictionsPanel } = await import('./predictionsPanel.ts');
    const { target, id, connectionId, connection, model } = opened;
    const { kind } = model.subject;
    const place = writePredictionsPlace({
      choice: target.place.choice,
      connectionId,
      connection,
      kind,
      name: target.name,
      id,
    });
    const made = new PredictionsPanel(panel, this.parts, opened, place);
    const key = keyOfTarget(target);
    if (id === undefined) {
      this.texts.set(key, made);
      panel.onDidDispose(() => this.texts.delete(key));
    }
    this.register({ dispose: () => made.dispose() });
    return made;
  }
}

const keyOfTarget = ({ place, name }: ResourceTarget): string => `${keyOf(place.choice)} ${name}`;
