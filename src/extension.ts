import * as vscode from 'vscode';
import { AwsSessionModel } from './connections/awsSessionModel.ts';
import { ConnectionsModel } from './connections/connectionsModel.ts';
import { CredentialWatch } from './connections/credentialWatch.ts';
import { KnownAccounts } from './connections/knownAccounts.ts';
import { RunDefaults } from './jobs/aws/runDefaults.ts';
import { startEngineProcess } from './local/engineProcess.ts';
import { LocalEngine } from './local/localEngine.ts';
import { LocalSessionModel } from './local/localSessionModel.ts';
import { WindowFocus } from './sagemaker/windowFocus.ts';
import { platform } from './shared/node/platform.ts';
import { systemClock } from './shared/node/systemClock.ts';
import { registerCommand } from './ui/commands.ts';
import { askMfaCode } from './ui/connections/askMfaCode.ts';
import { ConnectOffers } from './ui/connections/connectOffers.ts';
import { registerConnectionCommands } from './ui/connections/registerConnectionCommands.ts';
import { commands, languages, settings } from './ui/contributions/ids.ts';
import { registerDataCommands } from './ui/data/registerDataCommands.ts';
import { makeViews, registerViews } from './ui/explorer/registerViews.ts';
import { registerEndpointCommands } from './ui/endpoints/registerEndpointCommands.ts';
import { copyAsCliCommand } from './ui/jobs/copyAsCliCommand.ts';
import { DefinitionCodeLensProvider } from './ui/jobs/definitionCodeLensProvider.ts';
import { DefinitionDiagnostics } from './ui/jobs/definitionDiagnostics.ts';
import { registerDefinitionLanguage } from './ui/jobs/definitionLanguage.ts';
import { ResolvedRequestProvider } from './ui/jobs/resolvedRequestProvider.ts';
import { runDefinitionCommand } from './ui/jobs/runDefinitionCommand.ts';
import { runDefinitionOnAwsCommand } from './ui/jobs/runDefinitionOnAwsCommand.ts';
import { ServiceFindings } from './ui/jobs/serviceFindings.ts';
import { showResolvedRequestCommand } from './ui/jobs/showResolvedRequestCommand.ts';
import { StartedJobs } from './ui/jobs/startedJobs.ts';
import { trainCommand } from './ui/jobs/trainCommand.ts';
import { Log } from './ui/log.ts';
import { registerNotebookCommands } from './ui/notebooks/registerNotebookCommands.ts';
import { registerCost } from './ui/cost/registerCost.ts';
import { AwaitedResources, isTrained } from './ui/notifications/awaited.ts';
import { registerNotificationCommands } from './ui/notifications/registerNotificationCommands.ts';
import { PanelPlaceMemory } from './ui/panels/panelPlaceMemory.ts';
import { TrainingJobPanels } from './ui/panels/trainingJobPanels.ts';
import { registerResourceCommands, registerRowKeys } from './ui/resources/registerResourceCommands.ts';
import { SelectedRows } from './ui/resources/selectedRows.ts';
import type { UiParts } from './ui/parts.ts';
import { registerPredictionCommands } from './ui/predictions/registerPredictionCommands.ts';
import { registerSetupCommands } from './ui/setup/registerSetupCommands.ts';
import { WalkthroughStore } from './ui/setup/walkthroughStore.ts';
import { ConnectionStatusItem } from './ui/status/connectionStatusItem.ts';

