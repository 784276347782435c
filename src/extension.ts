import * as vscode from 'vscode';
import { startEngineProcess } from './local/engineProcess.ts';
import { LocalEngine } from './local/localEngine.ts';
import { LocalSessionModel } from './local/localSessionModel.ts';
import { platform } from './shared/node/platform.ts';
import { systemClock } from './shared/node/systemClock.ts';
import { registerCommand } from './ui/commands.ts';
import { commands, languages, settings } from './ui/contributions/ids.ts';
import { JobsTreeProvider } from './ui/explorer/jobsTreeProvider.ts';
import { copyAsCliCommand } from './ui/jobs/copyAsCliCommand.ts';
import { DefinitionCodeLensProvider } from './ui/jobs/definitionCodeLensProvider.ts';
import { DefinitionDiagnostics } from './ui/jobs/definitionDiagnostics.ts';
import { registerDefinitionLanguage } from './ui/jobs/definitionLanguage.ts';
import { loadMoreJobsCommand } from './ui/jobs/loadMoreJobsCommand.ts';
import { openJobCommand } from './ui/jobs/openJobCommand.ts';
import { refreshJobsCommand } from './ui/jobs/refreshJobsCommand.ts';
import { ResolvedRequestProvider } from './ui/jobs/resolvedRequestProvider.ts';
import { runDefinitionCommand } from './ui/jobs/runDefinitionCommand.ts';
import { showResolvedRequestCommand } from './ui/jobs/showResolvedRequestCommand.ts';
import { stopJobCommand } from './ui/jobs/stopJobCommand.ts';
import { trainCommand } from './ui/jobs/trainCommand.ts';
import { Log } from './ui/log.ts';
import { TrainingJobPanels } from './ui/panels/trainingJobPanels.ts';
import { copyDiagnosticsCommand } from './ui/setup/copyDiagnosticsCommand.ts';
import { copyEnvironmentCommand } from './ui/setup/copyEnvironmentCommand.ts';
import { openExampleCommand } from './ui/setup/openExampleCommand.ts';
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
    start: startEngineProcess,
    clock: systemClock,
    log: log.info,
  });
  const sessions = own(new LocalSessionModel(engine, systemClock, log.info));
  const panels = own(new TrainingJobPanels({ sessions, clock: systemClock, log, extensionUri: context.extensionUri }));
  const jobs = own(new JobsTreeProvider(sessions, systemClock, log));
  own(new ConnectionStatusItem(sessions));
  const diagnostics = own(new DefinitionDiagnostics(log));
  registerDefinitionLanguage(own, { diagnostics, sessions, extensionUri: context.extensionUri });
  own(vscode.languages.registerCodeLensProvider([...languages], new DefinitionCodeLensProvider()));

  const register = (id: string, run: (...args: unknown[]) => unknown): void => void own(registerCommand(log, id, run));
  register(commands.train, trainCommand(vscode.Uri.joinPath(context.extensionUri, 'dist', 'tableWorker.js').fsPath));
  register(commands.runDefinition, runDefinitionCommand(sessions, panels));
  register(commands.showResolvedRequest, showResolvedRequestCommand(sessions, own(new ResolvedRequestProvider())));
  register(commands.copyAsCliCommand, copyAsCliCommand(sessions));
  register(commands.openJob, openJobCommand(sessions, panels));
  register(commands.openSelectedJob, () => jobs.selectedJob !== undefined && panels.show(jobs.selectedJob));
  register(commands.stopJob, stopJobCommand(sessions));
  register(commands.refreshJobs, refreshJobsCommand(sessions));
  register(commands.loadMoreJobs, loadMoreJobsCommand(sessions));
  register(commands.copyLocalEnvironment, copyEnvironmentCommand(sessions));
  register(commands.openExample, openExampleCommand(context.extensionUri));
  register(commands.showLog, () => log.show());
  register(commands.copyDiagnostics, copyDiagnosticsCommand(sessions, version, stateDirectory));
}
