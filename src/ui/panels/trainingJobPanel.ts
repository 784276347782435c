import * as vscode from 'vscode';
import type { LocalSessionModel } from '../../local/localSessionModel.ts';
import type { Session } from '../../sagemaker/session.ts';
import { TrainingJobFeed } from '../../sagemaker/trainingJobFeed.ts';
import type { Clock } from '../../shared/clock.ts';
import { Disposable, DisposableStore, type IDisposable } from '../../shared/disposable.ts';
import { commands } from '../contributions/ids.ts';
import type { Log } from '../log.ts';
import { webviewHtml } from './webviewHtml.ts';

/** What a panel works with. */
export interface PanelParts {
  readonly sessions: LocalSessionModel;
  readonly clock: Clock;
  readonly log: Log;
  readonly extensionUri: vscode.Uri;
}

/** One training job's tab. While it is hidden it watches nothing; when it shows again its view asks for everything anew. */
export class TrainingJobPanel extends Disposable {
  private feeding = new DisposableStore();
  private feed: TrainingJobFeed | undefined;
  private interest: IDisposable | undefined;

  constructor(
    readonly jobName: string,
    private readonly panel: vscode.WebviewPanel,
    private readonly parts: PanelParts,
  ) {
    super();
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(parts.extensionUri, 'dist', 'webview')],
    };
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(parts.extensionUri, 'media', `curve-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    this.register(panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)));
    this.register(panel.onDidChangeViewState(() => this.follow()));
    this.register(parts.sessions.onDidChange((session) => this.bind(session)));
    this.register(panel.onDidDispose(() => this.dispose()));
    this.register({
      dispose: () => {
        this.feeding.dispose();
        this.interest?.dispose();
      },
    });
    this.follow();
    panel.webview.html = webviewHtml(panel.webview, parts.extensionUri, 'trainingJob', jobName);
  }

  reveal(): void {
    this.panel.reveal();
  }

  private follow(): void {
    if (!this.panel.visible) {
      this.interest?.dispose();
      this.interest = undefined;
      this.feeding.dispose();
      this.feed = undefined;
      return;
    }
    if (this.interest !== undefined) return;
    this.interest = this.parts.sessions.keepConnected();
    this.parts.sessions.connect().then(
      (session) => this.bind(session),
      (error: unknown) => this.parts.log.tell(`Opening ${this.jobName}`, error),
    );
  }

  private bind(session: Session | undefined): void {
    if (session === undefined || !this.panel.visible || this.isDisposed) return;
    if (this.feed !== undefined && !this.feeding.isDisposed && this.boundTo === session) return;
    this.boundTo = session;
    this.feeding.dispose();
    this.feeding = new DisposableStore();
    const { watch, lease } = session.watches.acquire(this.jobName);
    this.feeding.add(lease);
    this.feed = this.feeding.add(
      new TrainingJobFeed(watch, this.parts.clock, {
        connection: session.connection,
        post: (message) => void this.panel.webview.postMessage(message),
        stop: () => void vscode.commands.executeCommand(commands.stopJob, this.jobName),
      }),
    );
    if (this.lastReady !== undefined) this.feed.receive(this.lastReady);
  }

  private boundTo: Session | undefined;
  /** The view says `ready` once; a feed made later (the engine was started meanwhile) gets it from here. */
  private lastReady: unknown;

  private receive(message: unknown): void {
    try {
      if (isReady(message)) this.lastReady = message;
      this.feed?.receive(message);
    } catch (error) {
      this.parts.log.error(`Message of the panel ${this.jobName}`, error);
    }
  }
}

function isReady(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';
}