/** Composition root: builds the parts and registers them; nothing is read, started or asked before the user needs it. */
export function activate(context: vscode.ExtensionContext): void {
  const { version } = context.extension.packageJSON as { version: string };
  const own = <T extends vscode.Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const log = own(new Log());
  const stateDirectory = (): string =>
    vscode.workspace.getConfiguration().get<string>(settings.stateDirectory) || platform.defaultStateDirectory;
  const storageFolder = context.globalStorageUri.fsPath;
  const engine = new LocalEngine({
    version,
    distFolder: vscode.Uri.joinPath(context.extensionUri, 'dist').fsPath,
    storageFolder,
    stateDirectory,
    mayStart: () => vscode.workspace.isTrusted,
    start: startEngineProcess,
    clock: systemClock,
    log: log.info,
  });
  const sessions = own(new LocalSessionModel(engine, systemClock, log.info));
  const focus = new WindowFocus(vscode.window.state.focused);
  own(vscode.window.onDidChangeWindowState(({ focused }) => focus.set(focused)));
  const aws = {
    env: process.env,
    askMfaCode,
    clock: systemClock,
    log: log.info,
    storageFolder,
    focus,
    known: new KnownAccounts(context.workspaceState),
    watchCredentials: (changed: () => void) => new CredentialWatch(process.env, systemClock, changed, log.info),
  };
  const connections = own(
    new ConnectionsModel(sessions, (choice) => new AwsSessionModel(choice, aws), context.workspaceState),
  );
  const { offer: offerConnect } = own(new ConnectOffers(connections, log));
  const check = (key: string): void => void vscode.commands.executeCommand('setContext', key, true);
  const walkthrough = own(new WalkthroughStore(context.globalState, { check, log: log.info }));
  const sawCurves = (): void => void walkthrough.reach('curvesSeen');
  const panels = own(
    new TrainingJobPanels(
      { connections, offerConnect, clock: systemClock, log, extensionUri: context.extensionUri, sawCurves },
      new PanelPlaceMemory(context.workspaceState),
    ),
  );
  const views = makeViews({ connections, clock: systemClock, log, own, workspaceMemory: context.workspaceState });
  const awaited = own(new AwaitedResources(panels, connections, context.workspaceState, systemClock));
  walkthrough.reachWith('trained', awaited.onDidEnd, isTrained);
  const started = new StartedJobs(panels, views, awaited);
  own(new ConnectionStatusItem(connections, log));
  const diagnostics = own(new DefinitionDiagnostics(log));
  registerDefinitionLanguage(own, { diagnostics, connections, extensionUri: context.extensionUri });
  own(vscode.languages.registerCodeLensProvider([...languages], new DefinitionCodeLensProvider()));

  const register = (id: string, run: (...args: unknown[]) => unknown): void =>
    void own(registerCommand(log, systemClock, id, run));
  const { notebooks, jobs, models, endpoints } = views;
  const selected = own(new SelectedRows([notebooks, jobs, models, endpoints].map(({ tree }) => tree)));
  const parts: UiParts = {
    connections,
    clock: systemClock,
    log,
    extensionUri: context.extensionUri,
    workspaceMemory: context.workspaceState,
    userMemory: context.globalState,
    storageFolder,
    panels,
    started,
    awaited,
    walkthrough,
    own,
    register,
    registerForRows: (id, run) => register(id, (...args) => run(...selected.argumentsOf(args))),
  };
  registerViews(views, parts);
  registerResourceCommands(parts);
  const data = registerDataCommands(parts);
  selected.watch(data.tree);
  const trees = { notebooks: notebooks.tree, jobs: jobs.tree, models: models.tree, endpoints: endpoints.tree };
  registerRowKeys({ ...trees, data: data.tree }, parts);
  registerPredictionCommands(parts);
  registerEndpointCommands(parts);
  registerNotificationCommands(parts);
  registerCost(parts);
  registerConnectionCommands(parts);
  register(commands.train, trainCommand(vscode.Uri.joinPath(context.extensionUri, 'dist', 'tableWorker.js').fsPath));
  register(commands.runDefinition, runDefinitionCommand(connections.local, started, log.info));
  const { mark } = own(new ServiceFindings('SageMaker on AWS'));
  const defaults = new RunDefaults(context.globalState);
  register(commands.runDefinitionOnAws, runDefinitionOnAwsCommand({ connections, started, defaults, log, mark }));
  register(
    commands.showResolvedRequest,
    showResolvedRequestCommand(connections, defaults, own(new ResolvedRequestProvider())),
  );
  register(commands.copyAsCliCommand, copyAsCliCommand(connections, defaults));
  register(commands.showLog, () => log.show());
  registerNotebookCommands(parts, defaults);
  registerSetupCommands(parts, { engine, stateDirectory, defaults, extension: context.extension, version });
}
