import * as vscode from 'vscode';
import { setupChecks } from '../../connections/setup/setupChecks.ts';
import { SetupModel } from '../../connections/setup/setupModel.ts';
import type { RunDefaults } from '../../jobs/aws/runDefaults.ts';
import { runTool } from '../../shared/node/runTool.ts';
import type { UiParts } from '../parts.ts';
import { applyFix } from './applyFix.ts';
import { knownInterpreters } from './knownInterpreters.ts';
import { showSetupList } from './setupList.ts';

/** **SageMaker: Check Setup**: what is there for local work and for AWS, each with what can be done about it. Looking changes nothing. */
export function checkSetupCommand(
  { connections, clock, log }: UiParts,
  stateDirectory: () => string,
  defaults: RunDefaults,
) {
  return async (): Promise<void> => {
    const checks = () =>
      setupChecks({
        place: connections.active,
        env: process.env,
        clock,
        stateDirectory: stateDirectory(),
        interpreters: () => knownInterpreters(log.info),
        isTrusted: vscode.workspace.isTrusted,
        hasJupyterExtension: vscode.extensions.getExtension('ms-toolsai.jupyter') !== undefined,
        roleOf: (connection) => defaults.roleOf(connection),
        run: runTool,
      });
    const model = new SetupModel(checks, clock, (context, error) => log.error(context, error));
    try {
      for (;;) {
        const fix = await showSetupList(model);
        if (fix === undefined || !(await applyFix(fix, () => connections.local.sessions.connect()))) return;
      }
    } finally {
      model.dispose();
    }
  };
}
