import * as vscode from 'vscode';
import type { ConnectionsModel, Place } from '../../connections/connectionsModel.ts';
import { keyOf } from '../../connections/connectionChoice.ts';
import { enterNotebook, presignedNotebookUrl } from '../../sagemaker/notebooks/notebookServer.ts';
import { notebookKind } from '../../sagemaker/resources/kinds/notebookKind.ts';
import { Disposable } from '../../shared/disposable.ts';
import { UserError } from '../../shared/errors.ts';
import type { Log } from '../log.ts';
import { ResourceTarget } from '../resources/resourceTarget.ts';
import type { JupyterApi, JupyterServer, JupyterServerProvider } from './jupyterApi.ts';

const pageSize = 100;

/** The notebook instances in service, as servers that VS Code's notebook editor can choose a kernel of. */
export class JupyterServers extends Disposable implements JupyterServerProvider {
  private readonly changes = this.register(new vscode.EventEmitter<void>());
  private readonly targets = new Map<string, ResourceTarget>();
  private isOffered = false;

  readonly onDidChangeServers = this.changes.event;

  constructor(
    private readonly connections: ConnectionsModel,
    private readonly log: Log,
  ) {
    super();
  }

  /** Offers an instance in the list of kernels, from now on. */
  offer(api: JupyterApi, target: ResourceTarget): void {
    this.targets.set(idOf(target), target);
    if (!this.isOffered)
      this.register(api.createJupyterServerCollection('sagemakerWorkbench', 'SageMaker Notebook Instances', this));
    this.isOffered = true;
    this.changes.fire();
  }

  async provideJupyterServers(): Promise<JupyterServer[]> {
    try {
      await this.look(this.connections.active);
    } catch (error) {
      // Those that were offered before may well be reached.
      this.log.error('Looking for notebook instances in service', error);
    }
    return [...this.targets].map(([id, target]) => ({ id, label: labelOf(target) }));
  }

  async resolveJupyterServer(server: JupyterServer, token: vscode.CancellationToken): Promise<JupyterServer> {
    const target = this.targets.get(server.id);
    if (target === undefined)
      throw new UserError(`${server.label} is not known any more; choose it in the Notebooks view.`);
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    const { clients } = await target.place.sessions.connect();
    const { baseUrl, ...access } = await enterNotebook(await presignedNotebookUrl(clients, target.name), stop.signal);
    return { ...server, connectionInformation: { baseUrl: vscode.Uri.parse(baseUrl, true), ...access } };
  }

  private async look(place: Place): Promise<void> {
    const { clients } = await place.sessions.connect({ quiet: true });
    const { entries } = await notebookKind.list(clients, { maxResults: pageSize, query: { status: 'InService' } });
    for (const { name } of entries) {
      const target = new ResourceTarget(place, 'notebook', name);
      this.targets.set(idOf(target), target);
    }
  }
}

const idOf = ({ place, name }: ResourceTarget): string => `${keyOf(place.choice)} ${name}`;

function labelOf({ place, name }: ResourceTarget): string {
  const connection = place.sessions.current?.connection;
  return connection === undefined ? name : `${name} (${connection.label} · ${connection.region})`;
}
