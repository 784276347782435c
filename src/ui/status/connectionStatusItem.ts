import * as vscode from 'vscode';
import { keyOf, type AwsChoice } from '../../connections/connectionChoice.ts';
import type { ConnectionsModel, Place } from '../../connections/connectionsModel.ts';
import { redirectionText } from '../../connections/serviceEndpoints.ts';
import { restingConnection } from '../../local/restingConnection.ts';
import type { SessionSource } from '../../sagemaker/sessionSource.ts';
import { Disposable, DisposableStore } from '../../shared/disposable.ts';
import { messageOf } from '../../shared/errors.ts';
import { productionOf } from '../connections/productionOf.ts';
import { commands, settings } from '../contributions/ids.ts';
import type { Log } from '../log.ts';
import { connectionLook, localLook, type ConnectionFacts, type ConnectionLook } from './connectionLook.ts';

/** Says in the status bar where jobs run; a click changes it. */
export class ConnectionStatusItem extends Disposable {
  private readonly item = this.register(
    vscode.window.createStatusBarItem('sagemakerWorkbench.connection', vscode.StatusBarAlignment.Left),
  );
  private bound = new DisposableStore();
  /** Why a connection counts as production, as far as it was found out: what is redrawn does not lose its colour meanwhile. */
  private readonly production = new Map<string, string>();

  constructor(
    connections: ConnectionsModel,
    private readonly log: Log,
  ) {
    super();
    this.item.name = 'SageMaker Connection';
    this.item.command = commands.chooseConnection;
    this.register(connections.onDidSwitch((place) => this.bind(place)));
    this.register({ dispose: () => this.bound.dispose() });
    this.register(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(settings.production)) this.show(connections.active);
      }),
    );
    this.bind(connections.active);
  }

  private bind(place: Place): void {
    this.bound.dispose();
    this.bound = new DisposableStore();
    this.bound.add(place.sessions.onDidChange(() => this.show(place)));
    this.bound.add(place.sessions.onDidFail(() => this.show(place)));
    this.show(place);
    this.item.show();
  }

  private show(place: Place): void {
    const { choice, sessions } = place;
    if (choice.kind !== 'local') return void this.showAws(place);
    const { region, accountId, endpoint } = sessions.current?.connection ?? restingConnection;
    this.apply(localLook(region, accountId, endpoint));
  }

  private apply({ text, tooltip, label, background }: ConnectionLook): void {
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = { label, role: 'button' };
    this.item.backgroundColor = background && new vscode.ThemeColor(background);
  }

  private showAws({ choice, sessions }: Place): void {
    if (choice.kind === 'local') return;
    const session = sessions.current;
    // Of a connection that was lost the account is known all the same, until the files lead somewhere else.
    const connection = (session ?? sessions.lost)?.connection;
    const draw = (more: Partial<ConnectionFacts>): void => {
      const look = connectionLook({
        name: choice.kind === 'profile' ? choice.profile : 'environment',
        region: connection?.region ?? choice.region ?? '',
        accountId: connection?.accountId,
        endpoint: connection?.redirectedTo,
        redirection: connection && redirectionText(connection),
        problem: session === undefined ? sessions.problem : undefined,
        ...more,
      });
      this.apply(look);
    };
    draw({ production: this.production.get(keyOf(choice)) });
    const { bound } = this;
    this.lookCloser(choice, sessions).then(
      (more) => {
        if (bound === this.bound && sessions.current === session) draw(more);
      },
      (error: unknown) => this.log.error(`Reading the AWS configuration: ${messageOf(error)}`, error),
    );
  }

  /** What only the files tell, and of production the account. */
  private async lookCloser(
    choice: AwsChoice,
    { current: session, lost }: Pick<SessionSource, 'current' | 'lost'>,
  ): Promise<Partial<ConnectionFacts>> {
    const production = await productionOf(choice, session);
    if (production === undefined) this.production.delete(keyOf(choice));
    else this.production.set(keyOf(choice), production);
    if (session !== undefined) return { production };
    const [{ AwsDoor }, { lostAccount }] = await Promise.all([
      import('../../connections/awsDoor.ts'),
      import('../../connections/place.ts'),
    ]);
    const door = new AwsDoor(choice, process.env);
    const [place, gone] = await Promise.all([door.place(), door.gone()]);
    return {
      production,
      accountId: lostAccount(lost?.connection, place),
      endpoint: place.redirectedTo,
      redirection: redirectionText(place),
      ...(place.region !== undefined && { region: place.region }),
      ...(gone && { problem: gone.message }),
    };
  }
}
