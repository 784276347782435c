import * as vscode from 'vscode';
import type { LocalSessionModel } from '../../local/localSessionModel.ts';
import type { HostMessage } from '../../protocol/trainingJobPanel.ts';
import type { Session } from '../../sagemaker/session.ts';
import { TrainingJobFeed } from '../../sagemaker/trainingJobFeed.ts';
import type { Clock } from '../../shared/clock.ts';
import { Disposable, type IDisposable } from '../../shared/disposable.ts';
import { messageOf } from '../../shared/errors.ts';
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
  /** Between the view and the session it is fed from; made anew when either changes. */
  private feed:
    { readonly session: Session; readonly source: TrainingJobFeed; readonly lease: IDisposable } | undefined;
  private interest: IDisposable | undefined;
  /** The view says `ready` once; a feed that is made later, when the engine was started meanwhile, gets it from here. */
  private lastReady: unknown;

  constructor(
    readonly jobName: string,
    private readonly panel: vscode.WebviewPanel,
    private readonly parts: PanelParts,
  ) {
    super();
    const below = (...path: string[]): vscode.Uri => vscode.Uri.joinPath(parts.extensionUri, ...path);
    panel.webview.options = { enableScripts: true, localResourceRoots: [below('dist', 'webview')] };
    panel.iconPath = { light: below('media', 'curve-light.svg'), dark: below('media', 'curve-dark.svg') };
    this.register(panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)));
    this.register(panel.onDidChangeViewState(() => this.follow()));
    this.register(parts.sessions.onDidChange((session) => this.feedFrom(session)));
    this.register(
      parts.sessions.onDidFail((error) => this.post({ type: 'error', message: `Not up to date: ${messageOf(error)}` })),
    );
    this.register(panel.onDidDispose(() => this.dispose()));
    this.register({ dispose: () => this.rest() });
    this.follow();
    panel.webview.html = webviewHtml(panel.webview, parts.extensionUri, 'trainingJob', jobName);
  }

  get column(): vscode.ViewColumn | undefined {
    return this.panel.viewColumn;
  }

  reveal(): void {
    this.panel.reveal();
  }

  private follow(): void {
    if (!this.panel.visible) return this.rest();
    if (this.interest !== undefined) return;
    this.interest = this.parts.sessions.keepConnected();
    this.parts.sessions.connect().then(
      (session) => this.feedFrom(session),
      (error: unknown) => {
        this.parts.log.tell(`Opening ${this.jobName}`, error);
        this.post({ type: 'error', message: messageOf(error) });
      },
    );
  }

  /** A hidden view is gone, and says `ready` again when it is made anew. */
  private rest(): void {
    this.interest?.dispose();
    this.interest = undefined;
    this.lastReady = undefined;
    this.endFeed();
  }

  private feedFrom(session: Session | undefined): void {
    if (session === undefined && this.feed !== undefined) {
      this.post({ type: 'error', message: 'Not up to date: the local engine does not answer and is looked for.' });
    }
    if (session === undefined || this.interest === undefined || this.feed?.session === session) return;
    this.endFeed();
    const { watch, lease } = session.watches.acquire(this.jobName);
    const source = new TrainingJobFeed(watch, this.parts.clock, {
      connection: session.connection,
      post: (message) => this.post(message),
      stop: () => void vscode.commands.executeCommand(commands.stopJob, this.jobName),
    });
    this.feed = { session, source, lease };
    if (this.lastReady !== undefined) source.receive(this.lastReady);
  }

  private endFeed(): void {
    this.feed?.source.dispose();
    this.feed?.lease.dispose();
    this.feed = undefined;
  }

  private receive(message: unknown): void {
    try {
      if (isReady(message)) this.lastReady = message;
      this.feed?.source.receive(message);
    } catch (error) {
      this.parts.log.error(`Message of the panel ${this.jobName}`, error);
    }
  }

  private post(message: HostMessage): void {
    void this.panel.webview.postMessage(message);
  }
}

function isReady(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';
}
