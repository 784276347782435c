import * as vscode from 'vscode';
import { keyOf } from '../../connections/connectionChoice.ts';
import type { Place } from '../../connections/connectionsModel.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Log } from '../log.ts';
import { connectTo } from './chooseConnectionCommand.ts';

/** Offers to connect to places that wait for the user; one message per place, however many panels want it. */
export class ConnectOffers {
  private readonly open = new Set<string>();

  constructor(private readonly log: Log) {}

  readonly offer = (place: Place, reason: unknown): void => {
    const key = keyOf(place.choice);
    if (this.open.has(key)) return;
    this.open.add(key);
    const connect = 'Connect';
    void vscode.window.showInformationMessage(`SageMaker: ${messageOf(reason)}`, connect).then((answer) => {
      this.open.delete(key);
      if (answer === connect) connectTo(place).catch((error: unknown) => this.log.tell('Connecting', error));
    });
  };
}
