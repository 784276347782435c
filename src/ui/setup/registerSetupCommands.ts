import type * as vscode from 'vscode';
import type { RunDefaults } from '../../jobs/aws/runDefaults.ts';
import type { LocalEngine } from '../../local/localEngine.ts';
import { lazily } from '../commands.ts';
import { commands } from '../contributions/ids.ts';
import type { UiParts } from '../parts.ts';
import { ConnectionContext } from './connectionContext.ts';
import { copyDiagnosticsCommand } from './copyDiagnosticsCommand.ts';
import { copyEnvironmentCommand } from './copyEnvironmentCommand.ts';
import { getStartedCommand } from './getStartedCommand.ts';
import { openExampleCommand } from './openExampleCommand.ts';

interface SetupCommandParts {
  readonly engine: LocalEngine;
  readonly stateDirectory: () => string;
  readonly defaults: RunDefaults;
  readonly extension: vscode.Extension<unknown>;
  readonly version: string;
}

/** The commands around the work: first steps, the local engine's environments, what is there and what is not. */
export function registerSetupCommands(
  parts: UiParts,
  { engine, stateDirectory, defaults, extension, version }: SetupCommandParts,
): void {
  const { register, own, connections, log } = parts;
  own(new ConnectionContext(connections));
  const environment = { engine, stateDirectory, log };
  register(
    commands.setUpPython,
    lazily(async () => (await import('./setUpPythonCommand.ts')).setUpPythonCommand(environment)),
  );
  register(
    commands.setUpJupyter,
    lazily(async () => (await import('./setUpJupyterCommand.ts')).setUpJupyterCommand(environment)),
  );
  register(
    commands.checkSetup,
    lazily(async () => (await import('./checkSetupCommand.ts')).checkSetupCommand(parts, stateDirectory, defaults)),
  );
  register(commands.getStarted, getStartedCommand(extension.id, parts));
  register(commands.openExample, openExampleCommand(parts));
  register(commands.copyLocalEnvironment, copyEnvironmentCommand(connections.local.sessions, stateDirectory));
  register(commands.copyDiagnostics, copyDiagnosticsCommand(connections, version, stateDirectory));
}
