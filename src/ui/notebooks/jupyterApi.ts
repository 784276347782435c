import * as vscode from 'vscode';

/** The part in use of the Jupyter extension's public API (github.com/microsoft/vscode-jupyter, `src/api.d.ts`). */
export interface JupyterApi {
  createJupyterServerCollection(id: string, label: string, provider: JupyterServerProvider): vscode.Disposable;
}

export interface JupyterServerProvider {
  readonly onDidChangeServers: vscode.Event<void>;
  provideJupyterServers(token: vscode.CancellationToken): Promise<JupyterServer[]>;
  resolveJupyterServer(server: JupyterServer, token: vscode.CancellationToken): Promise<JupyterServer>;
}

export interface JupyterServer {
  readonly id: string;
  readonly label: string;
  readonly connectionInformation?: {
    readonly baseUrl: vscode.Uri;
    readonly token?: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
}

/** Undefined where the extension is not there, or is too old for servers of others. */
export async function jupyterApi(): Promise<JupyterApi | undefined> {
  const extension = vscode.extensions.getExtension<Partial<JupyterApi>>('ms-toolsai.jupyter');
  const api = await extension?.activate();
  return typeof api?.createJupyterServerCollection === 'function' ? (api as JupyterApi) : undefined;
}
