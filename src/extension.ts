import * as vscode from 'vscode';
import { AwsSessionModel } from './connections/awsSessionModel.ts';
import { ConnectionsModel } from './connections/connectionsModel.ts';
import { RunDefaults } from './jobs/aws/runDefaults.ts';
import { startEngineProcess } from './local/engineProcess.ts';
import { LocalEngine } from './local/localEngine.ts';
import { LocalSessionModel } from './local/localSessionModel.ts';
import { platform } from './shared/node/platform.ts';
import { systemClock } from './shared/node/systemClock.ts';
import { registerCommand } from './ui/commands.ts';
import { askMfaCode } from './ui/connections/askMfaCode.ts';
import { chooseConnectionCommand } from './ui/connections/chooseConnectionCommand.ts';
import { ConnectOffers } from './ui/connections/connectOffers.ts';
import { commands, languages, settings } from './ui/contributions/ids.ts';
import { JobsTreeProvider } from './ui/explorer/jobsTreeProvider.ts';
import { AwsFindings } from './ui/jobs/awsFindings.ts';
import { copyAsCliCommand } from './ui/jobs/copyAsCliCommand.ts';
import { DefinitionCodeLensProvider } from './ui/jobs/definitionCodeLensProvider.ts';
import { DefinitionDiagnostics } from './ui/jobs/definitionDiagnostics.ts';
import { registerDefinitionLanguage } from './ui/jobs/definitionLanguage.ts';
import { loadMoreJobsCommand } from './ui/jobs/loadMoreJobsCommand.ts';
import { openBestJobCommand } from './ui/jobs/openBestJobCommand.ts';
import { openJobCommand } from './ui/jobs/openJobCommand.ts';
import { refreshJobsCommand } from './ui/jobs/refreshJobsCommand.ts';
import { ResolvedRequestProvider } from './ui/jobs/resolvedRequestProvider.ts';
import { runDefinitionCommand } from './ui/jobs/runDefinitionCommand.ts';
import { runDefinitionOnAwsCommand } from './ui/jobs/runDefinitionOnAwsCommand.ts';
import { showResolvedRequestCommand } from './ui/jobs/showResolvedRequestCommand.ts';
import { StartedJobs } from './ui/jobs/startedJobs.ts';
import { stopJobCommand } from './ui/jobs/stopJobCommand.ts';
import { stopTuningJobCommand } from './ui/jobs/stopTuningJobCommand.ts';
import { trainCommand } from './ui/jobs/trainCommand.ts';
import { Log } from './ui/log.ts';
import { PanelPlaceMemory } from './ui/panels/panelPlaceMemory.ts';
import { TrainingJobPanels } from './ui/panels/trainingJobPanels.ts';
import { copyDiagnosticsCommand } from './ui/setup/copyDiagnosticsCommand.ts';
import { copyEnvironmentCommand } from './ui/setup/copyEnvironmentCommand.ts';
import { openExampleCommand } from './ui/setup/openExampleCommand.ts';
import { setUpPythonCommand } from './ui/setup/setUpPythonCommand.ts';
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
  const engine = new LocalEngine({
    version,
    distFolder: vscode.Uri.joinPath(context.extensionUri, 'dist').fsPath,
    storageFolder: context.globalStorageUri.fsPath,
    stateDirectory,
    mayStart: () => vscode.workspace.isTrusted,
    start: startEngineProcess,
    clock: systemClock,
    log: log.info,
  });
  const sessions = own(new LocalSessionModel(engine, systemClock, log.info));
  const aws = { env: process.env, askMfaCode, clock: systemClock, log: log.info };
  const connections = own(
    new ConnectionsModel(sessions, (choice) => new AwsSessionModel(choice, aws), context.workspaceState),
  );
  const { offer: offerConnect } = new ConnectOffers(log);
  const panels = own(
    new TrainingJobPanels(
      { connections, offerConnect, clock: systemClock, log, extensionUri: context.extensionUri },
      new PanelPlaceMemory(context.workspaceState),
    ),
  );
  const jobs = own(new JobsTreeProvider(connections, systemClock, log));
  const started = new StartedJobs(panels, jobs);
  own(new ConnectionStatusItem(connections, log));
  const diagnostics = own(new DefinitionDiagnostics(log));
  registerDefinitionLanguage(own, { diagnostics, connections, extensionUri: context.extensionUri });
  own(vscode.languages.registerCodeLensProvider([...languages], new DefinitionCodeLensProvider()));

  const register = (id: string, run: (...args: unknown[]) => unknown): void => void own(registerCommand(log, id, run));
  register(commands.train, trainCommand(vscode.Uri.joinPath(context.extensionUri, 'dist', 'tableWorker.js').fsPath));
  register(commands.runDefinition, runDefinitionCommand(connections.local, started, log.info));
  const { mark } = own(new AwsFindings());
  const defaults = new RunDefaults(context.globalState);
  register(commands.runDefinitionOnAws, runDefinitionOnAwsCommand({ connections, started, defaults, log, mark }));
  register(commands.chooseConnection, chooseConnectionCommand(connections));
  register(
    commands.showResolvedRequest,
    showResolvedRequestCommand(connections, defaults, own(new ResolvedRequestProvider())),
  );
  register(commands.copyAsCliCommand, copyAsCliCommand(connections, defaults));
  register(commands.openJob, openJobCommand(connections, panels));
  register(commands.openSelectedJob, async () => {
    const job = await jobs.openSelected();
    if (job !== undefined) panels.show(job);
  });
  register(commands.stopJob, stopJobCommand(connections));
  register(commands.openBestJob, openBestJobCommand(connections, panels));
  register(commands.stopTuningJob, stopTuningJobCommand(connections));
  register(commands.refreshJobs, refreshJobsCommand(connections));
  register(commands.loadMoreJobs, loadMoreJobsCommand(connections));
  register(commands.copyLocalEnvironment, copyEnvironmentCommand(sessions, stateDirectory));
  register(commands.setUpPython, setUpPythonCommand(engine, stateDirectory, log));
  register(commands.openExample, openExampleCommand(context.extensionUri));
  register(commands.showLog, () => log.show());
  register(commands.copyDiagnostics, copyDiagnosticsCommand(connections, version, stateDirectory));
}
