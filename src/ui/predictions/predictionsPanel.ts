import * as vscode from 'vscode';
import type { HostMessage } from '../../protocol/predictionsPanel.ts';
import { PredictionsFeed, type PredictionsActions } from '../../sagemaker/predictions/predictionsFeed.ts';
import { contentTypes } from '../../sagemaker/predictions/rowFormat.ts';
import { Disposable } from '../../shared/disposable.ts';
import { messageOf } from '../../shared/errors.ts';
import { commands } from '../contributions/ids.ts';
import { isReady } from '../panels/isReady.ts';
import { productionMessage } from '../panels/productionMessage.ts';
import { webviewHtml } from '../panels/webviewHtml.ts';
import type { UiParts } from '../parts.ts';
import type { PanelContent } from './openedPredictions.ts';
import { copyPredictions, savePredictions } from './savePredictions.ts';

/** One tab of predictions: of an endpoint, or of a batch transform. */
export class PredictionsPanel extends Disposable {
  private readonly feed: PredictionsFeed;

  /** @param place - Goes into the view's state, and comes back after a reload of the window. */
  constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly parts: Pick<UiParts, 'clock' | 'log' | 'extensionUri'>,
    private readonly content: PanelContent,
    place: string,
  ) {
    super();
    const { model, sender, connection } = content;
    this.register(model);
    const compose = sender?.compose;
    this.feed = this.register(
      new PredictionsFeed(model, {
        clock: parts.clock,
        connection,
        actions: this.actions(),
        post: (message) => this.post(message),
        onError: (error) => this.tell(error),
        ...(compose && { compose: { ...compose, contentTypes: Object.values(contentTypes) } }),
      }),
    );
    const below = (...path: string[]): vscode.Uri => vscode.Uri.joinPath(parts.extensionUri, ...path);
    panel.webview.options = { enableScripts: true, localResourceRoots: [below('dist', 'webview')] };
    panel.iconPath = { light: below('media', 'curve-light.svg'), dark: below('media', 'curve-dark.svg') };
    this.register(panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)));
    this.register(panel.onDidDispose(() => this.dispose()));
    this.register({ dispose: () => content.cancel?.() });
    panel.webview.html = webviewHtml(panel.webview, parts.extensionUri, {
      name: 'predictions',
      title: panel.title,
      place,
    });
  }

  /** Sends a text as if it were typed, and shows the answer. */
  async ask(text: string): Promise<void> {
    await this.feed.ask({ text, contentType: this.content.sender?.typeFor(text) ?? contentTypes.csv });
  }

  reveal(): void {
    this.panel.reveal();
  }

  private actions(): PredictionsActions {
    const { model, sender, target, cancel } = this.content;
    const attempt = (what: string, run: () => Thenable<unknown>): void =>
      void Promise.resolve(run()).catch((error: unknown) => this.parts.log.tell(what, error));
    return {
      send: async (sent) => {
        if (sender === undefined) throw new Error('A batch transform takes no texts.');
        return sender.send(sent);
      },
      cancel: () => cancel?.(),
      save: () => attempt('Saving predictions', () => savePredictions(model)),
      copy: () => attempt('Copying predictions', () => copyPredictions(model)),
      openLogs: () => attempt('Opening logs', () => vscode.commands.executeCommand(commands.openLogs, target)),
    };
  }

  private receive(message: unknown): void {
    try {
      this.feed.receive(message);
      if (isReady(message)) this.markProduction();
    } catch (error) {
      this.parts.log.error(`Message of the panel ${this.panel.title}`, error);
    }
  }

  private markProduction(): void {
    productionMessage(this.content.target.place).then(
      (message) => this.post(message),
      (error: unknown) => this.parts.log.error('Reading the AWS configuration', error),
    );
  }

  private tell(error: unknown): void {
    this.parts.log.error(`Asking ${this.content.target.name}`, error);
    this.post({ type: 'error', message: messageOf(error) });
  }

  private post(message: HostMessage): void {
    if (!this.isDisposed) void this.panel.webview.postMessage(message);
  }
}
