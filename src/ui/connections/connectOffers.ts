import * as vscode from 'vscode';
import { keyOf, nameOf } from '../../connections/connectionChoice.ts';
import type { ConnectionsModel, Place } from '../../connections/connectionsModel.ts';
import { signInFor } from '../../connections/signIn.ts';
import { Disposable, DisposableStore } from '../../shared/disposable.ts';
import { messageOf } from '../../shared/errors.ts';
import { commands } from '../contributions/ids.ts';
import type { Log } from '../log.ts';
import { connectTo } from './chooseConnectionCommand.ts';

/** Offers to connect to places that wait for the user; one message per place, however many views and panels want it. */
export class ConnectOffers extends Disposable {
  private readonly open = new Set<string>();
  private placed = new DisposableStore();

  constructor(
    connections: ConnectionsModel,
    private readonly log: Log,
  ) {
    super();
    this.register(connections.onDidSwitch((place) => this.follow(place)));
    this.register({ dispose: () => this.placed.dispose() });
    this.follow(connections.active);
  }

  readonly offer = (place: Place, reason: unknown): void => {
    const key = keyOf(place.choice);
    if (this.open.has(key)) return;
    this.open.add(key);
    const { choice } = place;
    const signIn = choice.kind === 'local' ? undefined : signInFor(choice, reason, vscode.env.remoteName !== undefined);
    const [connect, other] = [signIn === undefined ? 'Connect' : 'Sign In', 'Switch…'];
    void vscode.window
      .showInformationMessage(`SageMaker: ${messageOf(reason)}`, connect, other)
      .then(async (answer) => {
        this.open.delete(key);
        if (answer === other) return void vscode.commands.executeCommand(commands.chooseConnection);
        if (answer !== connect) return;
        try {
          if (signIn === undefined) await connectTo(place);
          else await (await import('./signInTerminal.ts')).signInTerminal(place, signIn);
        } catch (error) {
          this.log.tell('Connecting', error);
        }
      });
  };

  /** An editor's message cannot be taken back, so another one says that it is no longer so. */
  private tellHealed({ choice }: Place): void {
    if (!this.open.delete(keyOf(choice))) return;
    void vscode.window.showInformationMessage(
      `SageMaker: ${nameOf(choice)} is connected again; nothing is left to do.`,
    );
  }

  /** The connection in use says once when it cannot go on by itself. */
  private follow(place: Place): void {
    this.placed.dispose();
    this.placed = new DisposableStore();
    this.placed.add(place.sessions.onDidChange((session) => session !== undefined && this.tellHealed(place)));
    const needs = place.sessions.onDidNeedUser?.((reason) => this.offer(place, reason));
    if (needs !== undefined) this.placed.add(needs);
  }
}
