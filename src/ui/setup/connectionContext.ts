import * as vscode from 'vscode';
import type { ConnectionsModel, Place } from '../../connections/connectionsModel.ts';
import { Disposable, DisposableStore } from '../../shared/disposable.ts';
import { contextKeys } from '../contributions/ids.ts';

/** Keeps the context keys of the connection in use, by which the views choose their welcome texts. */
export class ConnectionContext extends Disposable {
  private bound = new DisposableStore();

  constructor(connections: ConnectionsModel) {
    super();
    this.register(connections.onDidSwitch((place) => this.bind(place)));
    this.register({ dispose: () => this.bound.dispose() });
    this.bind(connections.active);
  }

  private bind({ choice, sessions }: Place): void {
    this.bound.dispose();
    this.bound = new DisposableStore();
    set(contextKeys.connectionKind, choice.kind === 'local' ? 'local' : 'aws');
    const show = (hasFailed: boolean): void => set(contextKeys.connectionLost, hasFailed);
    // That there is none is known to who asked for one: the views, or what fails here.
    this.bound.add(sessions.onDidChange((session) => session !== undefined && show(false)));
    this.bound.add(sessions.onDidFail(() => show(sessions.current === undefined)));
    show(sessions.current === undefined && sessions.problem !== undefined);
  }
}

function set(key: string, value: unknown): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
