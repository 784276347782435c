import * as vscode from 'vscode';
import type { ConnectionsModel, Place } from '../../connections/connectionsModel.ts';
import type { Session } from '../../sagemaker/session.ts';
import { Disposable, DisposableStore, type IDisposable } from '../../shared/disposable.ts';

/** What a view does with the place that is followed. */
export interface PlaceFollower {
  /** Another place is in use: nothing of the one before may stay. */
  settle(place: Place): void;
  /** A session is there; what is added to the store goes with it. */
  bind(session: Session, store: DisposableStore): void;
  /** There is no session any more, or one could not be had. */
  lost(problem: unknown): void;
  /** A session is being opened for the first time. */
  connecting(): void;
}

/** Follows the connection in use for one view: asks only while the view is visible, and starts no engine on a machine that never used one. */
export class FollowedPlace extends Disposable {
  private placed = new DisposableStore();
  private bound = new DisposableStore();
  private interest: IDisposable | undefined;
  private visible = false;

  constructor(
    private readonly connections: ConnectionsModel,
    private readonly follower: PlaceFollower,
  ) {
    super();
    this.register(connections.onDidSwitch(() => this.settle()));
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(() => this.setVisible(this.visible)));
    this.register({
      dispose: () => {
        this.placed.dispose();
        this.bound.dispose();
        this.interest?.dispose();
      },
    });
  }

  get place(): Place {
    return this.connections.active;
  }

  get session(): Session | undefined {
    return this.place.sessions.current;
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    const { sessions } = this.place;
    this.interest?.dispose();
    this.interest = visible ? sessions.keepConnected() : undefined;
    if (visible && sessions.current === undefined) void this.connectIfUsed();
  }

  /** Shows the connection in use, and nothing of the one before. */
  settle(): void {
    this.placed.dispose();
    this.bound.dispose();
    this.placed = new DisposableStore();
    const { place } = this;
    this.placed.add(place.sessions.onDidChange((session) => this.bind(session)));
    this.placed.add(place.sessions.onDidFail((error) => this.follower.lost(error)));
    this.follower.settle(place);
    this.setVisible(this.visible);
    if (place.sessions.current !== undefined) this.bind(place.sessions.current);
  }

  private bind(session: Session | undefined): void {
    this.bound.dispose();
    this.bound = new DisposableStore();
    if (session === undefined) this.follower.lost(undefined);
    else this.follower.bind(session, this.bound);
  }

  /** A machine without state has nothing to list; there the welcome text stands until the first run. */
  private async connectIfUsed(): Promise<void> {
    const { place } = this;
    try {
      if (!(await place.sessions.hasState())) return;
      if (place.sessions === this.place.sessions) this.follower.connecting();
      await place.sessions.connect({ quiet: true });
    } catch (error) {
      if (place.sessions === this.place.sessions) this.follower.lost(error);
    }
  }
}
