import * as vscode from 'vscode';
import { profileGone } from '../../connections/awsProblem.ts';
import type { ConnectionsModel, Place } from '../../connections/connectionsModel.ts';
import { placeOf } from '../../connections/place.ts';
import { readProfiles } from '../../connections/profiles.ts';
import { Disposable, DisposableStore } from '../../shared/disposable.ts';
import { messageOf } from '../../shared/errors.ts';
import { commands } from '../contributions/ids.ts';
import type { Log } from '../log.ts';

/** Says in the status bar where jobs run; a click changes it. */
export class ConnectionStatusItem extends Disposable {
  private readonly item = this.register(
    vscode.window.createStatusBarItem('sagemakerWorkbench.connection', vscode.StatusBarAlignment.Left),
  );
  private bound = new DisposableStore();

  constructor(
    connections: ConnectionsModel,
    private readonly log: Log,
  ) {
    super();
    this.item.name = 'SageMaker Connection';
    this.item.command = commands.chooseConnection;
    this.register(connections.onDidSwitch((place) => this.bind(place)));
    this.register({ dispose: () => this.bound.dispose() });
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
    const connection = sessions.current?.connection;
    this.item.text = '$(server-process) SageMaker: local';
    this.item.tooltip = `Jobs run on the local engine${connection === undefined ? '' : ` (${connection.endpoint}), region ${connection.region}`}. No account, no bill. Click to choose where jobs run.`;
    this.item.accessibilityInformation = { label: 'SageMaker connection: local engine', role: 'button' };
    this.item.backgroundColor = undefined;
  }

  private showAws(place: Place): void {
    const { choice, sessions } = place;
    if (choice.kind === 'local') return;
    const name = choice.kind === 'profile' ? choice.profile : 'environment';
    const connection = sessions.current?.connection;
    const region = connection?.region ?? choice.region ?? '';
    const account = connection === undefined ? 'not connected' : `account ${connection.accountId}`;
    const describe = (endpoint: string | undefined, problem: string | undefined): void => {
      const elsewhere = endpoint === undefined ? '' : ` · ${endpoint.replace(/^https?:\/\//, '')}`;
      this.item.text = `${problem === undefined ? '$(cloud)' : '$(warning)'} ${name} · ${region}${elsewhere}`;
      this.item.tooltip = `${problem === undefined ? '' : `${problem} `}Run on AWS works as ${name} in ${region}, ${account}${endpoint === undefined ? '' : `; requests go to ${endpoint}, not to AWS`}. Click to choose where jobs run.`;
      this.item.accessibilityInformation = {
        label: `SageMaker connection: ${name}, region ${region}, ${account}${endpoint === undefined ? '' : `, endpoint ${endpoint}`}${problem === undefined ? '' : `. ${problem}`}`,
        role: 'button',
      };
      this.item.backgroundColor =
        endpoint === undefined && problem === undefined
          ? undefined
          : new vscode.ThemeColor('statusBarItem.warningBackground');
    };
    describe(connection?.redirectedTo, connection === undefined ? sessions.problem : undefined);
    if (connection !== undefined) return;
    const { bound } = this;
    readProfiles(process.env)
      .then((profiles) => {
        const { redirectedTo, profile } = placeOf(choice, profiles, process.env);
        const isGone = choice.kind === 'profile' && profile === undefined;
        const problem = isGone ? profileGone(choice.profile).message : sessions.problem;
        if (bound === this.bound && sessions.current === undefined) describe(redirectedTo, problem);
      })
      .catch((error: unknown) => this.log.error(`Reading the AWS configuration: ${messageOf(error)}`, error));
  }
}
