import * as vscode from 'vscode';
import type { ConnectionsModel, Place } from '../../connections/connectionsModel.ts';
import { hasCurves, type HostMessage } from '../../protocol/trainingJobPanel.ts';
import type { Session } from '../../sagemaker/session.ts';
import type { SessionSource } from '../../sagemaker/sessionSource.ts';
import { TrainingJobFeed } from '../../sagemaker/trainingJobFeed.ts';
import type { Clock } from '../../shared/clock.ts';
import { Disposable, type IDisposable } from '../../shared/disposable.ts';
import { messageOf } from '../../shared/errors.ts';
import { commands } from '../contributions/ids.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';
import type { Log } from '../log.ts';
import { isReady } from './isReady.ts';
import { writePanelPlace } from './panelPlace.ts';
import { productionMessage } from './productionMessage.ts';
import { webviewHtml } from './webviewHtml.ts';

/** What a panel works with. */
export interface PanelParts {
  readonly connections: ConnectionsModel;
  readonly clock: Clock;
  readonly log: Log;
  readonly extensionUri: vscode.Uri;
  /** Offers to connect where that needs the user; once for all panels of a place. */
  readonly offerConnect: (place: Place, reason: unknown) => void;
  /** Told of curves that are on show. */
  readonly sawCurves: () => void;
}

/** One training job's tab. While it is hidden it watches nothing; when it shows again its view asks for everything anew. */
export class TrainingJobPanel extends Disposable {
  /** Between the view and the session it is fed from; made anew when either changes. */
  private feed:
    { readonly session: Session; readonly source: TrainingJobFeed; readonly lease: IDisposable } | undefined;
  private interest: IDisposable | undefined;
  /** The view says `ready` once; a feed that is made later, when the engine was started meanwhile, gets it from here. */
  private lastReady: unknown;

  private readonly sessions: SessionSource;

  /** @param connectionId - Of the session that the job is of, as far as it is known; another one is not asked for it. */
  constructor(
    private readonly job: ResourceTarget,
    private readonly panel: vscode.WebviewPanel,
    private readonly parts: PanelParts,
    private readonly connectionId: string | undefined,
  ) {
    super();
    this.sessions = job.place.sessions;
    const below = (...path: string[]): vscode.Uri => vscode.Uri.joinPath(parts.extensionUri, ...path);
    panel.webview.options = { enableScripts: true, localResourceRoots: [below('dist', 'webview')] };
    panel.iconPath = { light: below('media', 'curve-light.svg'), dark: below('media', 'curve-dark.svg') };
    this.register(panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)));
    this.register(panel.onDidChangeViewState(() => this.follow()));
    this.register(this.sessions.onDidChange((session) => this.feedFrom(session)));
    this.register(
      this.sessions.onDidFail((error) => this.post({ type: 'error', message: `Not up to date: ${messageOf(error)}` })),
    );
    this.register(panel.onDidDispose(() => this.dispose()));
    this.register({ dispose: () => this.rest() });
    this.follow();
    panel.webview.html = webviewHtml(panel.webview, parts.extensionUri, {
      name: 'trainingJob',
      title: job.name,
      place: writePanelPlace({ choice: job.place.choice, connectionId }),
    });
  }

  get column(): vscode.ViewColumn | undefined {
    return this.panel.viewColumn;
  }

  get title(): string {
    return this.panel.title;
  }

  get isInView(): boolean {
    return this.panel.visible;
  }

  reveal(): void {
    this.panel.reveal();
  }

  /** Closes the tab. */
  close(): void {
    this.panel.dispose();
  }

  private follow(): void {
    if (!this.panel.visible) return this.rest();
    if (this.interest !== undefined) return;
    this.interest = this.sessions.keepConnected();
    this.sessions.connect({ quiet: true }).then(
      (session) => this.feedFrom(session),
      (error: unknown) => {
        if (this.job.place.choice.kind === 'local') this.parts.log.tell(`Opening ${this.job.name}`, error);
        else this.parts.offerConnect(this.job.place, error);
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
      this.post({ type: 'error', message: this.sessions.lostMessage });
    }
    if (session === undefined || this.interest === undefined || this.feed?.session === session) return;
    this.endFeed();
    if (this.connectionId !== undefined && session.connection.id !== this.connectionId) {
      const { accountId, region, label } = session.connection;
      const message = `This job is not of account ${accountId} in ${region}, which ${label} stands for now.`;
      return this.post({ type: 'error', message });
    }
    const { watch, lease } = session.watches.acquire(this.job.name);
    const source = new TrainingJobFeed(watch, this.parts.clock, {
      connection: session.connection,
      post: (message) => this.post(message),
      stop: () => void vscode.commands.executeCommand(commands.stop, this.job),
    });
    this.feed = { session, source, lease };
    if (this.lastReady === undefined) return;
    source.receive(this.lastReady);
    this.markProduction();
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
      if (isReady(message)) this.markProduction();
    } catch (error) {
      this.parts.log.error(`Message of the panel ${this.job.name}`, error);
    }
  }

  private markProduction(): void {
    productionMessage(this.job.place).then(
      (message) => this.post(message),
      (error: unknown) => this.parts.log.error('Reading the AWS configuration', error),
    );
  }

  private post(message: HostMessage): void {
    if (this.isDisposed) return;
    void this.panel.webview.postMessage(message);
    if (this.panel.visible && hasCurves(message)) this.parts.sawCurves();
  }
}
